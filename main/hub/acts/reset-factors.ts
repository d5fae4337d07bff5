import type { ErrorCode } from '../../../preload/contract/errors.ts';
import { type ResetFactorsCommand, resetFactorsCommand } from '../../exchange/command.ts';
import type { FactorList, ProviderFailure } from '../../provider/provider.ts';
import { writeChange } from '../commands/command-store.ts';
import type { ProviderCall } from '../reconcile/provider-calls.ts';
import type { ReconcileContext } from '../reconcile/reconcile-person.ts';
import { retryDelay } from '../reconcile/retry-delay.ts';
import { type CommandChange, maximumTries } from '../reconcile/settle.ts';
import { withinBudget } from '../reconcile/within-budget.ts';
import type { HubTransaction } from '../store/hub-database.ts';
import { lockPerson } from '../store/transaction-locks.ts';
import { planReset, type ResetStep } from './judge-reset.ts';

/** Longest that one provider call may take, in milliseconds. */
const callLimitMs = 20_000;
/** People in one round. */
const roundSize = 40;

/** People with a reset that is due, the longest waiting first. */
export async function peopleWithResets({ database, now }: ReconcileContext): Promise<readonly string[]> {
  const rows = await database.kysely
    .selectFrom('command')
    .select(['person'])
    .where('kind', '=', 'reset-factors')
    .where('state', '=', 'accepted')
    .where('next_run', '<=', now())
    .groupBy('person')
    .orderBy((order) => order.fn.min('next_run'))
    .limit(roundSize)
    .execute();
  return rows.map(({ person }) => person);
}

interface DueReset {
  readonly id: string;
  readonly command: ResetFactorsCommand;
  readonly attempts: number;
  readonly steps: ReadonlyMap<number, ResetStep>;
}

/**
 * Carries out a person's oldest reset that is due. Each removal is written down before the provider is called for it, so
 * that a hub which dies in between knows afterwards what it may have done (I3); what was registered anew meanwhile is never
 * removed. Returns `busy` when another pass has the person, and `waits`, with nothing changed, when the provider's budget
 * allows no call now.
 */
export async function resetFactors(
  context: ReconcileContext,
  person: string,
): Promise<'done' | 'busy' | 'waits'> {
  const lock = await context.database.tryLock(`person:${person}`);
  if (lock === null) return 'busy';
  let started: ProviderCall | null = null;
  try {
    const gone = AbortSignal.any([lock.lost, context.stopping]);
    const due = await dueReset(context, person);
    if (due === null) return 'done';
    const { factors } = context.provider;
    if (factors === undefined) {
      await finish(context, person, due, 'provider/not-configured');
      return 'done';
    }
    if (await isTooOld(context, due)) {
      await finish(context, person, due, 'hub/too-old');
      return 'done';
    }
    started = context.calls.start();
    if (started === null) return 'waits';
    const told = await factors(person, AbortSignal.any([gone, AbortSignal.timeout(callLimitMs)])).catch(
      (): ProviderFailure => ({ ok: false, code: 'provider/unavailable' }),
    );
    started.end(told);
    gone.throwIfAborted();
    await carryOut(context, person, due, told, gone);
    return 'done';
  } finally {
    started?.end();
    await lock.release();
  }
}

async function dueReset({ database, now }: ReconcileContext, person: string): Promise<DueReset | null> {
  const row = await database.kysely
    .selectFrom('command')
    .select(['id', 'body', 'attempts'])
    .where('person', '=', person)
    .where('kind', '=', 'reset-factors')
    .where('state', '=', 'accepted')
    .where('next_run', '<=', now())
    .orderBy('arrival')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const steps = await database.kysely
    .selectFrom('factor_reset')
    .select(['place', 'state'])
    .where('command', '=', row.id)
    .execute();
  return {
    id: row.id,
    command: resetFactorsCommand.parse(row.body),
    attempts: row.attempts,
    steps: new Map(steps.map(({ place, state }) => [place, state])),
  };
}

