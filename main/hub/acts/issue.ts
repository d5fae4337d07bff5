import { setTimeout as delay } from 'node:timers/promises';
import { assertNever, type ErrorCode, ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { IssuingCommand } from '../../exchange/command.ts';
import { type IssuedSecret, sealAnswer } from '../../exchange/sealed-answer.ts';
import type { Provider, ProviderFailure } from '../../provider/provider.ts';
import { writeChange } from '../commands/command-store.ts';
import type { ProviderCalls } from '../reconcile/provider-calls.ts';
import type { CommandChange } from '../reconcile/settle.ts';
import type { HeldLock, HubDatabase } from '../store/hub-database.ts';
import type { CommandEnding, CommandState } from '../store/schema.ts';
import { lockPerson } from '../store/transaction-locks.ts';

/** Longest that the provider may take; its turn in the budget comes before. */
const callLimitMs = 20_000;
/** After so long nobody can still be waiting for the answer of a call. */
const unknownAfterMs = 60_000;
/** How long the visitor has to prove a new TOTP. */
const proofMs = 60 * 60_000;
/** How long another pass over the person is waited for. */
const busyTries = 20;
const busyPauseMs = 200;

interface IssueContext {
  readonly database: HubDatabase;
  readonly provider: Pick<Provider, 'initialiseTotp' | 'temporaryCode'>;
  readonly providerCalls: ProviderCalls;
  readonly now: () => Date;
  readonly stopping: AbortSignal;
}

/** Where a command that issues something stands, and what it gave where this very call did. */
export interface Issue {
  readonly state: CommandState;
  readonly ending: CommandEnding | null;
  readonly refusal: ErrorCode | null;
  /** Sealed to the key in the command; null when another call had it, or there is nothing. */
  readonly sealed: string | null;
}

/**
 * Issues what an accepted command asks for. The mark that the provider was called is committed before it is (I3): however
 * often this is called, and whatever dies in between, the provider is called once, and what it gave goes to nobody but the
 * agent that holds the key in the command (I7). A lost answer is `result-unknown` for good.
 */
export async function issue(context: IssueContext, command: IssuingCommand): Promise<Result<Issue>> {
  const lock = await lockSoon(context, command.person);
  if (lock === null) return refuse('issue/busy');
  try {
    const gone = AbortSignal.any([lock.lost, context.stopping]);
    const before = await standing(context.database, command.id);
    if (before === null) return refuse('hub/envelope-refused');
    if (before.state !== 'accepted') return ok({ ...before, sealed: null });
    const turn = await context.providerCalls
      .turn(AbortSignal.any([gone, AbortSignal.timeout(callLimitMs)]))
      .catch(() => null);
    if (turn === null) return refuse('issue/busy');
    try {
      if (!(await mark(context, command))) {
        const other = await standing(context.database, command.id);
        return other === null ? refuse('hub/envelope-refused') : ok({ ...other, sealed: null });
      }
      const answer = await callProvider(context.provider, command, gone);
      turn.end(answer.ok ? { ok: true } : answer);
      return ok(await settle(context, command, answer));
    } finally {
      turn.end();
    }
  } finally {
    await lock.release();
  }
}

/** The station says that a code of the new TOTP was right. Nothing changes where that is not waited for. */
export async function noteProof(
  context: Pick<IssueContext, 'database' | 'now'>,
  station: string,
  id: string,
): Promise<Result<Omit<Issue, 'sealed'>>> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('command')
      .select(['person', 'state', 'ending', 'refusal'])
      .where('id', '=', id)
      .where('station', '=', station)
      .where('kind', '=', 'new-totp')
      .executeTakeFirst();
    if (row === undefined) return refuse('command/unknown');
    await lockPerson(transaction, row.person);
    const now = await standingOf(transaction, id);
    if (now?.state !== 'issued') return ok(now ?? row);
    await writeChange(transaction, { id, state: 'ended', ending: 'done', nextRun: null }, context.now());
    return ok({ state: 'ended', ending: 'done', refusal: null });
  });
}

/** Ends what is past its time: never called, called and never answered, never proved. Returns how many. */
export async function settleOverdueIssues({
  database,
  now,
}: Pick<IssueContext, 'database' | 'now'>): Promise<number> {
  const rows = await database.kysely
    .selectFrom('command')
    .select(['id', 'person'])
    .where('kind', 'in', ['new-totp', 'temporary-code'])
    .where('next_run', '<=', now())
    .limit(100)
    .execute();
  for (const { id, person } of rows) {
    await database.kysely.transaction().execute(async (transaction) => {
      await lockPerson(transaction, person);
      const row = await transaction
        .selectFrom('command')
        .select('state')
        .where('id', '=', id)
        .where('next_run', '<=', now())
        .executeTakeFirst();
      const change = row === undefined ? null : overdue(id, row.state);
      if (change !== null) await writeChange(transaction, change, now());
    });
  }
  return rows.length;
}

