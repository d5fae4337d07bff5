import { z } from 'zod';
import { errorCodes } from '../../../preload/contract/errors.ts';
import { instant, localizedText } from '../../../preload/contract/models/base.ts';
import {
  commandEnding,
  commandKind,
  commandState,
  commandView,
} from '../../../preload/contract/models/commands.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import type { CommandLife } from './command-life.ts';
import { packEnvelope, unpackEnvelope } from './packed-envelope.ts';

/** A command as the outbox keeps it, for ever. */
export const outboxCommand = z.strictObject({
  /** Its place in the order of queueing. */
  position: z.number().int().positive(),
  id: z.string(),
  kind: commandKind,
  personId: z.string(),
  /** The person as they were known when it was queued, for display. */
  person: commandView.shape.person,
  operator: localizedText,
  /** `madoguchi-command+jws`: its payload holds the command, whose canonical text is what the operator signed. */
  envelope: z.string(),
  state: commandState,
  ending: commandEnding.nullable(),
  refusal: z.enum(errorCodes).nullable(),
  until: instant.nullable(),
  queuedAt: instant,
  stateAt: instant,
  /** Tries that failed. */
  attempts: z.number().int().nonnegative(),
  /** Unix milliseconds. */
  nextAttemptAt: z.number().int(),
  lastError: z.enum(errorCodes).nullable(),
  /** The case that it was decided in; null for what has none, and where it was queued before cases were noted. */
  caseId: z.string().nullable(),
  dueBy: instant.nullable(),
  extends: z.string().nullable(),
  /** When it was first handed to the network; null while nothing of it can have left this station. */
  sentAt: instant.nullable(),
});
export type OutboxCommand = z.infer<typeof outboxCommand>;

/** What a command is queued with. */
export type NewOutboxCommand = Pick<
  OutboxCommand,
  'id' | 'kind' | 'personId' | 'person' | 'operator' | 'envelope' | 'until' | 'queuedAt'
> &
  Partial<Pick<OutboxCommand, 'caseId' | 'dueBy' | 'extends'>>;

interface OutboxRow extends Omit<OutboxCommand, 'person' | 'operator' | 'envelope'> {
  readonly person: string;
  readonly operator: string;
  readonly envelope: Uint8Array;
}

const columns = `position, id, kind, person_id AS personId, person, operator, envelope, state, ending, refusal,
  until, queued_at AS queuedAt, state_at AS stateAt, attempts, next_attempt_at AS nextAttemptAt, last_error AS lastError,
  case_id AS caseId, due_by AS dueBy, extends, sent_at AS sentAt`;
/** What the indexes hold, said as SQLite must see it to use them. */
const answered = `state <> 'queued'`;
const openAnsweredStates = commandState.options
  .filter((state) => state !== 'queued' && state !== 'ended' && state !== 'refused')
  .map((state) => `'${state}'`)
  .join(', ');

/**
 * Where what waits for an answer lies: at `from` or behind it, in order. Nothing before it is `queued`, and nothing ever
 * becomes so again.
 */
export interface OutboxTail {
  readonly from: number;
}

/** The first position at or after `tail` that waits for an answer; where there is none, the next that will be given. */
export function findTail(database: ReadableDatabase, tail: OutboxTail): OutboxTail {
  const row = database.get<{ first: number | null; last: number | null }>(
    `SELECT (SELECT position FROM outbox_command WHERE position >= ? AND state = 'queued' ORDER BY position LIMIT 1) AS first,
       (SELECT max(position) FROM outbox_command) AS last`,
    tail.from,
  );
  return { from: row?.first ?? (row?.last ?? 0) + 1 };
}

