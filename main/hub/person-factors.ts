import type { z } from 'zod';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type { PersonFactor } from '../../preload/contract/models/counter.ts';
import type { personFactorsRequest, personFactorsResponse } from '../exchange/person-factors.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderBudget } from '../provider/provider-settings.ts';
import type { ProvenOperator } from './operators/verify-operator-act.ts';
import type { ProviderCalls } from './reconcile/provider-calls.ts';
import { withinBudget } from './reconcile/within-budget.ts';
import type { HubDatabase } from './store/hub-database.ts';

/** How long it may take, its turn in the provider's budget included; the visitor stands at the counter. */
const patienceMs = 8000;
const mostFactors = 50;

/** So much of the budget questions may spend, and so many of its places they may hold: ends of suspensions have the rest (I2). */
const questionsRate = 1 / 3;
const questionsPlaces = 1 / 2;

/** The part of a provider's budget that counters' questions get, however often they ask. */
export function questionsBudget({ callsPerMinute, concurrentCalls }: ProviderBudget): ProviderBudget {
  return {
    callsPerMinute: Math.max(1, Math.floor(callsPerMinute * questionsRate)),
    concurrentCalls: Math.max(1, Math.floor(concurrentCalls * questionsPlaces)),
  };
}

/** What never saves anybody who has nothing else, whatever a provider says of it. */
const neverCounts: readonly PersonFactor['kind'][] = ['mail', 'app-password'];

/**
 * A person's factors as the provider tells them now, for an operator who proved that it is them and who is not that person
 * (I4). Nothing of it is kept here. Refuses with the provider's own failure, or `provider/not-configured` where it cannot
 * be asked for factors.
 */
export async function personFactors(
  context: {
    readonly database: HubDatabase;
    readonly provider: Pick<Provider, 'factors'>;
    readonly providerCalls: ProviderCalls;
    readonly factorQuestions: Pick<ProviderCalls, 'turn'>;
    readonly now: () => Date;
    readonly stopping: AbortSignal;
  },
  operator: ProvenOperator,
  request: Pick<z.output<typeof personFactorsRequest>, 'person'>,
): Promise<Result<z.output<typeof personFactorsResponse>>> {
  const { kysely } = context.database;
  if (operator.record.person === request.person) return refuse('case/own-account');
  const known = await kysely
    .selectFrom('person')
    .select('id')
    .where('id', '=', request.person)
    .executeTakeFirst();
  if (known === undefined) return refuse('hub/person-unknown');
  if (context.provider.factors === undefined) return refuse('provider/not-configured');
  const signal = AbortSignal.any([context.stopping, AbortSignal.timeout(patienceMs)]);
  const { factors } = context.provider;
  const place = await context.factorQuestions.turn(signal).catch(() => null);
  if (place === null) return refuse('provider/unavailable');
  const told = await withinBudget(
    context.providerCalls,
    signal,
    (limited) => factors(request.person, limited),
    patienceMs,
  )
    .catch(() => ({ ok: false, code: 'provider/unavailable' }) as const)
    .finally(() => place.end());
  if (!told.ok) return refuse(told.code);
  return ok({
    at: context.now().toISOString(),
    factors: told.factors.slice(0, mostFactors).map(({ id, kind, label, counts, registeredAt }) => ({
      kind,
      label: label.slice(0, 200),
      counts: counts && !neverCounts.includes(kind),
      ...(id !== '' && id.length <= 200 ? { id } : {}),
      registeredAt,
    })),
  });
}
