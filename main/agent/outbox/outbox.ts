import { z } from 'zod';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { CommandEnding, CommandState } from '../../../preload/contract/models/commands.ts';
import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import type { Store, TrustedClock, WritableDatabase } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';
import { advanceLife, type CommandLife, lifeOfAnswer } from './command-life.ts';
import {
  countActs,
  countQueued,
  dueCommandRows,
  findCommandRow,
  findTail,
  greatestAnsweredId,
  insertCommand,
  listCommandRows,
  type NewOutboxCommand,
  noteSending,
  type OutboxCommand,
  type OutboxTail,
  oldestQueuedAt,
  openCommandRows,
  queuedIds,
  updateAttempt,
  updateLife,
  wasApprovalAsked,
} from './outbox-table.ts';
import { longestRetryMs, longestUnreachableMs, retryDelayMs } from './retry-delay.ts';

const tailState = z.strictObject({ from: z.number().int().positive() });

/** What the hub's feed says about a command. */
export interface CommandOutcome {
  readonly commandId: string;
  readonly state: CommandState;
  readonly ending: CommandEnding | null;
  readonly refusal: ErrorCode | null;
  readonly at: string;
}

/** Signed commands on their way to the hub, and what became of them. Nothing is ever deleted. */
export interface Outbox {
  /** Queues a command in the caller's transaction, together with what else that decides (I3). Its id must be new. */
  enqueue(database: WritableDatabase, command: NewOutboxCommand): void;
  /**
   * What is due to be sent, in order, at most `limit`: one command per person, so that a later one never overtakes an
   * earlier one that has no answer yet (I3).
   */
  pending(limit: number): OutboxCommand[];
  /** The hub answered a push. True when that changed the command; an unknown id changes nothing. */
  recordAnswer(
    database: WritableDatabase,
    answer: Pick<CommandAnswer, 'result' | 'code'> & { readonly id: string },
  ): boolean;
  /** The feed told an outcome. True when that changed the command; late and repeated ones change nothing (I5). */
  recordOutcome(database: WritableDatabase, outcome: CommandOutcome): boolean;
  /**
   * Takes down a command that is sent at once and never waits here: what became of it is unknown until somebody says. Its id
   * must be new.
   */
  begin(database: WritableDatabase, command: NewOutboxCommand): void;
  /** These are about to be handed to the network. */
  noteSending(database: WritableDatabase, ids: readonly string[]): void;
  /** Nothing of these can have been sent: no connection came about. */
  noteUnsent(database: WritableDatabase, ids: readonly string[]): void;
  /** Takes a command back that was never sent. False, and nothing changed, where it may have been. */
  cancel(database: WritableDatabase, id: string): boolean;
  /** A queued command is due now. False where it does not wait. */
  hasten(database: WritableDatabase, id: string): boolean;
  /** A push failed: the command is tried again after a wait. */
  recordFailure(database: WritableDatabase, id: string, error: ErrorCode): void;
  find(id: string): OutboxCommand | null;
  /** The newest commands, newest first. */
  list(limit: number): OutboxCommand[];
  /** A person's commands that have neither ended nor been refused, oldest first. */
  openFor(personId: string): OutboxCommand[];
  /** Cases of a person that led to a command of this station since, whatever became of it; `exceptCase` is left out. */
  actsSince(personId: string, since: Date, exceptCase?: string): number;
  /** Whether the hub refused a suspension of a person since for want of a second approval: it knows of other counters'. */
  approvalAskedSince(personId: string, since: Date): boolean;
  /** How many commands wait for the hub's answer. */
  depth(): number;
  /** When the oldest of those was queued: ISO 8601, or null. */
  oldest(): string | null;
}

