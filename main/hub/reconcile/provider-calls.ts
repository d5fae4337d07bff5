import { setTimeout } from 'node:timers/promises';
import type { ProviderBudget } from '../../provider/provider-settings.ts';
import { createCallBudget } from './call-budget.ts';

/** However long a provider asks us to wait: no suspension may outlive its end by more than this unasked (I2). */
const longestPauseMs = 60 * 60_000;
/** Nobody waits for a turn that is further away: longer than the smallest budget's interval. */
const longestTurnMs = 70_000;
/** How often those who wait look again; the other limit on it is what the budget says. */
const lookAgainMs = 250;
/** While another call holds the last place, whose end nobody can tell. */
const occupiedMs = 100;

/** What a call's answer may say about the next ones. */
interface CallAnswer {
  readonly ok: boolean;
  readonly retryAfterMs?: number;
}

/** One call under way. */
export interface ProviderCall {
  /** Frees its place; only the first time counts. An answer that asks to wait makes every call wait. */
  end(answer?: CallAnswer): void;
}

export interface ProviderCalls {
  /** Begins a call, or null when none may begin now. */
  start(): ProviderCall | null;
  /**
   * Waits until a call may begin, in order and before whoever only {@link start}s one: for a call that belongs to
   * what is under way. Null when that is more than about a minute away. Throws when aborted.
   */
  turn(signal: AbortSignal): Promise<ProviderCall | null>;
  /** How many calls the budget allows at this moment; 0 also while every place is taken. */
  available(): number;
  /** Milliseconds until the next call may begin; 0 for now. */
  waitMs(): number;
  /** Milliseconds for which the provider itself wants no call; 0 for none. */
  pausedMs(): number;
}

/**
 * The one gate of this hub to the provider: so many calls a minute, so many at a time, and none
 * while the provider wants none (`Retry-After`: RFC 9110, 10.2.3; with jitter on top, so that hubs don't come back at
 * once). The budget is this process's own: hubs on one database that share a provider share its limit by their
 * settings, and a pause is learnt by each from its own calls.
 *
 * @param monotonicMs a clock that never goes back, in milliseconds
 * @param random from 0 up to 1
 */
export function createProviderCalls(
  budget: ProviderBudget,
  random: () => number,
  monotonicMs: () => number,
): ProviderCalls {
  const bucket = createCallBudget(budget.callsPerMinute, monotonicMs);
  const waiting: symbol[] = [];
  let underWay = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;

  const pausedMs = () => Math.max(0, Math.ceil(pausedUntil - monotonicMs()));
  const allowedIn = () => Math.max(pausedMs(), bucket.waitMs());
  const isFull = () => underWay >= budget.concurrentCalls;

  function begin(): ProviderCall | null {
    if (isFull() || pausedMs() > 0 || !bucket.take()) return null;
    underWay += 1;
    let ended = false;
    return {
      end(answer) {
        if (ended) return;
        ended = true;
        underWay -= 1;
        if (answer !== undefined && !answer.ok && answer.retryAfterMs !== undefined)
          pause(answer.retryAfterMs);
      },
    };
  }

  function pause(retryAfterMs: number): void {
    const asked = Math.min(Math.max(0, retryAfterMs), longestPauseMs);
    const jitter = random() * Math.min(30_000, Math.max(1_000, asked / 4));
    pausedUntil = Math.max(pausedUntil, monotonicMs() + asked + jitter);
  }

  return {
    start: () => (waiting.length > 0 ? null : begin()),
    async turn(signal) {
      const ticket = Symbol('turn');
      waiting.push(ticket);
      try {
        for (;;) {
          signal.throwIfAborted();
          const call = waiting[0] === ticket ? begin() : null;
          if (call !== null || allowedIn() > longestTurnMs) return call;
          const pauseMs = Math.min(lookAgainMs, Math.max(1, isFull() ? lookAgainMs : allowedIn()));
          await setTimeout(pauseMs, undefined, { signal });
        }
      } finally {
        waiting.splice(waiting.indexOf(ticket), 1);
      }
    },
    available: () => (pausedMs() > 0 || waiting.length > 0 || isFull() ? 0 : bucket.available()),
    waitMs: () => Math.max(allowedIn(), isFull() || waiting.length > 0 ? occupiedMs : 0),
    pausedMs,
  };
}
