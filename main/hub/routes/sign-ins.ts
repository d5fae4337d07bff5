import { ok, type Result } from '../../../preload/contract/errors.ts';
import type { PersonFailures } from '../../../preload/contract/models/people.ts';
import {
  clearFailuresRequest,
  clearFailuresResponse,
  personFailuresRequest,
  personFailuresResponse,
  signInsRequest,
  signInsResponse,
} from '../../exchange/guessing.ts';
import { hubRefusal } from '../../exchange/hub-interface.ts';
import { clearFailures, personFailures } from '../guessing/clear-failures.ts';
import type { FailureSum } from '../guessing/failure-table.ts';
import { takeOfflineSignIns } from '../guessing/offline-sign-ins.ts';
import { takeFailures } from '../guessing/take-failures.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { takeFromDay } from '../operation/station-days.ts';
import { sendRefusal } from '../refusal-status.ts';
import { addProvenRoute } from './counter-route.ts';

const security = [{ stationProof: [] }];
const refusals = { '4xx': hubRefusal, '5xx': hubRefusal } as const;

function told(sum: Result<FailureSum>): Result<PersonFailures> {
  if (!sum.ok) return sum;
  const { failures, stations, lastAt } = sum.value;
  return ok({ failures, stations, lastAt: lastAt?.toISOString() ?? null });
}

/**
 * What lab stations tell of failures and of sign-ins without the directory, in nobody's name, and what operators at counters
 * read and do about failures, in their own.
 */
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
      if (station?.kind !== 'lab') return sendRefusal(reply, 'call/not-offered-here');
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
  addProvenRoute(app, context, '/v1/people/failures', {
    summary: 'What the stations reported of one person’s failures',
    body: personFailuresRequest,
    answer: personFailuresResponse,
    handle: async ({ operator, body }) => told(await personFailures(context, operator, body)),
  });
  addProvenRoute(app, context, '/v1/people/failures/clear', {
    summary: 'Clear a person’s failures at every station',
    body: clearFailuresRequest,
    answer: clearFailuresResponse,
    handle: async ({ station, body }) => told(await clearFailures(context, station.id, body, context.now())),
  });
}
