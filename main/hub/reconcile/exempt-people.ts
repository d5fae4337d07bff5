import type { ProviderFailure, SuspendedPeople } from '../../provider/provider.ts';
import { openStates, suspensionKinds } from '../commands/command-store.ts';
import type { HubQuery } from '../store/hub-database.ts';
import type { ReconcileContext } from './reconcile-person.ts';
import { withinBudget } from './within-budget.ts';

const listLimitMs = 120_000;

/** Whom the provider holds exempt, asked in the budget's turn. Throws when `gone` is aborted. */
export function listExempt(
  { calls, provider }: Pick<ReconcileContext, 'calls' | 'provider'>,
  gone: AbortSignal,
): Promise<SuspendedPeople | ProviderFailure> {
  return withinBudget(calls, gone, (signal) => provider.listSuspended(signal), listLimitMs);
}

/** Those of them whom no open command explains (I2). */
export async function unexplainedAmong(
  query: HubQuery,
  people: readonly string[],
): Promise<readonly string[]> {
  if (people.length === 0) return [];
  const explained = await query
    .selectFrom('command')
    .select('person')
    .distinct()
    .where('kind', 'in', suspensionKinds)
    .where('state', 'in', openStates)
    .execute();
  const known = new Set(explained.map(({ person }) => person));
  return people.filter((person) => !known.has(person));
}

/** Commands that were confirmed before the provider's list was made, whose people are not in it though they should be. */
export async function lostSuspensions(
  query: HubQuery,
  exempt: readonly string[],
  listedAt: Date,
  now: Date,
): Promise<readonly string[]> {
  const confirmed = await query
    .selectFrom('command')
    .select(['id', 'person'])
    .where('state', 'in', ['applied', 'propagating'])
    .where('confirmed_at', '<', listedAt)
    .where('until', '>', now)
    .where('resumed_by', 'is', null)
    .where('re_enrolled_at', 'is', null)
    .execute();
  const there = new Set(exempt);
  return confirmed.flatMap(({ id, person }) => (there.has(person) ? [] : [id]));
}
