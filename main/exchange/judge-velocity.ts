import type { VelocityKind } from '../../preload/contract/models/oversight.ts';
import { type VelocityRules, velocityOf } from './velocity-rules.ts';

/** A suspension that was asked for: refused ones count too, since somebody tried. */
export interface SuspensionEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly operator: string;
  readonly person: string;
  readonly station: string;
}

/** Too many within one stretch of time. */
export interface VelocityFinding {
  readonly kind: VelocityKind;
  readonly subject: string;
  readonly count: number;
  /** From so many on it is alerted. */
  readonly limit: number;
  readonly hours: number;
  readonly from: number;
  readonly to: number;
}

const hourMs = 3_600_000;

/**
 * Where suspensions came too fast: a subject reached its limit within the rule's time, at whatever minute that began.
 * Findings of one subject that touch are one, from its first suspension to its last, so that a spree is one alert however
 * often it is judged anew.
 */
export function judgeVelocity(
  events: readonly SuspensionEvent[],
  rules: VelocityRules | undefined,
  timeZone: string,
): readonly VelocityFinding[] {
  const limits = velocityOf(rules);
  const { operatorPerHour, perPerson, personHours, counterPerHour, counterPerNight } = limits;
  const ordered = events.toSorted((one, other) => one.at - other.at);
  const night = createNight(timeZone, limits.nightFrom, limits.nightTo);
  const nightly = ordered.filter(({ at }) => night.holds(at));
  return [
    ...spreesOf(ordered, 'operator', ({ operator }) => operator, operatorPerHour, 1),
    ...spreesOf(ordered, 'person', ({ person }) => person, perPerson, personHours),
    ...spreesOf(ordered, 'counter', ({ station }) => station, counterPerHour, 1),
    ...spreesOf(nightly, 'counter-night', ({ station }) => station, counterPerNight, night.hours),
  ];
}

/**
 * Whose identity checks failed again and again: somebody who is turned away at one counter may try the next one. Judged as
 * {@link judgeVelocity} judges suspensions.
 */
export function judgeFailedChecks(
  checks: readonly { readonly at: number; readonly person: string }[],
  rules: VelocityRules | undefined,
): readonly VelocityFinding[] {
  const { failedChecks, failedCheckHours } = velocityOf(rules);
  const ordered = checks.toSorted((one, other) => one.at - other.at);
  return spreesOf(ordered, 'failed-checks', ({ person }) => person, failedChecks, failedCheckHours);
}

function spreesOf<Event extends { readonly at: number }>(
  events: readonly Event[],
  kind: VelocityKind,
  subjectOf: (event: Event) => string,
  limit: number,
  hours: number,
): readonly VelocityFinding[] {
  const bySubject = new Map<string, number[]>();
  for (const event of events) {
    const subject = subjectOf(event);
    const times = bySubject.get(subject);
    if (times === undefined) bySubject.set(subject, [event.at]);
    else times.push(event.at);
  }
  return [...bySubject].flatMap(([subject, times]) =>
    spreesWithin(times, limit, hours * hourMs).map((spree) => ({ kind, subject, limit, hours, ...spree })),
  );
}

/** Stretches of `times`, in order, in which `limit` or more lay within `windowMs`; those that overlap are one. */
function spreesWithin(times: readonly number[], limit: number, windowMs: number) {
  const sprees: { first: number; last: number }[] = [];
  for (let last = limit - 1; last < times.length; last += 1) {
    const first = last - limit + 1;
    const [from, to] = [times[first], times[last]];
    if (from === undefined || to === undefined || to - from >= windowMs) continue;
    const open = sprees.at(-1);
    if (open !== undefined && first <= open.last) open.last = last;
    else sprees.push({ first, last });
  }
  return sprees.flatMap(({ first, last }) => {
    const [from, to] = [times[first], times[last]];
    return from === undefined || to === undefined ? [] : [{ from, to, count: last - first + 1 }];
  });
}

function createNight(timeZone: string, from: string, to: string) {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const over = begin >= end;
  return {
    holds(at: number): boolean {
      const minutes = minutesOf(clock.format(at));
      return over ? minutes >= begin || minutes < end : minutes >= begin && minutes < end;
    },
    /** How long a night is, so that two nights are never one stretch. */
    hours: Math.ceil(((over ? 1440 : 0) + end - begin) / 60),
  };
}
