import type { SigningKey } from '../../exchange/signing-key.ts';
import type { Provider, ProviderAnswer } from '../../provider/provider.ts';
import { openCommandsOf, writeChange } from '../commands/command-store.ts';
import { type PersonPlan, planPerson } from '../commands/desired-state.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { lockPerson } from '../store/transaction-locks.ts';
import type { ProviderCall, ProviderCalls } from './provider-calls.ts';
import { resumeEverywhere } from './resume-everywhere.ts';
import { settle } from './settle.ts';

/** Longest that one provider call may take, in milliseconds. */
const callLimitMs = 20_000;

export interface ReconcileContext {
  readonly database: HubDatabase;
  readonly provider: Provider;
  /** What has to be asked before each call of the provider. */
  readonly calls: ProviderCalls;
  /** Signs the audit entry of what a sweep ends. */
  readonly key: SigningKey;
  readonly now: () => Date;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Aborted when the hub stops. */
  readonly stopping: AbortSignal;
}

/**
 * One pass over a person: plan, note the attempt, call the provider, settle. The lock keeps every other hub away from
 * this person meanwhile; the attempt is committed before the call, so that a hub that dies in between leaves a row
 * that is due and known to have been sent, and the next pass, the calls being idempotent, converges (I3).
 *
 * Returns `busy` when another pass has the person, and `waits`, with nothing changed, when it needs a call that the
 * provider's budget does not allow now. Throws when the database fails or the lock is lost: the rows stay
 * due.
 */
export async function reconcilePerson(
  context: ReconcileContext,
  person: string,
): Promise<'done' | 'busy' | 'waits'> {
  const lock = await context.database.tryLock(`person:${person}`);
  if (lock === null) return 'busy';
  const started: ProviderCall[] = [];
  try {
    const gone = AbortSignal.any([lock.lost, context.stopping]);
    const begun = await beginPass(context, person, started);
    if (begun === null || begun === 'waits') return begun ?? 'done';
    const { plan } = begun;
    const { answer, wasSuspended } = await callProvider(context, begun, person, gone, started);
    gone.throwIfAborted();
    await settlePass(context, person, plan, answer, wasSuspended);
    return 'done';
  } finally {
    for (const call of started) call.end();
    await lock.release();
  }
}

/** Plans, begins the call where the plan has one, and commits what has to be known before it. */
async function beginPass(
  context: ReconcileContext,
  person: string,
  started: ProviderCall[],
): Promise<Begun | 'waits' | null> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    await lockPerson(transaction, person);
    const now = context.now();
    const open = await openCommandsOf(transaction, person);
    if (open.length === 0) return null;
    const plan = planPerson(open, now);
    if (plan.call !== null) {
      const call = context.calls.start();
      if (call === null) return 'waits';
      started.push(call);
    }
    if (plan.applying.length > 0) {
      await transaction
        .updateTable('command')
        .set({ attempted_at: now })
        .where('id', 'in', plan.applying)
        .where('attempted_at', 'is', null)
        .execute();
    }
    const ending = new Set([...plan.ending.map(({ id }) => id), ...plan.undoing]);
    return {
      plan,
      accounts: [...new Set(open.flatMap(({ accounts }) => accounts))],
      sent: open.some(({ id, attemptedAt }) => ending.has(id) && attemptedAt !== null),
    };
  });
}

interface Begun {
  readonly plan: PersonPlan;
  /** Where the person's open suspensions were tried. */
  readonly accounts: readonly string[];
  /** Whether something that is to be ended was sent to the provider. */
  readonly sent: boolean;
}

async function callProvider(
  { provider, calls }: ReconcileContext,
  { plan, ...owed }: Begun,
  person: string,
  gone: AbortSignal,
  started: ProviderCall[],
): Promise<{ readonly answer: ProviderAnswer | null; readonly wasSuspended: boolean }> {
  if (plan.call === null) return { answer: null, wasSuspended: false };
  const limited = () => AbortSignal.any([gone, AbortSignal.timeout(callLimitMs)]);
  const ended = <Answer extends Parameters<ProviderCall['end']>[0]>(answer: Answer): Answer => {
    started.at(-1)?.end(answer);
    return answer;
  };
  try {
    if (plan.call === 'suspend')
      return { answer: ended(await provider.suspend(person, limited())), wasSuspended: false };
    let wasSuspended = false;
    let called = false;
    if (plan.uncertain.length > 0) {
      const status = ended(await provider.status(person, limited()));
      called = true;
      if (!status.ok && status.code !== 'provider/unknown-person')
        return { answer: status, wasSuspended: false };
      wasSuspended = status.ok && status.suspended;
    }
    /** The call that was begun with the plan, then as many as it takes, each in its turn. */
    const answer = await resumeEverywhere(
      async (ask) => {
        if (called) {
          const call = await calls.turn(gone);
          if (call === null) return { ok: false, code: 'provider/unavailable', retryAfterMs: calls.waitMs() };
          started.push(call);
        }
        called = true;
        return ended(await ask(provider, limited()));
      },
      person,
      owed,
    );
    return { answer, wasSuspended };
  } catch {
    // A connector that throws says nothing about what happened: as good as no answer.
    return { answer: { ok: false, code: 'provider/unavailable' }, wasSuspended: false };
  }
}

async function settlePass(
  context: ReconcileContext,
  person: string,
  plan: PersonPlan,
  answer: ProviderAnswer | null,
  wasSuspended: boolean,
): Promise<void> {
  await context.database.kysely.transaction().execute(async (transaction) => {
    await lockPerson(transaction, person);
    const now = context.now();
    const open = await openCommandsOf(transaction, person);
    for (const change of settle({ plan, answer, wasSuspended, open, now, random: context.random }))
      await writeChange(transaction, change, now);
  });
}
