import { hubRefusal } from '../../exchange/hub-interface.ts';
import { postureReport, postureResponse } from '../../exchange/posture-report.ts';
import { pastOf } from '../fleet/instance-table.ts';
import { keepPosture } from '../fleet/posture-table.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { sendRefusal } from '../refusal-status.ts';

/** `POST /v1/posture`: a station says how it is, and hears how the hub sees its past. */
export function addPostureRoute(app: HubServer, context: HubContext): void {
  app.post(
    '/v1/posture',
    {
      bodyLimit: 8 * 1024,
      schema: {
        summary: 'Keep how the station is, and say whether its state is the one that the hub knows',
        security: [{ stationProof: [] }],
        body: postureReport,
        response: { 200: postureResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async ({ station, body }, reply) => {
      if (station === null) return sendRefusal(reply, 'hub/proof-refused');
      const query = context.database.kysely;
      await keepPosture(query, station.id, body, context.now());
      return reply.code(200).send(await pastOf(query, station.id));
    },
  );
}
