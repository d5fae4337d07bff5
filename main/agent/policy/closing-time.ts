import { localMoment, minuteOfDay } from '../../exchange/local-moment.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { exemptHoursUntil } from './exempt-hours.ts';

const minuteMs = 60_000;
/** A room that is open for so long at a stretch has no closing time that matters to a session. */
const longestStretchMs = 2 * 24 * 60 * minuteMs;
/** Spans that may follow each other without a gap in that time. */
const mostSpans = 100;

/**
 * When the exempt hours that cover `at` are over, spans that follow each other without a gap taken as one, closed days
 * as closed. Null when none covers it, or when they go on for two days.
 */
export function closingTime(exemption: PolicyDocument['exemption'], at: Date): Date | null {
  let open = openUntil(exemption, at);
  for (let spans = 0; open !== null && spans < mostSpans; spans += 1) {
    if (open.getTime() - at.getTime() > longestStretchMs) return null;
    const next = openUntil(exemption, open);
    if (next === null) return open;
    open = next;
  }
  return null;
}

/** The end of the span that covers the moment, as an instant; null when none does. */
function openUntil(exemption: PolicyDocument['exemption'], at: Date): Date | null {
  const local = localMoment(at, exemption.timeZone);
  if (local === null || exemption.closedDays.includes(local.date)) return null;
  const until = exemptHoursUntil(local, exemption.hours);
  if (until === null) return null;
  const startOfMinute = Math.floor(at.getTime() / minuteMs) * minuteMs;
  const wall = minuteOfDay(until);
  const naive = startOfMinute + (wall - local.minuteOfDay) * minuteMs;
  // Where the clocks change in between, the wall clock says something else then: put right by the difference.
  const then = localMoment(new Date(naive), exemption.timeZone);
  if (then === null) return new Date(naive);
  const shown = then.date === local.date ? then.minuteOfDay : then.minuteOfDay + 24 * 60;
  const end = naive + (wall - shown) * minuteMs;
  return new Date(end > at.getTime() ? end : naive);
}
