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

export const peopleFound = z.strictObject({
  people: z.array(personSummary),
  /** True when more people match than were returned. */
  more: z.boolean(),
  replica: z.strictObject({ people: z.number().int(), updatedAt: instant.nullable() }),
});
export type PeopleFound = z.infer<typeof peopleFound>;
