import type { Result } from '../../../preload/contract/errors.ts';
import { hubRefusal } from '../../exchange/hub-interface.ts';
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
import { keepCounterDays, readInsight } from '../oversight/counter-days.ts';
import { raiseLooks } from '../oversight/raise-looks.ts';
import { mayOversee, noteSeen, readSupervision } from '../oversight/supervision.ts';
import { sendRefusal } from '../refusal-status.ts';
import { counterOf, refuseStation } from './operators.ts';

const security = [{ stationProof: [] }];
const refusals = { '4xx': hubRefusal, '5xx': hubRefusal } as const;
const bodyLimit = 4 * 1024;

/** What supervisors see of all counters, and what counters tell for it. */
export function addOversightRoutes(app: HubServer, context: HubContext): void {
  const { database } = context;
  const supervisor = (id: string): Promise<Result<null>> => mayOversee(database.kysely, id);

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
      if (counterOf(request) === null) return refuseStation(reply);
      const may = await supervisor(request.body.operator);
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
      if (counterOf(request) === null) return refuseStation(reply);
      const { operator, alert } = request.body;
      const may = await supervisor(operator);
      if (!may.ok) return sendRefusal(reply, may.refusal.code);
      const noted = await noteSeen(context, operator, alert);
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
      await raiseLooks(context, request.body.looks ?? []);
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
      if (counterOf(request) === null) return refuseStation(reply);
      const { operator, from, to } = request.body;
      const may = await supervisor(operator);
      if (!may.ok) return sendRefusal(reply, may.refusal.code);
      const part = await readInsight(database, { from, to });
      return reply.code(200).send({ at: context.now().toISOString(), part });
    },
  );
}
