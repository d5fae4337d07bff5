import { z } from 'zod';
import { receiptOf, receiptOutlets, receiptPrinting, receiptSheet, writtenFile } from '../models/receipt.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

const atCounters = { surface: ['counter'], role: 'operator' } as const;
/** Paper and files: as fast as visitors come. */
const paper = { burst: 6, perSecond: 0.2 } as const;

/** Receipts at the counter. A lab's face is refused by the agent, whom the face asks before anything is printed or written. */
export const receiptProcedures = {
  'receipt.sheet': procedure({
    input: receiptOf,
    output: receiptSheet,
    ...atCounters,
    byItself: true,
    rate: typing,
  }),
  /** The agent knows no printer: the face adds what it has, once the agent has let it. */
  'receipt.outlets': procedure({
    input: nothing,
    output: receiptOutlets,
    ...atCounters,
    byItself: true,
    rate: press,
  }),
  /** Answered by the face, after the agent gave it the sheet: prints without a dialog. */
  'receipt.print': procedure({ input: receiptPrinting, output: nothing, ...atCounters, rate: paper }),
  /** Answered by the face likewise: a PDF in the folder that this counter's face was given. */
  'receipt.save': procedure({ input: receiptOf, output: writtenFile, ...atCounters, rate: paper }),
  /** Answered by the face itself, to the sheet's own hidden page. */
  'receipt.page': procedure({
    input: nothing,
    output: z.strictObject({ sheet: receiptSheet }),
    ...atCounters,
    rate: press,
  }),
  'receipt.pageReady': procedure({ input: nothing, output: nothing, ...atCounters, rate: press }),
} as const;
