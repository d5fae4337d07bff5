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
  'waiting-centre',
  'ended',
  'refused',
  'needs-review',
]);
export type CommandState = z.infer<typeof commandState>;

export const commandEnding = z.enum(['expired', 'resumed', 're-enrolled', 'never-applied', 'done']);
export type CommandEnding = z.infer<typeof commandEnding>;

export const commandView = z.strictObject({
  id: commandId,
  /** Short reference for people and receipts, e.g. `K7Q2-9M4T`. */
  reference: z.string(),
  kind: z.enum(['suspend', 'resume']),
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
});
export type CommandView = z.infer<typeof commandView>;

export const outboxStatus = z.strictObject({
  waiting: z.number().int(),
  oldestQueuedAt: instant.nullable(),
  hub: hubStatus,
});
export type OutboxStatus = z.infer<typeof outboxStatus>;
