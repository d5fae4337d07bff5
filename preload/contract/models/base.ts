import { z } from 'zod';
import { errorCodes } from '../errors.ts';

/** Models that cross a process boundary. Times are ISO 8601 in UTC with milliseconds unless a name says otherwise. */

export const language = z.enum(['ja', 'en']);
export type Language = z.infer<typeof language>;

export const localizedText = z.strictObject({ ja: z.string().max(2000), en: z.string().max(2000) });
export type LocalizedText = z.infer<typeof localizedText>;

/**
 * What an institution says to people who are not of its staff: besides, where somebody wrote it, in plain Japanese
 * (やさしい日本語), with the readings of its kanji between U+FFF9–FFFB.
 */
export const spokenText = localizedText.extend({ plain: z.string().max(4000).optional() });
export type SpokenText = z.infer<typeof spokenText>;

export const instant = z.iso.datetime({ precision: 3 });
export const identifier = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
export const commandId = z.uuid();

export const surface = z.enum(['lab', 'counter', 'key-simulator']);
export type Surface = z.infer<typeof surface>;

export const refusal = z.strictObject({
  code: z.enum(errorCodes),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
