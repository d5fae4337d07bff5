import { z } from 'zod';
import { errorCodes } from '../../../preload/contract/errors.ts';
import { instant, localizedText } from '../../../preload/contract/models/base.ts';
import { commandEnding, commandState, commandView } from '../../../preload/contract/models/commands.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import type { CommandLife } from './command-life.ts';

/** A command as the outbox keeps it, for ever. */
export const outboxCommand = z.strictObject({
  /** Its place in the order of queueing. */
  position: z.number().int().positive(),
  id: z.string(),
  kind: z.enum(['suspend', 'resume']),
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
});
export type OutboxCommand = z.infer<typeof outboxCommand>;

/** What a command is queued with. */
export type NewOutboxCommand = Pick<
  OutboxCommand,
  'id' | 'kind' | 'personId' | 'person' | 'operator' | 'envelope' | 'until' | 'queuedAt'
>;

interface OutboxRow extends Omit<OutboxCommand, 'person' | 'operator'> {
  readonly person: string;
  readonly operator: string;
}

const columns = `position, id, kind, person_id AS personId, person, operator, envelope, state, ending, refusal,
  until, queued_at AS queuedAt, state_at AS stateAt, attempts, next_attempt_at AS nextAttemptAt, last_error AS lastError`;
const everyState = commandState.options.map((state) => `'${state}'`).join(', ');
const openStates = commandState.options
  .filter((state) => state !== 'ended' && state !== 'refused')
  .map((state) => `'${state}'`)
  .join(', ');

export function insertCommand(database: WritableDatabase, command: NewOutboxCommand): void {
  database.run(
    `INSERT INTO outbox_command
       (id, kind, person_id, person, operator, envelope, state, until, queued_at, state_at)
     VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?)`,
    command.id,
    command.kind,
    command.personId,
    JSON.stringify(command.person),
    JSON.stringify(command.operator),
    command.envelope,
    command.until,
    command.queuedAt,
    command.queuedAt,
  );
}

export function findCommandRow(database: ReadableDatabase, id: string): OutboxCommand | null {
  const row = database.get<OutboxRow>(`SELECT ${columns} FROM outbox_command WHERE id = ?`, id);
  return row === undefined ? null : parseRow(row);
}

/** The newest commands, newest first. */
export function listCommandRows(database: ReadableDatabase, limit: number): OutboxCommand[] {
  return database
    .all<OutboxRow>(`SELECT ${columns} FROM outbox_command ORDER BY position DESC LIMIT ?`, limit)
    .map(parseRow);
}

/** A person's commands that have not ended, oldest first. */
export function openCommandRows(database: ReadableDatabase, personId: string): OutboxCommand[] {
  return database
    .all<OutboxRow>(
      `SELECT ${columns} FROM outbox_command WHERE state IN (${openStates}) AND person_id = ? ORDER BY position`,
      personId,
    )
    .map(parseRow);
}

/** How many suspensions of a person were queued at or after `since`, whatever became of them. */
export function countSuspensions(database: ReadableDatabase, personId: string, since: string): number {
  return count(
    database.get<{ count: number }>(
      `SELECT count(*) AS count FROM outbox_command
       WHERE state IN (${everyState}) AND person_id = ? AND kind = 'suspend' AND queued_at >= ?`,
      personId,
      since,
    ),
  );
}

/**
 * What is due, in order: of each person only the first command that has no answer yet, and that only when its next
 * attempt has come. An attempt further off than any wait can be was set by a clock that was ahead, and is due.
 */
export function dueCommandRows(
  database: ReadableDatabase,
  due: { readonly now: number; readonly longestWaitMs: number; readonly limit: number },
): OutboxCommand[] {
  return database
    .all<OutboxRow>(
      `SELECT ${columns} FROM outbox_command
       WHERE position IN (SELECT min(position) FROM outbox_command WHERE state = 'queued' GROUP BY person_id)
         AND (next_attempt_at <= ? OR next_attempt_at > ?)
       ORDER BY position LIMIT ?`,
      due.now,
      due.now + due.longestWaitMs,
      due.limit,
    )
    .map(parseRow);
}

export function countQueued(database: ReadableDatabase): number {
  return count(
    database.get<{ count: number }>(`SELECT count(*) AS count FROM outbox_command WHERE state = 'queued'`),
  );
}

/** When the oldest command that waits was queued, or null. */
export function oldestQueuedAt(database: ReadableDatabase): string | null {
  const row = database.get<{ queuedAt: string }>(
    `SELECT queued_at AS queuedAt FROM outbox_command
     WHERE position = (SELECT min(position) FROM outbox_command WHERE state = 'queued')`,
  );
  return row?.queuedAt ?? null;
}

export function updateLife(database: WritableDatabase, id: string, life: CommandLife): void {
  database.run(
    'UPDATE outbox_command SET state = ?, ending = ?, refusal = ?, state_at = ?, last_error = NULL WHERE id = ?',
    life.state,
    life.ending,
    life.refusal,
    life.stateAt,
    id,
  );
}

export function updateAttempt(
  database: WritableDatabase,
  id: string,
  attempt: Pick<OutboxCommand, 'attempts' | 'nextAttemptAt' | 'lastError'>,
): void {
  database.run(
    'UPDATE outbox_command SET attempts = ?, next_attempt_at = ?, last_error = ? WHERE id = ?',
    attempt.attempts,
    attempt.nextAttemptAt,
    attempt.lastError,
    id,
  );
}

function parseRow(row: OutboxRow): OutboxCommand {
  return outboxCommand.parse({
    ...row,
    person: JSON.parse(row.person),
    operator: JSON.parse(row.operator),
  });
}

function count(row: { readonly count: number } | undefined): number {
  return row?.count ?? 0;
}
