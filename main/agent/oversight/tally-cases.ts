import type {
  AppliedTimes,
  DayTally,
  InsightPart,
  QueueDepth,
} from '../../../preload/contract/models/oversight.ts';
import { depthsOf, emptyTally, minuteBarOf, percentile } from '../../exchange/add-tallies.ts';
import { dayBounds, dayStart, localDate } from '../../exchange/local-moment.ts';
import type { CaseLedger, LedgerCase, LedgerCommand } from './case-ledger.ts';

/** Most cases that one look goes through. */
const mostCases = 20_000;

/** A day's cases as counts: nobody can be told from them. Cases that are open are not in them yet. */
export function tallyCases(cases: readonly LedgerCase[], timeZone: string): DayTally[] {
  const days = new Map<string, DayTally>();
  for (const one of cases) {
    if (one.outcome === 'open' || one.outcome === 'waiting') continue;
    const day = localDate(one.openedAt, timeZone);
    days.set(day, withCase(days.get(day) ?? emptyTally(day), one));
  }
  return [...days.values()].toSorted((one, other) => one.day.localeCompare(other.day));
}

function withCase(tally: DayTally, one: LedgerCase): DayTally {
  const seconds =
    one.outcomeAt === null
      ? 0
      : Math.max(0, Math.round((Date.parse(one.outcomeAt) - Date.parse(one.openedAt)) / 1000));
  const { outcomes } = tally;
  const bar = minuteBarOf(seconds);
  return {
    ...tally,
    reasons: { ...tally.reasons, [one.reason]: (tally.reasons[one.reason] ?? 0) + 1 },
    outcomes: {
      queued: outcomes.queued + (one.outcome === 'queued' ? 1 : 0),
      advised: outcomes.advised + (one.outcome === 'advised' ? 1 : 0),
      checkFailed: outcomes.checkFailed + (one.outcome === 'check-failed' ? 1 : 0),
      closed: outcomes.closed + (one.outcome === 'closed' ? 1 : 0),
    },
    avoided: tally.avoided + (one.avoided ? 1 : 0),
    minutes: tally.minutes.map((count, index) => (index === bar ? count + 1 : count)),
    secondsInAll: tally.secondsInAll + seconds,
  };
}

/** How long suspensions took to be in force, by the day of their touch. */
export function appliedTimesOf(commands: readonly LedgerCommand[], timeZone: string): AppliedTimes[] {
  const days = new Map<string, number[]>();
  for (const { kind, queuedAt, appliedAt } of commands) {
    if (kind !== 'suspend' || appliedAt === null) continue;
    const day = localDate(queuedAt, timeZone);
    const seconds = Math.max(0, (Date.parse(appliedAt) - Date.parse(queuedAt)) / 1000);
    days.set(day, [...(days.get(day) ?? []), seconds]);
  }
  return [...days]
    .map(([day, seconds]) => ({
      day,
      count: seconds.length,
      p50: percentile(seconds, 0.5),
      p95: percentile(seconds, 0.95),
    }))
    .toSorted((one, other) => one.day.localeCompare(other.day));
}

/** The depth of this station's queue through one local day. */
export function depthOfDay(ledger: CaseLedger, day: string, timeZone: string, now: Date): QueueDepth {
  const { from, to } = dayBounds(day, timeZone);
  const spans = ledger.commands(from, to).map(({ queuedAt, answeredAt }) => ({
    from: Date.parse(queuedAt),
    to: answeredAt === null ? null : Date.parse(answeredAt),
  }));
  return { day, depths: depthsOf(spans, dayStart(day, timeZone), now.getTime()) };
}

/** Everything of this counter from one local day to another, both included. */
export function insightHere(
  ledger: CaseLedger,
  span: { readonly from: string; readonly to: string; readonly timeZone: string; readonly now: Date },
): InsightPart {
  const { timeZone, now } = span;
  const from = dayBounds(span.from, timeZone).from;
  const { to } = dayBounds(span.to, timeZone);
  const commands = ledger.commands(from, to).filter(({ queuedAt }) => queuedAt >= from);
  return {
    counters: 1,
    days: tallyCases(ledger.cases(from, to, mostCases), timeZone),
    applied: appliedTimesOf(commands, timeZone),
    depth: depthOfDay(ledger, span.to, timeZone, now),
  };
}
