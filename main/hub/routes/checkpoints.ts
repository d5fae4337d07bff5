import { z } from 'zod';
import { checkpointRequest, checkpointResponse, hubRefusal } from '../../exchange/hub-interface.ts';
import { keepCheckpoint, latestCheckpoint } from '../audit-checkpoints.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { sendRefusal } from '../refusal-status.ts';

const path = '/v1/audit/checkpoints';
const security = [{ stationProof: [] }];

/** Stations leave the head of their audit chain with the hub, and ask what it was. */
export function addCheckpointRoutes(app: HubServer, context: HubContext): void {
  app.post(
    path,
    {
      bodyLimit: 16 * 1024,
      schema: {
        summary: 'Keep the signed head of the station’s audit chain',
        security,
        body: checkpointRequest,
        response: { 200: checkpointResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async ({ station, body }, reply) => {
      if (station === null) return sendRefusal(reply, 'hub/proof-refused');
      const kept = await keepCheckpoint(context.database, station, body.checkpoint, context.now());
      return kept.ok
        ? reply.code(200).send({ checkpoint: kept.value.document })
        : sendRefusal(reply, kept.refusal.code);
    },
  );
  app.get(
    `${path}/latest`,
    {
      schema: {
        summary: 'The newest head that is kept of one of the station’s chains',
        security,
        querystring: z.strictObject({ chain: z.uuid() }),
        response: { 200: checkpointResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async ({ station, query }, reply) => {
      if (station === null) return sendRefusal(reply, 'hub/proof-refused');
      return reply
        .code(200)
        .send({ checkpoint: await latestCheckpoint(context.database.kysely, station, query.chain) });
    },
  );
}
