import type { Provider } from '../../provider/provider.ts';
import { newestPolicy } from '../newest-policy.ts';
import type { ProviderCalls } from '../reconcile/provider-calls.ts';
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
  /** Looks at most once a minute, however often callers ask; never longer than five seconds. `unknown` where the provider's budget has no call for it. */
  readonly standing: () => Promise<NetworkStanding>;
  /** Looks now. */
  readonly look: () => Promise<NetworkStanding>;
}

/** Compares the networks that the provider exempts with the rooms of the newest published policy. */
export function createNetworkWatch(context: {
  readonly database: HubDatabase;
  readonly provider: Provider;
  /** What has to be asked before each call; absent where no budget is shared, as in a command of its own. */
  readonly calls?: Pick<ProviderCalls, 'start'>;
  readonly monotonicMs?: () => number;
}): NetworkWatch {
  const monotonicMs = context.monotonicMs ?? (() => performance.now());
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer: Promise<NetworkStanding> = Promise.resolve({ state: 'unknown' });

  const look = async (): Promise<NetworkStanding> => {
    const { exemptNetworks } = context.provider;
    if (exemptNetworks === undefined) return { state: 'not-compared' };
    const policy = await newestPolicy(context.database.kysely);
    if (policy === null) return { state: 'not-compared' };
    const call = context.calls?.start();
    if (call === null) return { state: 'unknown' };
    const list = await exemptNetworks.list(AbortSignal.timeout(limitMs)).finally(() => call?.end());
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
