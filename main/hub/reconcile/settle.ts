import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { ProviderAnswer } from '../../provider/provider.ts';
import { nextRunOf, type OpenCommand, type PersonPlan } from '../commands/desired-state.ts';
import type { CommandEnding, CommandState } from '../store/schema.ts';
import { retryDelay } from './retry-delay.ts';

/** Failed tries after which a person is asked: some hours of an outage, given {@link retryDelay}. */
export const maximumTries = 60;
/** How often an account that can't be found is looked for again, in milliseconds. */
const lostAgainMs = 60 * 60_000;
/** Accounts of one person's suspensions that are kept; nobody is moved oftener within one. */
const maximumAccounts = 20;

/** An open command with the queue's side of it. */
export interface QueuedCommand extends OpenCommand {
  readonly attempts: number;
  /** The provider's own ids of the accounts that it was tried at. */
  readonly accounts: readonly string[];
}

/** New values of one command's row; what is absent stays. */
export interface CommandChange {
  readonly id: string;
  readonly state?: CommandState;
  readonly ending?: CommandEnding;
  readonly refusal?: ErrorCode;
  /** Null: the provider took back what was called for. */
  readonly attemptedAt?: null;
  readonly appliedAt?: Date;
  readonly confirmedAt?: Date;
  readonly propagatingUntil?: Date | null;
  readonly nextRun: Date | null;
  readonly attempts?: number;
  readonly lastError?: ErrorCode | null;
  /** Its tries ran out just now: a person has to look. */
  readonly exhausted?: true;
  /** Null once nothing is owed to them any more. */
  readonly accounts?: readonly string[] | null;
  /** From now on nobody wants it. */
  readonly withdrawnAt?: Date;
  /** The provider no longer says where it was applied: a person has to look. */
  readonly accountLost?: true;
}

export interface Settlement {
  readonly plan: PersonPlan;
  /** The provider's answer to the plan's call; null when it needed none. */
  readonly answer: ProviderAnswer | null;
  /** What the provider held before a resume, where the plan was uncertain. */
  readonly wasSuspended: boolean;
  /** The person's open commands as they are now; some may have come, or been resumed, since the plan. */
  readonly open: readonly QueuedCommand[];
  readonly now: Date;
  readonly random: () => number;
}

/** Turns the provider's answer into the rows' new values. Commands that came since the plan stay as they are, due. */
export function settle(settlement: Settlement): readonly CommandChange[] {
  const { plan, answer } = settlement;
  const answered =
    answer === null
      ? []
      : plan.call === 'suspend'
        ? plan.applying.map((id) => suspensionAnswered(settlement, answer, id))
        : [
            ...plan.ending.map(({ id, ending }) => endingAnswered(settlement, answer, id, ending)),
            ...plan.undoing.map((id) => undone(settlement, answer, id)),
          ];
  const kept = keptAccounts(settlement);
  const changes = [
    ...plan.endNow.map(({ id, ending }) => ended(id, ending)),
    ...plan.propagated.map((id) => propagated(settlement, id)),
    ...answered,
    ...plan.parked
      .filter((id) => !plan.undoing.includes(id))
      .map((id) => ({ id, nextRun: settlement.open.find((one) => one.id === id)?.until ?? null })),
  ].filter((change) => change !== null);
  const changed = new Set(changes.map(({ id }) => id));
  const open = new Set(settlement.open.map(({ id }) => id));
  // A due row that the plan left alone (another suspension outlives it, say) gets its next date.
  const rest = settlement.open
    .filter(
      (command) => !changed.has(command.id) && command.kind === 'suspend' && command.confirmedAt !== null,
    )
    .map((command) => ({ id: command.id, nextRun: nextRunOf(command, settlement.now) }));
  return [...changes, ...rest].filter(({ id }) => open.has(id)).map((change) => kept(change));
}

/**
 * While a person is suspended, every suspension of theirs keeps all accounts that one of them was tried at: whichever ends last
 * is to end it at each.
 */
function keptAccounts({ plan, answer, open }: Settlement): (change: CommandChange) => CommandChange {
  const named = answer?.account === undefined ? [] : [answer.account];
  const all = [...new Set([...open.flatMap(({ accounts }) => accounts), ...named])].slice(-maximumAccounts);
  return (change) => {
    const command = open.find(({ id }) => id === change.id);
    if (plan.call === 'resume' || command?.kind !== 'suspend' || change.accounts !== undefined) return change;
    return all.length === command.accounts.length ? change : { ...change, accounts: all };
  };
}

