import { z } from 'zod';
import { identifier, instant, localizedText } from './base.ts';
import { factorKind } from './factors.ts';
import { checkMethod, documentType, failedCheck, telephoneNumber } from './identity.ts';
import { personSummary } from './people.ts';

/** A point against impersonation. Those with `tick` are acknowledged one by one, the others together by recording. */
export const checkPrompt = z.strictObject({ id: identifier, text: localizedText, tick: z.boolean() });
export type CheckPrompt = z.infer<typeof checkPrompt>;

/** The reference on a caller's waiting page, in Crockford's base 32. */
export const waitingReference = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);

/** How a call back went. */
export const callResult = z.enum(['no-answer', 'reached']);

export const phoneStanding = z.strictObject({
  open: z.boolean(),
  /** `HH:MM` today, in the institution's time; null while closed. */
  closesAt: z.string().nullable(),
  today: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  next: z.strictObject({ day: z.iso.date(), from: z.string() }).nullable(),
  /** The number on file; null where the directory has none, and then nobody is called. */
  number: telephoneNumber.nullable(),
  /** What the operator does to be sure of the caller. */
  points: z.array(localizedText),
  /** What the caller has before them, and the reference that they read out. */
  waitingPage: z.strictObject({ title: localizedText, steps: z.array(localizedText) }),
  reference: z.string(),
  /** Whether the caller's page has to be joined first: what is issued then appears on it, and nowhere else. */
  pageNeeded: z.boolean(),
  /** The page that was joined, by the reference that the caller read out. */
  page: z.strictObject({ reference: waitingReference, openedAt: instant }).nullable(),
  attempts: z.array(z.strictObject({ at: instant, by: localizedText, result: callResult })).max(50),
});
export type PhoneStanding = z.infer<typeof phoneStanding>;

/** Something about the person that came about while the case was open, and was not here. */
export const conflictCause = z.enum(['suspended', 'resumed', 're-enrolled', 'directory-changed', 'disabled']);
export type ConflictCause = z.infer<typeof conflictCause>;

export const personNews = z.strictObject({
  cause: conflictCause,
  at: instant,
  /** The other counter; null where it was nobody at a counter. */
  counter: localizedText.nullable(),
  until: instant.nullable(),
  reference: z.string().max(20).nullable(),
});
export type PersonNews = z.infer<typeof personNews>;

export const caseConflict = personNews.extend({ position: z.number().int().positive() });
export type CaseConflict = z.infer<typeof caseConflict>;

/** What the check of the open case asks for, and what speaks against the person or the case. */
export const checkView = z.strictObject({
  caseId: z.uuid(),
  documents: z.array(
    z.strictObject({
      type: documentType,
      photo: z.boolean(),
      /** Whether this type always bears a date. */
      dated: z.boolean(),
    }),
  ),
  needed: z.strictObject({ withPhoto: z.number().int(), withoutPhoto: z.number().int().nullable() }),
  /** How the person may be checked for what the case leads to. */
  methods: z.array(checkMethod),
  prompts: z.array(checkPrompt),
  /** The spellings in which this person's name may stand on a document. */
  names: z.strictObject({
    kanji: z.array(z.string()).max(8),
    kana: z.array(z.string()).max(4),
    romaji: z.array(z.string()).max(12),
  }),
  /** How many methods of some kinds an account may have, where the institution says so. */
  limits: z.array(
    z.strictObject({
      id: identifier,
      label: localizedText,
      kinds: z.array(factorKind).min(1),
      maximum: z.number().int(),
    }),
  ),
  /** Whether a photograph of the person is on file here. */
  portrait: z.boolean(),
  phone: phoneStanding.nullable(),
  /** Checks of this person that failed in the last 180 days, the newest first. */
  failures: z.array(failedCheck).max(20),
  /** Suspensions by other counters that run now, as far as this station was told. */
  elsewhere: z.array(personNews).max(20),
  /** What came about since the case was opened, and nobody here has said to go on with. */
  conflicts: z.array(caseConflict).max(20),
});
export type CheckView = z.infer<typeof checkView>;

/** A case that lies aside until the person has been called back. */
export const parkedCase = z.strictObject({
  caseId: z.uuid(),
  person: personSummary.pick({ id: true, number: true, name: true, kana: true }),
  openedBy: localizedText,
  parkedAt: instant,
  attempts: z.number().int(),
  /** Whether a call may be made at this time; null where nobody says when. */
  open: z.boolean(),
  closesAt: z.string().nullable(),
});
export type ParkedCase = z.infer<typeof parkedCase>;
