import type { LabSession, SessionEnding } from '../../../preload/contract/models/lab.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { closingTime } from '../policy/closing-time.ts';
import { type BootMoment, elapsedAtLeastMs } from './boot-moment.ts';

/** How often a session's length may be put off (WCAG 2.2, 2.2.1 asks for ten). */
export const mostExtensions = 10;
const standardWarningSeconds = 60;
const minuteMs = 60_000;

/** The policy's rules as they were when the session opened: a later policy changes none that is open. */
export interface SessionRules {
  readonly idleMs: number | null;
  readonly warningMs: number;
  readonly extensionMs: number | null;
  readonly keepPlaceMs: number | null;
}

/** What limits a session besides its stored end. Moments that no clock setting changes. */
export interface SessionLimits {
  readonly rules: SessionRules;
  /** The last touch of the machine. */
  readonly activeAt: BootMoment;
  readonly lockedAt: BootMoment | null;
  readonly extensions: number;
}

export function rulesOf(policy: PolicyDocument): SessionRules {
  const { idleMinutes, warningSeconds, extensionMinutes, keepPlaceMinutes } = policy.session;
  return {
    idleMs: idleMinutes === undefined ? null : idleMinutes * minuteMs,
    warningMs: (warningSeconds ?? standardWarningSeconds) * 1000,
    extensionMs: extensionMinutes === undefined ? null : extensionMinutes * minuteMs,
    keepPlaceMs: keepPlaceMinutes === undefined ? null : keepPlaceMinutes * minuteMs,
  };
}

/** The end of a session that is to last until `wanted`, and why then. */
export function endOf(
  policy: PolicyDocument,
  now: Date,
  wanted: number,
): Pick<LabSession, 'endsAt' | 'endsBecause'> {
  const closing = policy.session.endsAtClosing === true ? closingTime(policy.exemption, now) : null;
  return closing !== null && closing.getTime() <= wanted
    ? { endsAt: closing.toISOString(), endsBecause: 'closing' }
    : { endsAt: new Date(wanted).toISOString(), endsBecause: 'length' };
}

/**
 * The end after one more extension, or null when there is none: by the rules the session opened with, ten times, never
 * beyond closing time nor beyond the validity of the policy in force.
 */
export function extendedEnd(
  session: LabSession,
  limits: SessionLimits,
  policy: PolicyDocument,
  now: Date,
): Pick<LabSession, 'endsAt' | 'endsBecause'> | null {
  const { extensionMs } = limits.rules;
  if (extensionMs === null || limits.extensions >= mostExtensions) return null;
  const before = Date.parse(session.endsAt);
  const end = endOf(policy, now, Math.min(before + extensionMs, Date.parse(policy.validUntil)));
  return Date.parse(end.endsAt) > before ? end : null;
}

/** The session as the window sees it, with everything that follows from its limits. */
export function viewOf(session: LabSession, limits: SessionLimits): LabSession {
  const { rules, activeAt, lockedAt } = limits;
  const idleEnds = rules.idleMs === null || lockedAt !== null ? null : activeAt.seenAt + rules.idleMs;
  const lockEnds =
    lockedAt === null || rules.keepPlaceMs === null ? null : lockedAt.seenAt + rules.keepPlaceMs;
  const nearest = Math.min(Date.parse(session.endsAt), idleEnds ?? Number.POSITIVE_INFINITY);
  return {
    ...session,
    idleEndsAt: idleEnds === null ? null : new Date(idleEnds).toISOString(),
    warnAt: new Date(nearest - rules.warningMs).toISOString(),
    lockedUntil: lockEnds === null ? null : new Date(lockEnds).toISOString(),
    canLock: rules.keepPlaceMs !== null,
    extensionsLeft:
      rules.extensionMs === null || session.endsBecause === 'closing'
        ? 0
        : Math.max(0, mostExtensions - limits.extensions),
  };
}

/** Whether a span has passed: certainly, or by the best known time. A clock set back prolongs nothing. */
function isPast(since: BootMoment, now: BootMoment, spanMs: number): boolean {
  return now.seenAt >= since.seenAt + spanMs || elapsedAtLeastMs(since, now) >= spanMs;
}

/** How a session ends at this moment, or null while it goes on. */
export function endingOf(
  session: LabSession,
  startedAt: BootMoment,
  limits: SessionLimits,
  now: BootMoment,
): SessionEnding | null {
  const endsAt = Date.parse(session.endsAt);
  const lengthMs = endsAt - Date.parse(session.startedAt);
  if (now.seenAt >= endsAt || elapsedAtLeastMs(startedAt, now) >= lengthMs) {
    return session.endsBecause === 'closing' ? 'closing' : 'expired';
  }
  const { lockedAt, activeAt, rules } = limits;
  if (lockedAt !== null) {
    return rules.keepPlaceMs === null || isPast(lockedAt, now, rules.keepPlaceMs) ? 'place-given-up' : null;
  }
  return rules.idleMs !== null && isPast(activeAt, now, rules.idleMs) ? 'idle' : null;
}