function suspensionAnswered(
  settlement: Settlement,
  answer: ProviderAnswer,
  id: string,
): CommandChange | null {
  const command = settlement.open.find((one) => one.id === id);
  if (command === undefined) return null;
  // It went to review during the call, which is taken back at once.
  if (command.state === 'needs-review') return { id, nextRun: settlement.now };
  if (!answer.ok && answer.code === 'provider/unavailable')
    return suspensionPostponed(settlement, command, answer);
  // Where it was tried before it may hold still, at an account that is not this person's any more: that is ended at once.
  const tried = settlement.open.some(({ accounts }) => accounts.length > 0) || command.appliedAt !== null;
  if (!answer.ok && answer.code === 'provider/unknown-person' && tried)
    return { id, withdrawnAt: settlement.now, nextRun: settlement.now, lastError: answer.code };
  if (!answer.ok) return { ...over(id, 'refused'), refusal: answer.code, lastError: answer.code };
  const propagatingUntil = answer.propagatingUntil === null ? null : new Date(answer.propagatingUntil);
  const state = propagatingUntil !== null && propagatingUntil > settlement.now ? 'propagating' : 'applied';
  return {
    id,
    state,
    appliedAt: command.appliedAt ?? settlement.now,
    confirmedAt: settlement.now,
    propagatingUntil,
    nextRun: nextRunOf({ ...command, state, propagatingUntil }, settlement.now),
    attempts: 0,
    lastError: null,
  };
}

function endingAnswered(
  settlement: Settlement,
  answer: ProviderAnswer,
  id: string,
  ending: CommandEnding,
): CommandChange | null {
  const command = settlement.open.find((one) => one.id === id);
  if (command === undefined) return null;
  if (answer.ok) {
    const happened = ending === 'never-applied' && settlement.wasSuspended;
    const withdrawn = command.withdrawnAt !== undefined && command.withdrawnAt !== null;
    return ended(id, happened ? (withdrawn ? 'resumed' : 'expired') : ending);
  }
  // Ending is never given up, not even when refused: it stays visible and is tried again (I2).
  return postponed(settlement, command, answer);
}

/** What the provider may have done for a suspension that waits for a review is taken back. */
function undone(settlement: Settlement, answer: ProviderAnswer, id: string): CommandChange | null {
  const command = settlement.open.find((one) => one.id === id);
  if (command === undefined) return null;
  if (answer.ok) return { id, nextRun: command.until, attemptedAt: null, attempts: 0, accounts: null };
  return postponed(settlement, command, answer);
}

/** A suspension that was never in force does not try for ever: it goes to review, and what was sent is taken back. */
function suspensionPostponed(
  settlement: Settlement,
  command: QueuedCommand,
  failure: { readonly code: ErrorCode; readonly retryAfterMs?: number },
): CommandChange {
  const change = postponed(settlement, command, failure);
  if (change.exhausted !== true || command.appliedAt !== null) return change;
  return {
    ...change,
    state: 'needs-review',
    refusal: 'hub/tries-exhausted',
    attempts: 0,
    nextRun: settlement.now,
  };
}

function propagated({ open, now }: Settlement, id: string): CommandChange | null {
  const command = open.find((one) => one.id === id);
  if (command === undefined) return null;
  return { id, state: 'applied', nextRun: nextRunOf({ ...command, state: 'applied' }, now) };
}

function ended(id: string, ending: CommandEnding): CommandChange {
  return { ...over(id, 'ended'), ending, lastError: null };
}

function over(id: string, state: 'ended' | 'refused'): CommandChange {
  return { id, state, nextRun: null, attempts: 0, accounts: null };
}

function postponed(
  { now, random }: Settlement,
  command: QueuedCommand,
  failure: { readonly code: ErrorCode; readonly retryAfterMs?: number },
): CommandChange {
  // A resume that ends nothing which was sent never comes here with this.
  if (failure.code === 'provider/unknown-person')
    return {
      id: command.id,
      nextRun: new Date(now.getTime() + lostAgainMs),
      lastError: failure.code,
      ...(command.kind === 'suspend' ? { accountLost: true } : {}),
    };
  const attempts = command.attempts + 1;
  const retry = new Date(now.getTime() + retryDelay(attempts, failure.retryAfterMs, random()));
  // While a suspension can't be applied, its own end still comes on time.
  const endsFirst = command.until !== null && command.until > now && command.until < retry;
  const nextRun = endsFirst ? command.until : retry;
  return {
    id: command.id,
    nextRun,
    attempts,
    lastError: failure.code,
    ...(attempts === maximumTries ? { exhausted: true } : {}),
  };
}
