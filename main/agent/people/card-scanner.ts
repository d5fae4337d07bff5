import { z } from 'zod';

/**
 * How the scanner of this counter sends a card, and how the institution's cards are written. A setting of the station,
 * because what a scanner puts around a code is programmed into the scanner that stands there; managed policy gives all
 * counters the same.
 */
export const cardScanner = z.strictObject({
  /** False: keys are never taken for a scanner's. */
  enabled: z.boolean().default(true),
  /** What stands around the code itself: start and stop letters, or what the scanner adds. */
  prefix: z.string().max(16).default(''),
  suffix: z.string().max(16).default(''),
  /** How many characters the code has between them, check character included; null for any. */
  length: z.number().int().min(4).max(64).nullable().default(null),
  /** The last character of the code proves the others. */
  checkDigit: z
    .enum(['none', 'luhn', 'modulus-10', 'modulus-11', 'modulus-16', 'modulus-43', '7dr'])
    .default('none'),
  /** Where the person's number stands in the code, counted from 1; null for all of it but the check character. */
  number: z
    .strictObject({ from: z.number().int().min(1).max(64), length: z.number().int().min(1).max(64) })
    .nullable()
    .default(null),
  /** The key that the scanner presses last. */
  terminator: z.enum(['enter', 'tab', 'none']).default('enter'),
  /** The longest time between two of its keys, in milliseconds. Nobody types six keys in a row so fast. */
  maximumGapMs: z.number().int().min(5).max(100).default(35),
});
export type CardScanner = z.infer<typeof cardScanner>;

/** A scanner as it comes out of its box: the code, then Enter. */
export const usualCardScanner: CardScanner = cardScanner.parse({});
