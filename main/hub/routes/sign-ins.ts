import {
  clearFailuresRequest,
  clearFailuresResponse,
  personFailuresRequest,
  personFailuresResponse,
  signInsRequest,
  signInsResponse,
} from '../../exchange/guessing.ts';
import { hubRefusal } from '../../exchange/hub-interface.ts';
import { provenBodyLimit } from '../../exchange/operator-act.ts';
import { clearFailures, personFailures } from '../guessing/clear-failures.ts';
import type { FailureSum } from '../guessing/failure-table.ts';
import { takeOfflineSignIns } from '../guessing/offline-sign-ins.ts';
import { takeFailures } from '../guessing/take-failures.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { takeFromDay } from '../operation/station-days.ts';
import { verifyOperatorAct } from '../operators/verify-operator-act.ts';
import { sendRefusal } from '../refusal-status.ts';
import { counterOf, refuseStation } from './operators.ts';

const security = [{ stationProof: [] }];
const refusals = { '4xx': hubRefusal, '5xx': hubRefusal } as const;

const told = ({ failures, stations, lastAt }: FailureSum) => ({
  failures,
  stations,
  lastAt: lastAt?.toISOString() ?? null,
});

/** What lab stations tell of failures and of sign-ins without the directory, and what counters do about failures. */
export function addSignInRoutes(app: HubServer, context: HubContext): void {
  app.post(
    '/v1/sign-ins',
    {
      bodyLimit: 64 * 1024,
      schema: {
        summary: 'Tell of failures, and of sign-ins while the directory was out of reach',
        security,
        body: signInsRequest,
        response: { 200: signInsResponse, ...refusals },
      },
    },
    async ({ station, body }, reply) => {
      if (station?.kind !== 'lab') return refuseStation(reply);
      const now = context.now();
      const taken = await context.database.kysely.transaction().execute(async (transaction) => {
        if (!(await takeFromDay(transaction, station.id, 'offline-sign-in', body.offline.length, now)))
          return false;
        await takeOfflineSignIns(transaction, station.id, body.offline, now);
        await takeFailures(transaction, station.id, body.failures, now);
        return true;
      });
      if (!taken) return sendRefusal(reply, 'hub/day-full');
      return reply.code(200).send({ taken: true as const });
    },
  );
  app.post(
    '/v1/people/failures',
    {
      bodyLimit: 4 * 1024,
      schema: {
        summary: 'What the stations reported of one person’s failures',
        security,
        body: personFailuresRequest,
        response: { 200: personFailuresResponse, ...refusals },
      },
    },
    async (request, reply) => {
      if (counterOf(request) === null) return refuseStation(reply);
      const answer = await personFailures(context, request.body.person);
      return answer.ok ? reply.code(200).send(told(answer.value)) : sendRefusal(reply, answer.refusal.code);
    },
  );
  app.post(
    '/v1/people/failures/clear',
    {
      bodyLimit: provenBodyLimit,
      schema: {
        summary: 'Clear a person’s failures at every station',
        security,
        body: clearFailuresRequest,
        response: { 200: clearFailuresResponse, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const path = '/v1/people/failures/clear';
      const proven = await verifyOperatorAct(context, station, path, request.body);
      if (!proven.ok) return sendRefusal(reply, proven.refusal.code);
      const answer = await clearFailures(context, station.id, request.body, context.now());
      return answer.ok ? reply.code(200).send(told(answer.value)) : sendRefusal(reply, answer.refusal.code);
    },
  );
}
