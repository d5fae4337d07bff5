import { randomUUID } from 'node:crypto';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ClockCheck, ClockVerdict } from '../../../preload/contract/models/guide-answers.ts';
import {
  base32Of,
  matchingSteps,
  newTotpSecret,
  stepAt,
  stepSeconds,
  totpAddress,
} from '../../exchange/totp-code.ts';
import { explainOffset, stepsAround } from '../../exchange/totp-offset.ts';
import type { Caller, TrustedClock } from '../ports.ts';
import { zoneOffsetMinutes } from './counter-hours.ts';
import { placeAtOffset } from './zone-places.ts';

interface OpenCheck {
  readonly id: string;
  readonly secret: Buffer;
  /** By the monotonic clock. */
  readonly endsMs: number;
  /** Offsets in steps that the codes so far leave possible; null before the first one, or after one that told. */
  possible: readonly number[] | null;
}

const lifeMs = 10 * 60_000;
/** What the entry is called in somebody's app, until they delete it. Plain letters keep the QR code coarse. */
const issuer = 'Clock check';
const label = 'delete after use';

/**
 * Checks a phone's clock by a code of a throw-away secret. No account is involved; secrets live in memory, one to a
 * connection, for ten minutes, and nothing of a check is stored or logged. Needs a clock that can be trusted.
 */
export function createClockChecks(ports: {
  readonly clock: Pick<TrustedClock, 'trusted'>;
  readonly timeZone: () => string;
  readonly monotonicMs?: () => number;
}): {
  begin(caller: Caller): Result<ClockCheck>;
  judge(input: { readonly id: string; readonly code: string }, caller: Caller): Result<ClockVerdict>;
} {
  const monotonicMs = ports.monotonicMs ?? (() => performance.now());
  // A connection that is gone takes its secret with it.
  const checks = new WeakMap<Caller, OpenCheck>();
  return {
    begin(caller) {
      const now = ports.clock.trusted();
      if (!now.ok) return refuse('guide/no-clock');
      const secret = newTotpSecret();
      const check: OpenCheck = { id: randomUUID(), secret, endsMs: monotonicMs() + lifeMs, possible: null };
      checks.set(caller, check);
      const base32 = base32Of(secret);
      return ok({
        id: check.id,
        uri: totpAddress(issuer, label, base32),
        secret: base32,
        expiresAt: new Date(now.value.getTime() + lifeMs).toISOString(),
      });
    },
    judge({ id, code }, caller) {
      const now = ports.clock.trusted();
      if (!now.ok) return refuse('guide/no-clock');
      const check = checks.get(caller);
      if (check === undefined || check.id !== id || monotonicMs() >= check.endsMs) {
        checks.delete(caller);
        return refuse('guide/check-over');
      }
      const judged = judgeClock({ secret: check.secret, code, now: now.value, possible: check.possible });
      check.possible = judged.possible;
      return ok(verdictOf(judged, now.value, ports.timeZone()));
    },
  };
}

/** What one code says of the clock that made it: by how many steps it may be ahead. */
export type ClockJudgement = {
  readonly offset: number | null;
  /** More than one: the next code has to tell them apart. */
  readonly possible: readonly number[] | null;
};

/**
 * Looks for the code within ± 14 h (RFC 6238 §5.2 speaks of such a resynchronisation). Six digits repeat: where several
 * moments fit and none is right now, the next code decides among them, a step of drift allowed.
 */
export function judgeClock(facts: {
  readonly secret: Uint8Array;
  readonly code: string;
  readonly now: Date;
  readonly possible: readonly number[] | null;
}): ClockJudgement {
  const current = stepAt(facts.now);
  const offsets = matchingSteps(facts.secret, facts.code, stepsAround(current, 0)).map(
    (step) => step - current,
  );
  const [nearest] = offsets;
  if (nearest === undefined) return { offset: null, possible: null };
  if (Math.abs(nearest) <= 1) return { offset: nearest, possible: null };
  const before = facts.possible;
  const kept =
    before === null
      ? offsets
      : offsets.filter((offset) => before.some((earlier) => Math.abs(earlier - offset) <= 1));
  // A second code that fits none of the first one's moments was a typing mistake, or the first one was.
  const left = kept.length > 0 ? kept : offsets;
  const [only, another] = left;
  return another === undefined ? { offset: only ?? null, possible: null } : { offset: null, possible: left };
}

function verdictOf(judged: ClockJudgement, now: Date, timeZone: string): ClockVerdict {
  const { offset, possible } = judged;
  if (offset === null) return { outcome: possible === null ? 'not-found' : 'again' };
  if (Math.abs(offset) <= 1) return { outcome: 'in-step' };
  const fault = explainOffset(offset * stepSeconds);
  if (fault.outcome === 'clock') return fault;
  const offsetMinutes = zoneOffsetMinutes(now, timeZone) - fault.aheadMinutes;
  return { ...fault, offsetMinutes, place: placeAtOffset(offsetMinutes) };
}
