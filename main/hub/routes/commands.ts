import { ok } from '../../../preload/contract/errors.ts';
import { commandsRequest, commandsResponse } from '../../exchange/hub-interface.ts';
import { acceptCommands } from '../commands/accept-command.ts';
import { queueRoad } from '../commands/roads.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { addCounterRoute } from './counter-route.ts';

/** `POST /v1/commands`: counters hand over what their operators signed. */
export function addCommandRoutes(app: HubServer, context: HubContext): void {
  const { database, commandLanes } = context;
  const road = queueRoad(context.provider);
  addCounterRoute(app, '/v1/commands', {
    summary: 'Hand over signed commands, in the order of their queueing',
    bodyLimit: 4 * 1024 * 1024,
    body: commandsRequest,
    answer: commandsResponse,
    handle: async (station, { envelopes }) =>
      ok({ answers: await acceptCommands(database, station, envelopes, commandLanes, road) }),
  });
}
