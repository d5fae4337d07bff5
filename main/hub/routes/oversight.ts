import { hubRefusal } from '../../exchange/hub-interface.ts';
import { provenBodyLimit } from '../../exchange/operator-act.ts';
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
import { sendRefusal } from '../refusal-status.ts';
import { counterOf, refuseStation } from './operators.ts';

const security = [{ stationProof: [] }];
const refusals = { '4xx': hubRefusal, '5xx': hubRefusal } as const;
const bodyLimit = provenBodyLimit;

/** What supervisors see of all counters, and what counters tell for it. */
export function addOversightRoutes(app: HubServer, context: HubContext): void {
  const { database } = context;
  app.post(
    '/v1/supervision',
    {
      bodyLimit,
      schema: {
        summary: 'Alerts, refusals and repeats of all counters, for a supervisor',
        security,
        body: supervisionRequest,
        response: { 200: supervisionResponse, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const may = await verifySupervisorAct(context, station, '/v1/supervision', request.body);
      if (!may.ok) return sendRefusal(reply, may.refusal.code);
      return reply.code(200).send(await readSupervision(database, context.now()));
    },
  );
  app.post(
    '/v1/supervision/seen',
    {
      bodyLimit,
      schema: {
        summary: 'Note that a supervisor has seen an alert',
        security,
        body: alertSeenRequest,
        response: { 200: supervisionResponse, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const may = await verifySupervisorAct(context, station, '/v1/supervision/seen', request.body);
      if (!may.ok) return sendRefusal(reply, may.refusal.code);
      const noted = await noteSeen(context, request.body);
      if (!noted.ok) return sendRefusal(reply, noted.refusal.code);
      return reply.code(200).send(await readSupervision(database, context.now()));
    },
  );
  app.post(
    '/v1/tallies',
    {
      bodyLimit: 256 * 1024,
      schema: {
        summary: 'Keep the counter’s days as counts, in place of what it said of them before',
        security,
        body: talliesRequest,
        response: { 200: talliesResponse, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const kept = await keepCounterDays(database, station.id, request.body.days, context.now());
      if (!kept.ok) return sendRefusal(reply, kept.refusal.code);
      const raised = await raiseLooks(context, station.id, request.body.looks ?? []);
      if (!raised.ok) return sendRefusal(reply, raised.refusal.code);
      return reply.code(200).send({ taken: true });
    },
  );
  app.post(
    '/v1/insight',
    {
      bodyLimit,
      schema: {
        summary: 'All counters’ days as counts and times, for a supervisor',
        security,
        body: insightRequest,
        response: { 200: insightResponse, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const { from, to } = request.body;
      const may = await verifySupervisorAct(context, station, '/v1/insight', request.body);
      if (!may.ok) return sendRefusal(reply, may.refusal.code);
      const part = await readInsight(database, { from, to });
      return reply.code(200).send({ at: context.now().toISOString(), part });
    },
  );
}
