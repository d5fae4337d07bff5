import { z } from 'zod';
import { personHit } from './people.ts';

/** How a burst of keys ended: with the scanner's last key, or in the middle. */
export const scanEnding = z.enum(['terminator', 'pause']);
export type ScanEnding = z.infer<typeof scanEnding>;

/** Why a scan says nothing. */
export const cardFault = z.enum([
  'cut-off',
  'too-short',
  'too-long',
  'check-digit',
  /** It does not begin or end as the institution's cards do. */
  'other-card',
  /** No number as the institution writes them. */
  'malformed',
  /** Nobody in the directory copy bears the number. */
  'unknown',
]);
export type CardFault = z.infer<typeof cardFault>;

/** What a scanned card led to. */
export const cardScan = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('person'), person: personHit }),
  z.strictObject({
    outcome: z.literal('fault'),
    fault: cardFault,
    /** How many characters there should have been, and how many came; null where it says nothing. */
    expected: z.number().int().nonnegative().nullable(),
    received: z.number().int().nonnegative().nullable(),
  }),
]);
export type CardScan = z.infer<typeof cardScan>;

/** By what a window tells the scanner's keys from a person's. */
export const scannerKeys = z.strictObject({
  enabled: z.boolean(),
  maximumGapMs: z.number(),
  terminator: z.enum(['enter', 'tab', 'none']),
});
export type ScannerKeys = z.infer<typeof scannerKeys>;
