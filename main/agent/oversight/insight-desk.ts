import { z } from 'zod';
import { ok, type Result } from '../../../preload/contract/errors.ts';
import { type Insight, insightPart } from '../../../preload/contract/models/oversight.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { dayAfter, localDate } from '../../exchange/local-moment.ts';
import { insightResponse } from '../../exchange/oversight-interface.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import { calendarZone } from '../policy/calendar-zone.ts';
import type { PolicySource, Store, TrustedClock } from '../ports.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import { readState, writeState } from '../store/station-state.ts';
import type { CaseLedger } from './case-ledger.ts';
import { insightHere } from './tally-cases.ts';

export interface InsightDesk {
  /** This counter's numbers, and those of all counters from the hub or as it last gave them. */
  plots(input: InputOf<'insight.plots'>): Promise<Result<Insight>>;
}

const kept = z.strictObject({ at: z.string(), part: insightPart });

export function createInsightDesk(ports: {
  readonly store: Store;
  readonly clock: Pick<TrustedClock, 'now'>;
  readonly policy: PolicySource;
  readonly staff: Pick<StaffSessions, 'operator' | 'proven'>;
  readonly client: Pick<HubClient, 'ask'>;
  readonly ledger: CaseLedger;
}): InsightDesk {
  return {
    async plots({ days }) {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const { store, ledger } = ports;
      const now = ports.clock.now();
      const timeZone = calendarZone(ports.policy);
      const to = localDate(now, timeZone);
      const from = dayAfter(to, 1 - days);
      ledger.catchUp();
      const here = insightHere(ledger, { from, to, timeZone, now });
      const stateKey = `insight-${days}`;
      const request = ports.staff.proven('/v1/insight', { from, to });
      if (!request.ok) return request;
      const told = await ports.client.ask('/v1/insight', request.value, insightResponse);
      if (told.ok) store.write((database) => writeState(database, stateKey, told.value));
      else if (told.refusal.code !== 'hub/needed') return told;
      const known = told.ok ? told.value : readState(store.read, stateKey, kept);
      return ok({
        from,
        to,
        here,
        everywhere:
          known === null
            ? { source: 'unknown', at: null, part: null }
            : { source: told.ok ? 'live' : 'last-known', at: known.at, part: known.part },
      });
    },
  };
}
