import type { CheckId, CheckState, DoctorCheck } from '../../../preload/contract/models/doctor.ts';

/** Why there is nothing to judge. Never a failure: nobody knows. */
export type Unseen = 'too-slow' | 'not-permitted' | 'not-on-this-system' | 'not-readable' | 'store-shut';

/** What gathering found: something to judge, or why not. */
export type Sight<T> = { readonly seen: T } | { readonly unseen: Unseen };

export interface Judgement {
  readonly state: CheckState;
  readonly reason: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** What every judgement may depend on besides its own facts. */
export interface Circumstances {
  /** A real station; the demonstration is allowed what a station is not. */
  readonly production: boolean;
  /** Best known time. */
  readonly now: Date;
}

/** Judges what was seen; what was not seen is `unknown`, with the reason. */
export function judged<T>(id: CheckId, sight: Sight<T>, judge: (seen: T) => Judgement): DoctorCheck {
  if ('unseen' in sight) return { id, state: 'unknown', reason: sight.unseen, facts: {} };
  const { state, reason, facts = {} } = judge(sight.seen);
  return { id, state, reason, facts };
}

const order: readonly CheckState[] = ['fail', 'warn', 'unknown', 'pass'];

/** The worst of all states; `unknown` ranks between `warn` and `pass`. */
export function worstOf(checks: readonly Pick<DoctorCheck, 'state'>[]): CheckState {
  return order.find((state) => checks.some((check) => check.state === state)) ?? 'unknown';
}

/** Whole days from `from` to `to`; negative when `to` is past. */
export function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 86_400_000);
}

export function pass(reason: string, facts?: Judgement['facts']): Judgement {
  return { state: 'pass', reason, ...(facts === undefined ? {} : { facts }) };
}
export function warn(reason: string, facts?: Judgement['facts']): Judgement {
  return { state: 'warn', reason, ...(facts === undefined ? {} : { facts }) };
}
export function fail(reason: string, facts?: Judgement['facts']): Judgement {
  return { state: 'fail', reason, ...(facts === undefined ? {} : { facts }) };
}
export function unknown(reason: string, facts?: Judgement['facts']): Judgement {
  return { state: 'unknown', reason, ...(facts === undefined ? {} : { facts }) };
}