function overdue(id: string, state: CommandState): CommandChange {
  switch (state) {
    case 'accepted':
      return { id, state: 'refused', refusal: 'hub/too-old', nextRun: null };
    case 'issuing':
      return { id, state: 'ended', ending: 'result-unknown', nextRun: null };
    case 'issued':
      return { id, state: 'ended', ending: 'not-proved', nextRun: null };
    default:
      return { id, nextRun: null };
  }
}

async function lockSoon({ database, stopping }: IssueContext, person: string): Promise<HeldLock | null> {
  for (let tries = 0; tries < busyTries && !stopping.aborted; tries += 1) {
    const lock = await database.tryLock(`person:${person}`);
    if (lock !== null) return lock;
    await delay(busyPauseMs, undefined, { signal: stopping }).catch(() => undefined);
  }
  return null;
}

const standing = (database: HubDatabase, id: string) => standingOf(database.kysely, id);

async function standingOf(query: HubDatabase['kysely'], id: string): Promise<Omit<Issue, 'sealed'> | null> {
  const row = await query
    .selectFrom('command')
    .select(['state', 'ending', 'refusal'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Commits that the provider is about to be called; false when that was so already. */
async function mark({ database, now }: IssueContext, { id, person }: IssuingCommand): Promise<boolean> {
  return database.kysely.transaction().execute(async (transaction) => {
    await lockPerson(transaction, person);
    const at = now();
    const marked = await transaction
      .updateTable('command')
      .set({ called_at: at, attempted_at: at })
      .where('id', '=', id)
      .where('state', '=', 'accepted')
      .where('called_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (marked === undefined) return false;
    const nextRun = new Date(at.getTime() + unknownAfterMs);
    await writeChange(transaction, { id, state: 'issuing', nextRun }, at);
    return true;
  });
}

type Given = { readonly ok: true; readonly secret: IssuedSecret } | ProviderFailure;

async function callProvider(
  provider: IssueContext['provider'],
  command: IssuingCommand,
  gone: AbortSignal,
): Promise<Given> {
  const signal = AbortSignal.any([gone, AbortSignal.timeout(callLimitMs)]);
  const { person } = command;
  try {
    switch (command.kind) {
      case 'new-totp': {
        const given = await provider.initialiseTotp?.(person, signal);
        if (given === undefined) return { ok: false, code: 'provider/refused' };
        return given.ok ? { ok: true, secret: { kind: command.kind, uri: given.uri } } : given;
      }
      case 'temporary-code': {
        const given = await provider.temporaryCode?.(person, command.minutes, signal);
        if (given === undefined) return { ok: false, code: 'provider/refused' };
        const { kind } = command;
        return given.ok
          ? { ok: true, secret: { kind, code: given.code, validUntil: given.validUntil } }
          : given;
      }
      default:
        return assertNever(command);
    }
  } catch {
    return { ok: false, code: 'provider/unavailable' };
  }
}

/** Commits what came of the call; only then is anything handed out. Throws when the hub stops, which leaves it unknown. */
async function settle(context: IssueContext, command: IssuingCommand, given: Given): Promise<Issue> {
  context.stopping.throwIfAborted();
  const { id } = command;
  const now = context.now();
  const change: CommandChange = given.ok
    ? command.kind === 'new-totp'
      ? { id, state: 'issued', appliedAt: now, nextRun: new Date(now.getTime() + proofMs) }
      : { id, state: 'ended', ending: 'done', appliedAt: now, nextRun: null }
    : given.code === 'provider/unavailable'
      ? { id, state: 'ended', ending: 'result-unknown', nextRun: null, lastError: given.code }
      : { id, state: 'refused', refusal: given.code, nextRun: null, lastError: given.code };
  const written = await context.database.kysely.transaction().execute(async (transaction) => {
    await lockPerson(transaction, command.person);
    const before = await standingOf(transaction, id);
    if (before?.state !== 'issuing') return false;
    await writeChange(transaction, change, now);
    return true;
  });
  const after = await standing(context.database, id);
  if (after === null) throw new Error('a command that was issued must be stored');
  const sealed = written && given.ok ? sealAnswer(given.secret, command.answerKey, id) : null;
  return { ...after, sealed };
}
