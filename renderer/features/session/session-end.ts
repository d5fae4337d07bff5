import type { LabSession } from '../../../preload/contract/models/lab.ts';

/** The end that comes first, and what puts it off: a touch, an extension, or nothing. */
export interface ComingEnd {
  readonly kind: 'idle' | 'length' | 'closing';
  readonly at: number;
  readonly remedy: 'stay' | 'extend' | null;
}

export interface EndWarning extends ComingEnd {
  readonly seconds: number;
  /** In the last seconds it is said at once, whatever is being read. */
  readonly urgent: boolean;
}

/** WCAG 2.2, 2.2.1: a person has at least 20 s to react. */
const urgentSeconds = 20;

export function comingEnd(session: LabSession): ComingEnd {
  const at = Date.parse(session.endsAt);
  const idleAt = session.idleEndsAt === null ? Number.POSITIVE_INFINITY : Date.parse(session.idleEndsAt);
  if (idleAt < at) return { kind: 'idle', at: idleAt, remedy: 'stay' };
  const canExtend = session.endsBecause === 'length' && session.extensionsLeft > 0;
  return { kind: session.endsBecause, at, remedy: canExtend ? 'extend' : null };
}

/** The warning of this moment; null before its time, and while the place is kept, whose own end is on that screen. */
export function endWarning(session: LabSession, now: number): EndWarning | null {
  if (session.lockedUntil !== null || now < Date.parse(session.warnAt)) return null;
  const end = comingEnd(session);
  const seconds = Math.max(0, Math.ceil((end.at - now) / 1000));
  return { ...end, seconds, urgent: seconds <= urgentSeconds };
}
