import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { commandId, instant, localizedText } from './base.ts';
import { personSummary } from './people.ts';
import { hubStatus } from './station.ts';

export const commandState = z.enum([
  'queued',
  'accepted',
  'applied',
  'propagating',
  /** The centre has the request, and nobody works on it yet. */
  'waiting-centre',
  /** Somebody at the centre works on the request. */
  'in-work',
  /** The provider was or may have been called for what it gives only once; what came of it is not known. */
  'issuing',
  /** It was given; a code of the new app has not proved it yet. */
  'issued',
  'ended',
  'refused',
  'needs-review',
]);
export type CommandState = z.infer<typeof commandState>;

export const commandEnding = z.enum([
  'expired',
  'resumed',
  're-enrolled',
  'never-applied',
  'done',
  /** Its own end passed while an extension goes on. */
  'extended',
  'declined',
  /** Some of what it names was done, not all; the refusal says why. */
  'partly',
  'not-proved',
  /** The provider may or may not have done it, and nobody can find out. */
  'result-unknown',
  /** Taken back before it was ever sent. */
  'cancelled',
]);
export type CommandEnding = z.infer<typeof commandEnding>;

/** What a command does. */
export const commandKind = z.enum([
  'suspend',
  'resume',
  'reset-factors',
  'new-totp',
  'temporary-code',
  'request',
  'settle-request',
]);
export type CommandKind = z.infer<typeof commandKind>;

export const commandView = z.strictObject({
  id: commandId,
  /** Short reference for people and receipts, e.g. `K7Q2-9M4T`. */
  reference: z.string(),
  kind: commandKind,
  person: personSummary.pick({ id: true, number: true, name: true, kana: true }),
  operator: localizedText,
  state: commandState,
  ending: commandEnding.nullable(),
  refusal: z.enum(errorCodes).nullable(),
  /** End of the suspension; null for a resume. */
  until: instant.nullable(),
  queuedAt: instant,
  stateAt: instant,
  /** True while a suspension outlives its `until` because the provider has not yet confirmed its end (I2). */
  late: z.boolean(),
  /** When a request's visitor was told that it will be done. */
  dueBy: instant.optional(),
  /** True once that has passed while the request is open. */
  overdue: z.boolean().optional(),
  /** The suspension that this one goes on from. */
  extends: commandId.optional(),
  /** True while nothing of it was ever sent: it can still be taken back. */
  canCancel: z.boolean().optional(),
  /** True while an answer is waited for that a new try may bring. */
  canRetry: z.boolean().optional(),
});
export type CommandView = z.infer<typeof commandView>;

export const outboxStatus = z.strictObject({
  waiting: z.number().int(),
  oldestQueuedAt: instant.nullable(),
  hub: hubStatus,
});
export type OutboxStatus = z.infer<typeof outboxStatus>;
