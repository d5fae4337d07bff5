import { z } from 'zod';
import { identifier, instant, localizedText } from './base.ts';
import { role } from './lab.ts';

export const personSummary = z.strictObject({
  id: identifier,
  number: z.string(),
  login: z.string(),
  name: z.string(),
  kana: z.string(),
  romaji: z.string(),
  role,
  affiliation: localizedText,
});
export type PersonSummary = z.infer<typeof personSummary>;

/** Why an operator cleared somebody's wrong passwords. */
export const clearingReason = z.enum([
  'identity-checked',
  'classmate-guessed',
  'keyboard-or-layout',
  'other',
]);
export type ClearingReason = z.infer<typeof clearingReason>;

/** Wrong passwords in a person's name that workstations have reported. */
export const personFailures = z.strictObject({
  failures: z.number().int().nonnegative(),
  stations: z.number().int().nonnegative(),
  lastAt: instant.nullable(),
});
export type PersonFailures = z.infer<typeof personFailures>;

export const peopleFound = z.strictObject({
  people: z.array(personSummary),
  /** True when more people match than were returned. */
  more: z.boolean(),
  replica: z.strictObject({ people: z.number().int(), updatedAt: instant.nullable() }),
});
export type PeopleFound = z.infer<typeof peopleFound>;
