import { ok } from '../../../preload/contract/errors.ts';
import {
  alertSeenRequest,
  insightRequest,
  insightResponse,
  supervisionRequest,
  supervisionResponse,
  talliesRequest,
  talliesResponse,
} from '../../exchange/oversight-interface.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { verifySupervisorAct } from '../operators/verify-operator-act.ts';
import { keepCounterDays, readInsight } from '../oversight/counter-days.ts';
import { raiseLooks } from '../oversight/raise-looks.ts';
import { noteSeen, readSupervision } from '../oversight/supervision.ts';
import { addCounterRoute, addProvenRoute } from './counter-route.ts';

/** What supervisors see of all counters, and what counters tell for it. */
export function addOversightRoutes(app: HubServer, context: HubContext): void {
  const { database } = context;
  const verify = verifySupervisorAct;
  addProvenRoute(app, context, '/v1/supervision', {
    summary: 'Alerts, refusals and repeats of all counters, for a supervisor',
    body: supervisionRequest,
    answer: supervisionResponse,
    verify,
    handle: async () => ok(await readSupervision(database, context.now())),
  });
  addProvenRoute(app, context, '/v1/supervision/seen', {
    summary: 'Note that a supervisor has seen an alert',
    body: alertSeenRequest,
    answer: supervisionResponse,
    verify,
    handle: async ({ body }) => {
      const noted = await noteSeen(context, body);
      return noted.ok ? ok(await readSupervision(database, context.now())) : noted;
    },
  });
  addCounterRoute(app, '/v1/tallies', {
    summary: 'Keep the counter’s days as counts, in place of what it said of them before',
    bodyLimit: 256 * 1024,
    body: talliesRequest,
    answer: talliesResponse,
    handle: async (station, { days, looks }) => {
      const kept = await keepCounterDays(database, station.id, days, context.now());
      if (!kept.ok) return kept;
      const raised = await raiseLooks(context, station.id, looks ?? []);
      return raised.ok ? ok({ taken: true as const }) : raised;
    },
  });
  addProvenRoute(app, context, '/v1/insight', {
    summary: 'All counters’ days as counts and times, for a supervisor',
    body: insightRequest,
    answer: insightResponse,
    verify,
    handle: async ({ body: { from, to } }) =>
      ok({ at: context.now().toISOString(), part: await readInsight(database, { from, to }) }),
  });
}
