import { commandsRequest, commandsResponse, hubRefusal } from '../../exchange/hub-interface.ts';
import { acceptCommands } from '../commands/accept-command.ts';
import { queueRoad } from '../commands/roads.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { sendRefusal } from '../refusal-status.ts';

/** `POST /v1/commands`: counters hand over what their operators signed. */
export function addCommandRoutes(app: HubServer, context: HubContext): void {
  app.post(
    '/v1/commands',
    {
      bodyLimit: 4 * 1024 * 1024,
      schema: {
        summary: 'Hand over signed commands, in the order of their queueing',
        security: [{ stationProof: [] }],
        body: commandsRequest,
        response: { 200: commandsResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async (request, reply) => {
      const { station } = request;
      if (station?.kind !== 'counter') return sendRefusal(reply, 'call/not-offered-here');
      const road = queueRoad(context.provider);
      const answers = await acceptCommands(
        context.database,
        station,
        request.body.envelopes,
        context.commandLanes,
        road,
      );
      return reply.code(200).send({ answers });
    },
  );
}
