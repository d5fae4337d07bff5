import type { TotpVerdict } from '../../exchange/operator-interface.ts';
import { matchingSteps, stepAt, stepSeconds } from '../../exchange/totp-code.ts';
import { explainOffset, stepsAround } from '../../exchange/totp-offset.ts';

/** What is known when a code comes. */
export interface CodeFacts {
  readonly secret: Uint8Array;
  readonly code: string;
  readonly now: Date;
  /** The newest step that was accepted. */
  readonly lastStep: number;
  /** Steps that someone was told about. */
  readonly told: ReadonlySet<number>;
}

export type CodeJudgement =
  | { readonly outcome: 'accepted'; readonly step: number }
  | {
      readonly outcome: 'refused';
      readonly verdict: TotpVerdict;
      /** Steps to come whose code is this one: whoever guessed it must not be able to wait for them. */
      readonly told: readonly number[];
    };

/**
 * Judges a code (RFC 6238 §5.2): right for this step or its neighbours, and never for a step that was used or is older.
 * A code of another time within 14 hours is not accepted but explained, since a phone with a wrong clock never shows a
 * right one. The explanation must not help who guesses: steps to come that it gives away count as used.
 */
export function judgeCode(facts: CodeFacts): CodeJudgement {
  const { secret, code, now, lastStep, told } = facts;
  const current = stepAt(now);
  const near = matchingSteps(secret, code, [current - 1, current, current + 1]);
  const fresh = near.find((step) => step > lastStep && !told.has(step));
  if (fresh !== undefined) return { outcome: 'accepted', step: fresh };
  if (near.length > 0) return { outcome: 'refused', verdict: { outcome: 'used' }, told: [] };
  const far = matchingSteps(secret, code, stepsAround(current, 2));
  const [nearest] = far.toSorted((one, other) => Math.abs(one - current) - Math.abs(other - current));
  const verdict: TotpVerdict =
    nearest === undefined ? { outcome: 'wrong' } : explainOffset((nearest - current) * stepSeconds);
  return { outcome: 'refused', verdict, told: far.filter((step) => step > current) };
}

/** Failures in a row after which nothing but setting the app up anew helps (NIST SP 800-63B-4 §3.2.2). */
export const mostFailures = 100;

/** Seconds to wait after the nth failure in a row: none for four, then 30 s rising to an hour. */
export function waitAfter(failures: number): number {
  return failures < 5 ? 0 : Math.min(30 * 2 ** (failures - 5), 3600);
}
