import { z } from 'zod';
import { identifier, localizedText } from '../../preload/contract/models/base.ts';
import { documentType } from '../../preload/contract/models/counter.ts';

const hours = z.number().int().min(1).max(168);
const timeOfDay = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/);

/** A pattern over the whole of a person's number, as the institution writes numbers on its cards. */
const numberPattern = z
  .string()
  .max(100)
  .regex(/^\^.*\$$/)
  .refine(isPattern, { error: 'not a regular expression' });

/**
 * An institution's profile: what the program knows of it, as data and nothing else. What stations obey is the signed
 * policy; a profile supplies its words, its formats and the values that its policies start from.
 */
export const profile = z.strictObject({
  id: identifier,
  /** True for an institution that doesn't exist. */
  fictitious: z.boolean(),
  institution: localizedText,
  /** WebAuthn relying-party id: a host reserved for Madoguchi. */
  rpId: z.hostname(),
  timeZone: z.string().min(1).max(64).refine(isTimeZone, { error: 'not a time zone' }),
  number: z.strictObject({ pattern: numberPattern, example: z.string().max(64), hint: localizedText }),
  acceptedDocuments: z.array(documentType).min(1),
  suspension: z
    .strictObject({
      defaultHours: hours,
      maximumHours: hours,
      presetsHours: z.array(hours).min(1).max(8),
    })
    .refine(
      ({ defaultHours, maximumHours, presetsHours }) =>
        Math.max(defaultHours, ...presetsHours) <= maximumHours,
      { error: 'longer than the maximum' },
    ),
  counters: z
    .array(
      z.strictObject({
        id: identifier,
        label: localizedText,
        place: localizedText,
        /** Weekdays as ISO numbers, 1 = Monday. Local times; `to` is exclusive, `24:00` is the end of the day. */
        hours: z.array(
          z.strictObject({
            days: z.array(z.number().int().min(1).max(7)).min(1),
            from: timeOfDay,
            to: timeOfDay,
          }),
        ),
      }),
    )
    .min(1),
  rooms: z.array(z.strictObject({ id: identifier, label: localizedText })),
});
export type Profile = z.infer<typeof profile>;

/** Whether a person's number is written as the institution writes it. */
export function isNumberOf(of: Profile, number: string): boolean {
  return number.length <= 64 && new RegExp(of.number.pattern, 'u').test(number);
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
