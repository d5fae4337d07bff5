import { BrowserWindow, type Session } from 'electron';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type { ReceiptOutlets, ReceiptSheet } from '../../preload/contract/models/receipt.ts';
import type { FaceAnswers, Offer } from './call-channel.ts';
import { lockedPreferences } from './locked-preferences.ts';
import { within } from './within.ts';
import { writeDocument } from './written-documents.ts';

/** Longest that a sheet may take to stand, and a printer to take it. */
const standsWithinMs = 15_000;
const printsWithinMs = 60_000;
/** Whether the system prints here unless told otherwise: Electron said so up to some version, and newer ones don't. */
function isStandard(printer: object): boolean {
  return 'isDefault' in printer && printer.isDefault === true;
}

/** CSS pixels of an A4 sheet. */
const sheetSize = { width: 794, height: 1123 };

/** What the sheet's own page may ask. */
export const receiptOffer: Offer = {
  calls: new Set(['receipt.page', 'receipt.pageReady']),
  events: new Set(),
};

/**
 * Prints receipts, or writes them as PDF, from a hidden window of the face's own origin, one at a time. What a receipt
 * says comes from the agent, which gives it to a counter with an operator signed in and to nobody else; so a lab's face
 * can neither print nor write one. The printer is chosen in the page, never in the system's dialog.
 */
export function createReceiptPrinter(options: {
  readonly window: BrowserWindow;
  readonly session: Session;
  readonly rpId: string;
  readonly preload: string;
  /** Where PDFs go; null for nowhere. */
  readonly documents: string | null;
  /** Asks the agent. */
  readonly ask: (name: string, input: unknown) => Promise<Result<unknown>>;
  readonly admit: (sheet: BrowserWindow) => void;
}): { readonly answers: FaceAnswers } {
  const { window, documents } = options;
  let page: { readonly sheet: ReceiptSheet; readonly stands: () => void } | null = null;
  let busy = false;

  const printers = async () => {
    try {
      return await window.webContents.getPrintersAsync();
    } catch {
      return [];
    }
  };

  const outlets = async (): Promise<Result<unknown>> => {
    const allowed = await options.ask('receipt.outlets', {});
    if (!allowed.ok) return allowed;
    const known = await printers();
    const names = known.map(({ name }) => name).filter((name) => name.length > 0 && name.length <= 200);
    const told: ReceiptOutlets = {
      printers: names.slice(0, 100),
      standard: known.find(isStandard)?.name ?? null,
      folder: documents !== null,
    };
    return ok(told);
  };

  /** Lays the sheet out in a window that nobody sees, and does `work` with it once it stands. */
  const withSheet = async <Value>(
    commandId: string,
    work: (hidden: BrowserWindow, sheet: ReceiptSheet) => Promise<Result<Value>>,
  ): Promise<Result<Value>> => {
    const told = await options.ask('receipt.sheet', { commandId });
    if (!told.ok) return told;
    const sheet = told.value as ReceiptSheet;
    const hidden = new BrowserWindow({
      show: false,
      ...sheetSize,
      webPreferences: lockedPreferences(options.session, options.preload),
    });
    const close = () => hidden.destroy();
    window.once('closed', close);
    try {
      options.admit(hidden);
      const stands = within(standsWithinMs, (settle) => {
        page = { sheet, stands: () => settle(true) };
      });
      void hidden.loadURL(`https://${options.rpId}/#receipt`).catch(() => undefined);
      return (await stands) ? await work(hidden, sheet) : refuse('guide/not-printed');
    } finally {
      page = null;
      window.removeListener('closed', close);
      if (!hidden.isDestroyed()) hidden.destroy();
    }
  };

  const print = async (commandId: string, printer: string | null): Promise<Result<unknown>> => {
    const allowed = await options.ask('receipt.outlets', {});
    if (!allowed.ok) return allowed;
    const known = await printers();
    const deviceName = printer ?? known.find(isStandard)?.name ?? known[0]?.name;
    if (deviceName === undefined || !known.some(({ name }) => name === deviceName))
      return refuse('guide/no-printer');
    return withSheet(commandId, async (hidden) => {
      const printed = await within(printsWithinMs, (settle) =>
        hidden.webContents.print({ silent: true, printBackground: true, pageSize: 'A4', deviceName }, settle),
      );
      return printed ? ok({}) : refuse('guide/not-printed');
    });
  };

  const save = (commandId: string): Promise<Result<unknown>> => {
    if (documents === null) return Promise.resolve(refuse('receipt/no-folder'));
    return withSheet(commandId, async (hidden, { command }) => {
      const pdf = await hidden.webContents.printToPDF({ pageSize: 'A4', printBackground: true });
      const name = `receipt-${command.reference}-${command.state}.pdf`;
      try {
        await writeDocument(documents, name, (append) => append(pdf));
      } catch {
        return refuse('receipt/not-written');
      }
      return ok({ name });
    });
  };

  const alone = (work: () => Promise<Result<unknown>>): Promise<Result<unknown>> => {
    if (busy) return Promise.resolve(refuse('call/flood'));
    busy = true;
    return work()
      .catch(() => refuse('guide/not-printed'))
      .finally(() => {
        busy = false;
      });
  };

  return {
    // What has no right shape goes to the agent, which says why it is refused: first of all whether it is offered here.
    answers(name, input) {
      const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
      const { commandId, printer } = given;
      switch (name) {
        case 'receipt.outlets':
          return outlets();
        case 'receipt.print':
          if (typeof commandId !== 'string' || !(printer === null || typeof printer === 'string'))
            return options.ask(name, input);
          return alone(() => print(commandId, printer));
        case 'receipt.save':
          if (typeof commandId !== 'string') return options.ask(name, input);
          return alone(() => save(commandId));
        case 'receipt.page':
          return page === null ? options.ask(name, input) : Promise.resolve(ok({ sheet: page.sheet }));
        case 'receipt.pageReady':
          if (page === null) return options.ask(name, input);
          page.stands();
          return Promise.resolve(ok({}));
        default:
          return null;
      }
    },
  };
}
