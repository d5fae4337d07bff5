import { BrowserWindow, type Session } from 'electron';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type { FaceAnswers, Offer } from './call-channel.ts';
import { lockedPreferences } from './locked-preferences.ts';
import { within } from './within.ts';

/** Longest that a sheet may take to stand, and a printer to take it. */
const standsWithinMs = 15_000;
const printsWithinMs = 60_000;

/** What the sheet's own page may ask. */
export const sheetOffer: Offer = { calls: new Set(['guide.sheet', 'guide.sheetReady']), events: new Set() };

/**
 * Prints slips for the counter from a hidden window of the face's own origin, one at a time, on the station's default
 * printer and without the system's dialog: that would be a way out of the kiosk, and to other people's files. What the
 * slip says comes from the agent; the page only names the outcome and the counter.
 */
export function createSlipPrinter(options: {
  readonly window: BrowserWindow;
  readonly session: Session;
  readonly rpId: string;
  readonly preload: string;
  /** Asks the agent. */
  readonly ask: (name: string, input: unknown) => Promise<Result<unknown>>;
  readonly admit: (sheet: BrowserWindow) => void;
}): { readonly answers: FaceAnswers } {
  const { window } = options;
  let sheet: { readonly slip: unknown; readonly stands: () => void } | null = null;
  let busy = false;

  const print = async (input: unknown): Promise<Result<unknown>> => {
    const printers = await window.webContents.getPrintersAsync();
    if (printers.length === 0) return refuse('guide/no-printer');
    const slip = await options.ask('guide.slip', input);
    if (!slip.ok) return slip;
    const hidden = new BrowserWindow({
      show: false,
      width: 794,
      height: 1123,
      webPreferences: lockedPreferences(options.session, options.preload),
    });
    const close = () => hidden.destroy();
    window.once('closed', close);
    try {
      options.admit(hidden);
      const stands = within(standsWithinMs, (settle) => {
        sheet = { slip: slip.value, stands: () => settle(true) };
      });
      void hidden.loadURL(`https://${options.rpId}/#slip`).catch(() => undefined);
      if (!(await stands)) return refuse('guide/not-printed');
      const printed = await within(printsWithinMs, (settle) =>
        hidden.webContents.print({ silent: true, printBackground: false, pageSize: 'A4' }, settle),
      );
      return printed ? ok({}) : refuse('guide/not-printed');
    } finally {
      sheet = null;
      window.removeListener('closed', close);
      if (!hidden.isDestroyed()) hidden.destroy();
    }
  };

  return {
    answers(name, input) {
      switch (name) {
        case 'guide.printSlip': {
          if (busy) return Promise.resolve(refuse('call/flood'));
          busy = true;
          return print(input)
            .catch(() => refuse('guide/not-printed'))
            .finally(() => {
              busy = false;
            });
        }
        case 'guide.sheet':
          return Promise.resolve(sheet === null ? refuse('guide/unknown') : ok(sheet.slip));
        case 'guide.sheetReady':
          sheet?.stands();
          return Promise.resolve(ok({}));
        default:
          return null;
      }
    },
  };
}
