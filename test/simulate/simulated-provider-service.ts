import type { ProviderAnswer } from '../../main/provider/provider.ts';
import type { SeededRandom } from '../fuzz/seeded-random.ts';
import { minute, type Scenario } from './scenario.ts';

export interface ProviderService {
  /** Carries a call out at its moment, or refuses it; what it answers, and how long that takes. */
  call(action: 'suspend' | 'resume', person: string, nowMs: number): Call;
  isSuspended(person: string): boolean;
  readonly suspended: number;
  readonly calls: number;
  readonly throttled: number;
  /** The most calls of this hub that it heard in any minute. */
  readonly mostInAMinute: number;
}

interface Call {
  readonly answer: ProviderAnswer;
  readonly latencyMs: number;
}

/**
 * The hub's budget holds for any minute at its gate. From there to here calls take longer and less long, so that a minute here
 * may hold one more; one that is shorter by their way may not.
 */
const onTheWayMs = 500;

/** A vendor's service: slow at times, limited for everybody together, and sometimes gone. */
export function createProviderService(
  scenario: Scenario,
  random: SeededRandom,
  isOut: (nowMs: number) => boolean,
): ProviderService {
  const suspended = new Set<string>();
  const recent: number[] = [];
  let calls = 0;
  let throttled = 0;
  let mostInAMinute = 0;

  return {
    call(action, person, nowMs) {
      calls += 1;
      recent.push(nowMs);
      while ((recent[0] ?? nowMs) <= nowMs - minute) recent.shift();
      const first = recent.findIndex((at) => at > nowMs - minute + onTheWayMs);
      mostInAMinute = Math.max(mostInAMinute, recent.length - first);
      const latencyMs = 60 + random.below(120) + (random.once(50) ? 2_000 + random.below(3_000) : 0);
      const gone: ProviderAnswer = { ok: false, code: 'provider/unavailable' };
      if (isOut(nowMs)) return { answer: gone, latencyMs: 10_000 };
      const others = scenario.providerLimitPerMinute * scenario.othersShare * (random.below(100) / 100);
      if (recent.length + others > scenario.providerLimitPerMinute) {
        throttled += 1;
        return { answer: { ...gone, retryAfterMs: 5_000 + random.below(25_000) }, latencyMs: 30 };
      }
      if (action === 'suspend') suspended.add(person);
      else suspended.delete(person);
      // One answer in two hundred is lost on the way, its effect is not.
      const answer: ProviderAnswer = random.once(200) ? gone : { ok: true, propagatingUntil: null };
      return { answer, latencyMs };
    },
    isSuspended: (person) => suspended.has(person),
    get suspended() {
      return suspended.size;
    },
    get calls() {
      return calls;
    },
    get throttled() {
      return throttled;
    },
    get mostInAMinute() {
      return mostInAMinute;
    },
  };
}
