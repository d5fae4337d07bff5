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

/** A person as a list shows them: what it takes to tell one from another, and no more. */
export const personHit = personSummary.omit({ login: true }).extend({
  /** `self`: the operator, who never acts on themselves; `operator`: somebody else who works at a counter. */
  standing: z.enum(['self', 'operator']).nullable(),
  /** Somebody else on the same page bears this name. */
  namesake: z.boolean(),
});
export type PersonHit = z.infer<typeof personHit>;

/** What a query needs before anybody, or everybody who matches, can be shown. */
export const peopleNeed = z.enum(['more-letters', 'another-word']);
export type PeopleNeed = z.infer<typeof peopleNeed>;

/** The counter's copy of the directory. */
export const replicaStatus = z.strictObject({
  people: z.number().int(),
  /** When somebody in it last changed. */
  updatedAt: instant.nullable(),
  /** When the hub last said that nothing is missing; its age. */
  confirmedAt: instant.nullable(),
  /** The first copy is arriving: more people come. */
  receiving: z.boolean(),
  /** How many there will be about then; null where nobody knows, and where nothing arrives. */
  expected: z.number().int().nonnegative().nullable(),
});
export type ReplicaStatus = z.infer<typeof replicaStatus>;

/** People on one page of a list. */
export const peopleOnPage = 10;

export const peopleFound = z.strictObject({
  people: z.array(personHit).max(peopleOnPage),
  /** The first of them among all who match, from 0. */
  offset: z.number().int().nonnegative(),
  /** How many match in all. */
  total: z.number().int().nonnegative(),
  /** How many of them can be paged through. */
  listed: z.number().int().nonnegative(),
  need: peopleNeed.nullable(),
  /** Nobody matches, and what was typed is no number as the institution writes them: how it does. */
  numberHint: localizedText.nullable(),
  /** `old`: it was not confirmed for so long that people may be missing. */
  replica: replicaStatus.extend({ old: z.boolean() }),
});
export type PeopleFound = z.infer<typeof peopleFound>;
