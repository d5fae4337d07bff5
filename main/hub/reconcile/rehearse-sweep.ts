import type { ProviderFailure } from '../../provider/provider.ts';
import { readInstitution } from '../institution.ts';
import { listExempt, lostSuspensions, unexplainedAmong } from './exempt-people.ts';
import type { ReconcileContext } from './reconcile-person.ts';

/** What a sweep would do at this moment. Names people: it is for who asks at the hub's own shell, and for no log. */
export type SweepRehearsal =
  | {
      readonly outcome: 'rehearsed';
      /** Whose exemption it would end. */
      readonly unexplained: readonly string[];
      /** So many suspensions it would call for again. */
      readonly missing: number;
      /** So many are exempt besides of whom the provider does not say who they are. */
      readonly strangers: number;
    }
  | { readonly outcome: 'failed'; readonly code: ProviderFailure['code'] }
  | { readonly outcome: 'not-initialised' };

/** Looks as a sweep looks, and changes nothing, neither here nor at the provider. */
export async function rehearseSweep(
  context: Pick<ReconcileContext, 'calls' | 'database' | 'now' | 'provider' | 'stopping'>,
): Promise<SweepRehearsal> {
  const { kysely } = context.database;
  if ((await readInstitution(kysely)) === null) return { outcome: 'not-initialised' };
  const before = context.now();
  const list = await listExempt(context, context.stopping);
  if (!list.ok) return { outcome: 'failed', code: list.code };
  return {
    outcome: 'rehearsed',
    unexplained: await unexplainedAmong(kysely, [...new Set(list.people)]),
    missing: (await lostSuspensions(kysely, list.people, before, context.now())).length,
    strangers: list.strangers ?? 0,
  };
}
