import { z } from 'zod';
import { emptyTally } from '../../exchange/add-tallies.ts';
import { canonicalJson, sha256Base64url } from '../../exchange/canonical-json.ts';
import { dayAfter, dayBounds, localDate } from '../../exchange/local-moment.ts';
import { talliesResponse } from '../../exchange/oversight-interface.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { PushCommands } from '../hub-link/push-commands.ts';
import { calendarZone } from '../policy/calendar-zone.ts';
import type { PolicySource, StationIdentity, Store, TrustedClock } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';
import type { CaseLedger } from './case-ledger.ts';
import { depthOfDay, tallyCases } from './tally-cases.ts';
import { forgetToldLooks, untoldLooks } from './unusual-looks.ts';

const stateKey = 'tallies-told';
const told = z.strictObject({ digest: z.string() });
/** How often a counter tells its days at most, in milliseconds. */
const everyMs = 60_000;
/** Days that may still change: cases that waited, and a counter that was offline. */
const daysBack = 14;
const mostCases = 20_000;

/**
 * Tells the hub this counter's last days as counts, so that all counters can be seen as one. Told again, a day replaces
 * what was said of it before. Only counters have any.
 */
export function createPushTallies(ports: {
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly clock: Pick<TrustedClock, 'now'>;
  readonly policy: PolicySource;
  readonly client: Pick<HubClient, 'ask'>;
  readonly ledger: CaseLedger;
  readonly monotonicMs?: () => number;
}): PushCommands {
  const monotonicMs = ports.monotonicMs ?? (() => performance.now());
  let lastMs = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    if (ports.identity.enrolment()?.station.kind !== 'counter') return 'idle';
    if (monotonicMs() - lastMs < everyMs) return 'idle';
    lastMs = monotonicMs();
    const { store, ledger, clock } = ports;
    const timeZone = calendarZone(ports.policy);
    const now = clock.now();
    const today = localDate(now, timeZone);
    const first = dayAfter(today, 1 - daysBack);
    ledger.catchUp();
    const span = { from: dayBounds(first, timeZone).from, to: dayBounds(today, timeZone).to };
    const tallies = new Map(
      tallyCases(ledger.cases(span.from, span.to, mostCases), timeZone).map((tally) => [tally.day, tally]),
    );
    const days = Array.from({ length: daysBack }, (_, index) => dayAfter(first, index))
      .map((day) => ({
        tally: tallies.get(day) ?? emptyTally(day),
        depth: depthOfDay(ledger, day, timeZone, now),
      }))
      .filter(({ tally, depth }) => tallies.has(tally.day) || depth.depths.some((count) => count > 0));
    const digest = sha256Base64url(canonicalJson(days));
    const looks = untoldLooks(store.read);
    const known = days.length === 0 || readState(store.read, stateKey, told)?.digest === digest;
    if (known && looks.length === 0) return 'idle';
    const request = looks.length === 0 ? { days } : { days, looks };
    const answer = await ports.client.ask('/v1/tallies', request, talliesResponse, signal);
    // Numbers are no reason to hold back what comes after them: an older hub does not know them.
    if (!answer.ok) return answer.refusal.code === 'hub/needed' ? 'unreachable' : 'idle';
    store.write((database) => {
      writeState(database, stateKey, { digest });
      if (looks.length > 0) forgetToldLooks(database, looks);
    });
    return 'idle';
  };
}