const insertSql = `INSERT INTO outbox_command
       (id, kind, person_id, state, until, queued_at, state_at, person, operator, envelope, case_id, due_by, extends)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Inserts a command whose id is new: nothing here looks for another of that id. */
export function insertCommand(
  database: WritableDatabase,
  command: NewOutboxCommand,
  state: 'queued' | 'issuing',
): void {
  database.run(
    insertSql,
    command.id,
    command.kind,
    command.personId,
    state,
    command.until,
    command.queuedAt,
    command.queuedAt,
    JSON.stringify(command.person),
    JSON.stringify(command.operator),
    packEnvelope(command.envelope),
    command.caseId ?? null,
    command.dueBy ?? null,
    command.extends ?? null,
  );
}

/** The greatest id, by code unit, of those that wait for no answer; empty where there is none. */
export function greatestAnsweredId(database: ReadableDatabase): string {
  const row = database.get<{ id: string | null }>(
    `SELECT max(id) AS id FROM outbox_command WHERE ${answered}`,
  );
  return row?.id ?? '';
}

export function findCommandRow(
  database: ReadableDatabase,
  tail: OutboxTail,
  id: string,
): OutboxCommand | null {
  const row =
    database.get<OutboxRow>(`SELECT ${columns} FROM outbox_command WHERE ${answered} AND id = ?`, id) ??
    database.get<OutboxRow>(
      `SELECT ${columns} FROM outbox_command WHERE position >= ? AND state = 'queued' AND id = ?`,
      tail.from,
      id,
    );
  return row === undefined ? null : parseRow(row);
}

/** The newest commands, newest first. */
export function listCommandRows(database: ReadableDatabase, limit: number): OutboxCommand[] {
  return database
    .all<OutboxRow>(`SELECT ${columns} FROM outbox_command ORDER BY position DESC LIMIT ?`, limit)
    .map(parseRow);
}

/** A person's commands that have not ended, oldest first. */
export function openCommandRows(
  database: ReadableDatabase,
  tail: OutboxTail,
  personId: string,
): OutboxCommand[] {
  return database
    .all<OutboxRow>(
      `SELECT ${columns} FROM outbox_command
       WHERE ${answered} AND person_id = ? AND state IN (${openAnsweredStates})
       UNION ALL
       SELECT ${columns} FROM outbox_command WHERE position >= ? AND state = 'queued' AND person_id = ?
       ORDER BY position`,
      personId,
      tail.from,
      personId,
    )
    .map(parseRow);
}

/** Kinds that nobody counts: they end what others began. */
const uncounted = `('resume', 'settle-request')`;

/**
 * How many cases of a person led to a command that was queued at or after `since`, whatever became of it, `except` one. What
 * was taken back before it was sent doesn't count.
 */
export function countActs(
  database: ReadableDatabase,
  tail: OutboxTail,
  personId: string,
  { since, except }: { readonly since: string; readonly except: string | null },
): number {
  const acts = `kind NOT IN ${uncounted} AND person_id = ? AND queued_at >= ? AND ending IS NOT 'cancelled'
    AND case_id IS NOT ?`;
  return count(
    database.get<{ count: number }>(
      `SELECT count(DISTINCT coalesce(case_id, id)) AS count FROM (
         SELECT id, case_id FROM outbox_command WHERE ${answered} AND ${acts}
         UNION ALL
         SELECT id, case_id FROM outbox_command WHERE position >= ? AND state = 'queued' AND ${acts})`,
      personId,
      since,
      except ?? '',
      tail.from,
      personId,
      since,
      except ?? '',
    ),
  );
}

/** Notes that commands are about to be handed to the network; with null that surely nothing of them was. */
export function noteSending(database: WritableDatabase, ids: readonly string[], at: string | null): void {
  for (const id of ids)
    database.run(`UPDATE outbox_command SET sent_at = ? WHERE state = 'queued' AND id = ?`, at, id);
}

/** Whether the hub refused a suspension of a person, queued at or after `since`, for want of a second approval. */
export function wasApprovalAsked(database: ReadableDatabase, personId: string, since: string): boolean {
  const row = database.get<{ count: number }>(
    `SELECT count(*) AS count FROM outbox_command WHERE ${answered} AND person_id = ? AND state = 'refused'
       AND refusal = 'case/second-approval-needed' AND queued_at >= ?`,
    personId,
    since,
  );
  return count(row) > 0;
}

/**
 * What is due, in order: of each person only the first command that has no answer yet, and that only when its next
 * attempt has come. An attempt further off than any wait can be was set by a clock that was ahead, and is due.
 */
export function dueCommandRows(
  database: ReadableDatabase,
  tail: OutboxTail,
  due: { readonly now: number; readonly longestWaitMs: number; readonly limit: number },
): OutboxCommand[] {
  return database
    .all<OutboxRow>(
      `SELECT ${columns} FROM outbox_command
       WHERE position IN (
           SELECT min(position) FROM outbox_command WHERE position >= ? AND state = 'queued' GROUP BY person_id
         )
         AND (next_attempt_at <= ? OR next_attempt_at > ?)
       ORDER BY position LIMIT ?`,
      tail.from,
      due.now,
      due.now + due.longestWaitMs,
      due.limit,
    )
    .map(parseRow);
}

/** The ids of those that wait for an answer. */
export function queuedIds(database: ReadableDatabase, tail: OutboxTail): string[] {
  return database
    .all<{ id: string }>(`SELECT id FROM outbox_command WHERE position >= ? AND state = 'queued'`, tail.from)
    .map(({ id }) => id);
}

export function countQueued(database: ReadableDatabase, tail: OutboxTail): number {
  return count(
    database.get<{ count: number }>(
      `SELECT count(*) AS count FROM outbox_command WHERE position >= ? AND state = 'queued'`,
      tail.from,
    ),
  );
}

/** When the oldest command that waits was queued, or null. */
export function oldestQueuedAt(database: ReadableDatabase, tail: OutboxTail): string | null {
  const row = database.get<{ queuedAt: string }>(
    `SELECT queued_at AS queuedAt FROM outbox_command
     WHERE position >= ? AND state = 'queued' ORDER BY position LIMIT 1`,
    tail.from,
  );
  return row?.queuedAt ?? null;
}

export function updateLife(database: WritableDatabase, position: number, life: CommandLife): void {
  database.run(
    'UPDATE outbox_command SET state = ?, ending = ?, refusal = ?, state_at = ?, last_error = NULL WHERE position = ?',
    life.state,
    life.ending,
    life.refusal,
    life.stateAt,
    position,
  );
}

export function updateAttempt(
  database: WritableDatabase,
  position: number,
  attempt: Pick<OutboxCommand, 'attempts' | 'nextAttemptAt' | 'lastError'>,
): void {
  database.run(
    'UPDATE outbox_command SET attempts = ?, next_attempt_at = ?, last_error = ? WHERE position = ?',
    attempt.attempts,
    attempt.nextAttemptAt,
    attempt.lastError,
    position,
  );
}

function parseRow(row: OutboxRow): OutboxCommand {
  return outboxCommand.parse({
    ...row,
    person: JSON.parse(row.person),
    operator: JSON.parse(row.operator),
    envelope: unpackEnvelope(row.envelope),
  });
}

function count(row: { readonly count: number } | undefined): number {
  return row?.count ?? 0;
}