/** The outbox over the station's store (migration 0009). `random` gives the jitter of the waits, in [0, 1). */
export function createOutbox(ports: {
  readonly store: Store;
  readonly clock: Pick<TrustedClock, 'now'>;
  readonly random?: () => number;
}): Outbox {
  const { read } = ports.store;
  const random = ports.random ?? Math.random;
  const startedFrom: OutboxTail = readState(read, 'outbox-tail', tailState) ?? { from: 1 };
  let lastTail = startedFrom;
  /** Moves on with what was answered; only what is durable counts, so it never has to move back. */
  const tail = (): OutboxTail => {
    lastTail = findTail(read, lastTail);
    return lastTail;
  };
  // Kept at each start, so that no start looks through what was settled before the last one.
  if (tail().from !== startedFrom.from) {
    ports.store.write((database) => writeState(database, 'outbox-tail', lastTail));
  }

  function advance(database: WritableDatabase, id: string, life: CommandLife, from?: CommandState): boolean {
    const row = findCommandRow(database, lastTail, id);
    if (row === null || (from !== undefined && row.state !== from)) return false;
    const next = advanceLife(row, life);
    if (next === null) return false;
    updateLife(database, row.position, next);
    noteAnswered(id);
    return true;
  }

  /** What tells a new id from a known one. Read anew once any transaction was rolled back. */
  let known = { undone: -1, waiting: new Set<string>(), greatestAnswered: '' };
  function isKnown(database: WritableDatabase, id: string): boolean {
    const undone = ports.store.undone();
    if (known.undone !== undone) {
      const waiting = new Set(queuedIds(database, lastTail));
      known = { undone, waiting, greatestAnswered: greatestAnsweredId(database) };
    }
    if (known.waiting.has(id)) return true;
    // Ids have their time in front (RFC 9562 §5.7): hardly ever does one have to be looked for.
    return id <= known.greatestAnswered && findCommandRow(database, lastTail, id) !== null;
  }
  function noteAnswered(id: string): void {
    known.waiting.delete(id);
    if (id > known.greatestAnswered) known.greatestAnswered = id;
  }

  return {
    enqueue(database, command) {
      if (isKnown(database, command.id)) throw new Error('a command is queued once');
      insertCommand(database, command, 'queued');
      known.waiting.add(command.id);
    },
    begin(database, command) {
      if (isKnown(database, command.id)) throw new Error('a command is begun once');
      insertCommand(database, command, 'issuing');
      noteAnswered(command.id);
    },
    noteSending: (database, ids) => noteSending(database, ids, ports.clock.now().toISOString()),
    noteUnsent: (database, ids) => noteSending(database, ids, null),
    cancel(database, id) {
      const known = findCommandRow(database, lastTail, id);
      if (known?.state !== 'queued' || known.sentAt !== null) return false;
      const stateAt = ports.clock.now().toISOString();
      return advance(database, id, { state: 'ended', ending: 'cancelled', refusal: null, stateAt });
    },
    hasten(database, id) {
      const known = findCommandRow(database, lastTail, id);
      if (known?.state !== 'queued') return false;
      const { attempts, lastError } = known;
      updateAttempt(database, known.position, { attempts, lastError, nextAttemptAt: 0 });
      return true;
    },
    pending: (limit) =>
      dueCommandRows(read, tail(), {
        now: ports.clock.now().getTime(),
        longestWaitMs: longestRetryMs,
        limit,
      }),
    recordAnswer: (database, answer) =>
      advance(database, answer.id, lifeOfAnswer(answer, ports.clock.now().toISOString()), 'queued'),
    recordOutcome: (database, { commandId, state, ending, refusal, at }) =>
      advance(database, commandId, { state, ending, refusal, stateAt: at }),
    recordFailure(database, id, error) {
      const known = findCommandRow(database, lastTail, id);
      if (known === null || known.state !== 'queued') return;
      const attempts = known.attempts + 1;
      const longestMs = error === 'hub/unreachable' ? longestUnreachableMs : longestRetryMs;
      const waitMs = retryDelayMs(attempts, longestMs, random());
      const nextAttemptAt = ports.clock.now().getTime() + waitMs;
      updateAttempt(database, known.position, { attempts, nextAttemptAt, lastError: error });
    },
    find: (id) => findCommandRow(read, tail(), id),
    list: (limit) => listCommandRows(read, limit),
    openFor: (personId) => openCommandRows(read, tail(), personId),
    approvalAskedSince: (personId, since) => wasApprovalAsked(read, personId, since.toISOString()),
    actsSince: (personId, since, exceptCase) =>
      countActs(read, tail(), personId, { since: since.toISOString(), except: exceptCase ?? null }),
    depth: () => countQueued(read, tail()),
    oldest: () => oldestQueuedAt(read, tail()),
  };
}