/** A removal that nobody began is not begun later than a queued command may still arrive. */
async function isTooOld({ database, now }: ReconcileContext, { command, steps }: DueReset): Promise<boolean> {
  if (steps.size > 0) return false;
  const policy = await database.kysely
    .selectFrom('policy')
    .select('document')
    .where('version', '=', command.policyVersion)
    .executeTakeFirst();
  const hours = policy?.document.suspension.maximumQueueHours ?? 0;
  return now().getTime() - Date.parse(command.issuedAt) > hours * 3_600_000;
}

async function carryOut(
  context: ReconcileContext,
  person: string,
  due: DueReset,
  told: FactorList | ProviderFailure,
  gone: AbortSignal,
): Promise<void> {
  if (!told.ok) return failed(context, person, due, told);
  const plan = planReset(due.command.factors, due.steps, told.factors);
  if (plan.conflict !== null) return finish(context, person, due, plan.conflict);
  for (const place of plan.gone) await note(context, person, due, place, 'done');
  for (const place of plan.remove) {
    const factor = due.command.factors[place];
    const { resetFactor } = context.provider;
    if (factor === undefined || resetFactor === undefined)
      return finish(context, person, due, 'provider/not-configured');
    await note(context, person, due, place, 'called');
    const answer = await withinBudget(
      context.calls,
      gone,
      (signal) => resetFactor(person, factor.id, signal),
      callLimitMs,
    ).catch((): ProviderFailure => ({ ok: false, code: 'provider/unavailable' }));
    gone.throwIfAborted();
    if (!answer.ok) return failed(context, person, due, answer);
    await note(context, person, due, place, 'done');
  }
  return finish(context, person, due, plan.changed.length > 0 ? 'reset/factor-changed' : null);
}

/** Written down before and after each call. */
async function note(
  context: ReconcileContext,
  person: string,
  { id }: DueReset,
  place: number,
  state: ResetStep,
): Promise<void> {
  await context.database.kysely.transaction().execute(async (transaction) => {
    await lockPerson(transaction, person);
    const now = context.now();
    await transaction
      .insertInto('factor_reset')
      .values({ command: id, place, state, state_at: now })
      .onConflict((conflict) => conflict.columns(['command', 'place']).doUpdateSet({ state, state_at: now }))
      .execute();
  });
}

/** An outage is waited out for some hours; any other answer would be the same again. */
async function failed(
  context: ReconcileContext,
  person: string,
  due: DueReset,
  failure: ProviderFailure,
): Promise<void> {
  const attempts = due.attempts + 1;
  if (failure.code !== 'provider/unavailable') return finish(context, person, due, failure.code);
  if (attempts >= maximumTries) return finish(context, person, due, 'hub/tries-exhausted');
  const wait = retryDelay(attempts, failure.retryAfterMs, context.random());
  await change(context, person, () => ({
    id: due.id,
    nextRun: new Date(context.now().getTime() + wait),
    attempts,
    lastError: failure.code,
  }));
}

/** Ends it: as done, as done in part, or, where nothing was, as refused. */
async function finish(
  context: ReconcileContext,
  person: string,
  { id }: DueReset,
  refusal: ErrorCode | null,
): Promise<void> {
  await change(context, person, async (transaction) => {
    const steps = await transaction
      .selectFrom('factor_reset')
      .select('state')
      .where('command', '=', id)
      .execute();
    const over = { id, nextRun: null, attempts: 0, lastError: refusal } as const;
    // A removal that was called for may have happened: that is never said to be nothing.
    if (refusal !== null && steps.length === 0) return { ...over, state: 'refused', refusal };
    const appliedAt = context.now();
    if (refusal === null) return { ...over, state: 'ended', ending: 'done', appliedAt };
    return { ...over, state: 'ended', ending: 'partly', refusal, appliedAt };
  });
}

async function change(
  { database, now }: ReconcileContext,
  person: string,
  decide: (transaction: HubTransaction) => Promise<CommandChange> | CommandChange,
): Promise<void> {
  await database.kysely.transaction().execute(async (transaction) => {
    await lockPerson(transaction, person);
    await writeChange(transaction, await decide(transaction), now());
  });
}
