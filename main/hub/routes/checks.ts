import { failedChecksRequest, failedChecksResponse } from '../../exchange/failed-check.ts';
import { hubRefusal } from '../../exchange/hub-interface.ts';
import { takeFailedChecks } from '../checks/failed-checks.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { sendRefusal } from '../refusal-status.ts';
import { counterOf, refuseStation } from './operators.ts';

/** `POST /v1/checks/failed`: a counter tells of checks that failed, so that the next counter knows. */
export function addCheckRoute(app: HubServer, context: HubContext): void {
  app.post(
    '/v1/checks/failed',
    {
      bodyLimit: 64 * 1024,
      schema: {
        summary: 'Tell of identity checks that failed',
        security: [{ stationProof: [] }],
        body: failedChecksRequest,
        response: { 200: failedChecksResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const taken = await context.database.kysely
        .transaction()
        .execute((transaction) =>
          takeFailedChecks(transaction, station.id, request.body.checks, context.now()),
        );
      if (!taken.ok) return sendRefusal(reply, taken.refusal.code);
      return reply.code(200).send({ taken: true as const });
    },
  );
}
