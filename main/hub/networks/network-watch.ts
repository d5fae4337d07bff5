import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { Provider } from '../../provider/provider.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { judgeNetworkDrift, type NetworkJudgement } from './judge-network-drift.ts';

const believedMs = 60_000;
const limitMs = 5_000;

/**
 * `not-compared`: no policy is published, or the provider's networks can't be read at all. `unknown`: it gave no answer
 * this time.
 */
export type NetworkStanding =
  | {
      readonly state: 'agree' | 'differ';
      readonly policyVersion: number;
      readonly judgement: NetworkJudgement;
    }
  | { readonly state: 'unknown' | 'not-compared' };

export interface NetworkWatch {
  /** Looks at most once a minute, however often callers ask; never longer than five seconds. */
  readonly standing: () => Promise<NetworkStanding>;
  /** Looks now. */
  readonly look: () => Promise<NetworkStanding>;
}

/** Compares the networks that the provider exempts with the rooms of the newest published policy. */
export function createNetworkWatch(context: {
  readonly database: HubDatabase;
  readonly provider: Provider;
  readonly monotonicMs?: () => number;
}): NetworkWatch {
  const monotonicMs = context.monotonicMs ?? (() => performance.now());
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer: Promise<NetworkStanding> = Promise.resolve({ state: 'unknown' });

  const look = async (): Promise<NetworkStanding> => {
    const { exemptNetworks } = context.provider;
    if (exemptNetworks === undefined) return { state: 'not-compared' };
    const policy = await newestPolicy(context.database);
    if (policy === null) return { state: 'not-compared' };
    const list = await exemptNetworks.list(AbortSignal.timeout(limitMs));
    if (!list.ok) return { state: 'unknown' };
    const judgement = judgeNetworkDrift({ policy, networks: list.networks });
    const state = judgement.drift.length === 0 ? 'agree' : 'differ';
    return { state, policyVersion: policy.version, judgement };
  };

  return {
    look,
    standing() {
      if (monotonicMs() - askedAt >= believedMs) {
        askedAt = monotonicMs();
        answer = look().catch(() => ({ state: 'unknown' as const }));
      }
      return answer;
    },
  };
}

async function newestPolicy(database: HubDatabase): Promise<PolicyDocument | null> {
  const row = await database.kysely
    .selectFrom('policy')
    .select('document')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.document ?? null;
}
