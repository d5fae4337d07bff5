import { z } from 'zod';
import { instant, localizedText } from './base.ts';
import { commandView } from './commands.ts';

/**
 * What a receipt says: never more than the command's state at `at` (I5). It goes to the visitor and may be left lying, so
 * it names nobody; four characters of the number tell two sheets in a printer's tray apart.
 */
export const receiptSheet = z.strictObject({
  institution: localizedText,
  counter: localizedText,
  numberEnding: z.string().max(4),
  command: commandView.pick({
    id: true,
    reference: true,
    kind: true,
    state: true,
    ending: true,
    refusal: true,
    until: true,
    queuedAt: true,
    late: true,
    dueBy: true,
  }),
  /** What was asked for, in the institution's words; null where it has none for it. */
  what: localizedText.nullable(),
  /** When it stood so. */
  at: instant,
  /** What the visitor does next, in the institution's words; empty where what was asked for will not be. */
  steps: z.array(localizedText).max(8),
  /** Where changes need time to reach every service; null where they don't. */
  propagation: localizedText.nullable(),
  /** Whom to ask, and what the institution's own page is, as far as it is known. */
  centre: localizedText,
  page: z.strictObject({ label: localizedText, url: z.url({ protocol: /^https$/ }).max(500) }).nullable(),
});
export type ReceiptSheet = z.infer<typeof receiptSheet>;

/** A printer's name, as the system knows it. */
export const printerName = z.string().min(1).max(200);

/** Where a receipt can go at this counter. */
export const receiptOutlets = z.strictObject({
  printers: z.array(printerName).max(100),
  /** The system's own choice; null for none. */
  standard: printerName.nullable(),
  /** Whether this window has a folder that it may write to. */
  folder: z.boolean(),
});
export type ReceiptOutlets = z.infer<typeof receiptOutlets>;

/** A file that the window wrote, by its name alone. */
export const writtenFile = z.strictObject({ name: z.string().max(200) });

export const receiptOf = z.strictObject({ commandId: z.uuid() });
export const receiptPrinting = z.strictObject({ commandId: z.uuid(), printer: printerName.nullable() });
