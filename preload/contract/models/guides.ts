import { z } from 'zod';
import { identifier, spokenText } from './base.ts';
import { visitReason } from './visit.ts';

/** Marks what no page of the institution says, and a site must confirm. */
export const assumed = z.literal(true).optional();

/** A guide article: short steps, the same ones in both languages. */
export const guide = z.strictObject({
  id: identifier,
  title: spokenText,
  /** What people type when they look for it: words of both languages, kana, romaji and common misspellings. */
  keywords: z.array(z.string().min(1).max(60)).min(3).max(60),
  audience: z.enum(['everyone', 'students', 'staff']),
  /** The visits that it answers. */
  relatedReasons: z.array(visitReason),
  steps: z.array(spokenText).min(1).max(12),
  assumed,
});
export type Guide = z.infer<typeof guide>;

/** An address where a person helps themselves. No address is guessed: null until the site supplies it. */
export const profileLink = z.strictObject({
  id: identifier,
  label: spokenText,
  url: z
    .url({ protocol: /^https$/ })
    .max(500)
    .nullable(),
  assumed,
});
export type ProfileLink = z.infer<typeof profileLink>;
