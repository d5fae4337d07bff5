import { z } from 'zod';
import { identifier, instant } from '../../preload/contract/models/base.ts';
import { clearingReason, personFailures } from '../../preload/contract/models/people.ts';
import { loginTag } from './login-tag.ts';
import { operatorProof } from './operator-act.ts';

/** What stations and hub say to each other about guessed passwords, and about sign-ins while the directory was away. */

/** A login's consecutive failures at one station as they stand; 0 when the person got in. The newest word counts. */
export const failureReport = z.strictObject({
  tag: loginTag,
  failures: z.number().int().min(0).max(100),
  at: instant,
});
export type FailureReport = z.infer<typeof failureReport>;

/** A sign-in by the station's own verifier, told afterwards (I8). The same id again is the same sign-in. */
export const offlineReport = z.strictObject({
  id: z.uuid(),
  person: z.string().min(1).max(256),
  /** When the directory had last accepted the password that was used. */
  verifiedAt: instant,
  at: instant,
});
export type OfflineReport = z.infer<typeof offlineReport>;

/** `POST /v1/sign-ins`: lab stations tell what the hub has not heard of. What was told is in the hub's database then. */
export const signInsRequest = z.strictObject({
  failures: z.array(failureReport).max(100),
  offline: z.array(offlineReport).max(100),
});
export const signInsResponse = z.strictObject({ taken: z.literal(true) });

/** What the feed tells a lab station of one tag. */
export const failureNews = z.strictObject({
  tag: loginTag,
  /** At other stations than the reader's, within a day. */
  elsewhere: z.number().int().nonnegative(),
  /** At all stations, since the person last got in or was cleared at the counter. */
  total: z.number().int().nonnegative(),
  /** The last failure elsewhere. */
  at: instant,
  /** When the counter last cleared it: failures from before count no more. */
  clearedAt: instant.nullable(),
});
export type FailureNews = z.infer<typeof failureNews>;

/** `POST /v1/people/failures`: an operator who has the person before them asks what was reported of them. */
export const personFailuresRequest = z.strictObject({
  person: identifier,
  operator: identifier,
  proof: operatorProof,
});
export const personFailuresResponse = personFailures;

/** `POST /v1/people/failures/clear`: an operator who has the person before them clears their failures everywhere. */
export const clearFailuresRequest = z.strictObject({
  person: identifier,
  operator: identifier,
  reason: clearingReason,
  proof: operatorProof,
});
export const clearFailuresResponse = personFailuresResponse;
