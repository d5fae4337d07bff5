import type { SigningKey } from '../../exchange/signing-key.ts';
import type { Provider, ProviderAnswer } from '../../provider/provider.ts';
import { openCommandsOf, writeChange } from '../commands/command-store.ts';
import { type PersonPlan, planPerson } from '../commands/desired-state.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { lockPerson } from '../store/transaction-locks.ts';
import { settle } from './settle.ts';

/** Longest that one provider call may take, in milliseconds. */
const callLimitMs = 20_000;

export interface ReconcileContext {
  readonly database: HubDatabase;
  readonly provider: Provider;
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
 * Returns `busy` when another pass has the person. Throws when the database fails or the lock is lost: the rows stay
 * due.
 */
export async function reconcilePerson(context: ReconcileContext, person: string): Promise<'done' | 'busy'> {
  const lock = await context.database.tryLock(`person:${person}`);
  if (lock === null) return 'busy';
  try {
    const gone = AbortSignal.any([lock.lost, context.stopping]);
    const plan = await beginPass(context, person);
    if (plan === null) return 'done';
    const { answer, wasSuspended } = await callProvider(context.provider, plan, person, gone);
    gone.throwIfAborted();
    await settlePass(context, person, plan, answer, wasSuspended);
    return 'done';
  } finally {
    await lock.release();
  }
}

/** Plans and commits what has to be known before the call. */
async function beginPass(context: ReconcileContext, person: string): Promise<PersonPlan | null> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    await lockPerson(transaction, person);
    const now = context.now();
    const open = await openCommandsOf(transaction, person);
    if (open.length === 0) return null;
    const plan = planPerson(open, now);
    if (plan.applying.length > 0) {
      await transaction
        .updateTable('command')
        .set({ attempted_at: now })
        .where('id', 'in', plan.applying)
        .where('attempted_at', 'is', null)
        .execute();
    }
    return plan;
  });
}

async function callProvider(
  provider: Provider,
  plan: PersonPlan,
  person: string,
  gone: AbortSignal,
): Promise<{ readonly answer: ProviderAnswer | null; readonly wasSuspended: boolean }> {
  if (plan.call === null) return { answer: null, wasSuspended: false };
  const signal = AbortSignal.any([gone, AbortSignal.timeout(callLimitMs)]);
  try {
    if (plan.call === 'suspend')
      return { answer: await provider.suspend(person, signal), wasSuspended: false };
    let wasSuspended = false;
    if (plan.uncertain.length > 0) {
      const status = await provider.status(person, signal);
      if (!status.ok && status.code !== 'provider/unknown-person')
        return { answer: status, wasSuspended: false };
      wasSuspended = status.ok && status.suspended;
    }
    return { answer: await provider.resume(person, signal), wasSuspended };
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
