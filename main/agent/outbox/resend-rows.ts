import { z } from 'zod';
import { erasedPersonId } from '../erasure/erase-person.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';
import { unpackEnvelope } from './packed-envelope.ts';

const stateKey = 'resend-commands';

/** Where sending again has got to: resumes go first, so that no suspension that is over comes into force anew. */
const kinds = ['resume', 'suspend', 'reset-factors', 'request', 'settle-request'] as const;
const place = z.strictObject({ kind: z.enum([...kinds, 'done']), position: z.number().int() });
export type ResendPlace = z.infer<typeof place>;

/** The hub was restored from an older copy: what it answered before is sent again, for it may not know of it. */
export function beginResend(database: WritableDatabase): void {
  writeState(database, stateKey, { kind: 'resume', position: 0 } satisfies ResendPlace);
}

export interface ResendBatch {
  readonly envelopes: readonly string[];
  /** Where it stands once they were taken. */
  readonly next: ResendPlace;
}

/**
 * The next commands to send again: every resume, and every suspension that is not over. Null when there is nothing to do.
 * The hub answers what it knows as it did before, so that sending too much does no harm (I3).
 */
export function nextResend(database: ReadableDatabase, limit: number): ResendBatch | null {
  const at = readState(database, stateKey, place);
  if (at === null || at.kind === 'done') return null;
  // What ends something else is told again though it is over itself.
  const over = at.kind === 'resume' || at.kind === 'settle-request' ? '' : `AND state <> 'ended'`;
  const rows = database.all<{ position: number; envelope: Uint8Array }>(
    `SELECT position, envelope FROM outbox_command
     WHERE position > ? AND kind = ? AND state NOT IN ('queued', 'refused') ${over} AND person_id <> ?
     ORDER BY position LIMIT ?`,
    at.position,
    at.kind,
    erasedPersonId,
    limit,
  );
  const last = rows.at(-1);
  const next: ResendPlace =
    last === undefined
      ? { kind: kinds[kinds.indexOf(at.kind) + 1] ?? 'done', position: 0 }
      : { kind: at.kind, position: last.position };
  return { envelopes: rows.map(({ envelope }) => unpackEnvelope(envelope)), next };
}

export function noteResend(database: WritableDatabase, next: ResendPlace): void {
  writeState(database, stateKey, next);
}
