import { ok } from '../../../preload/contract/errors.ts';
import {
  issueRequest,
  issueResponse,
  proofRequest,
  proofResponse,
  requestsRequest,
  requestsResponse,
} from '../../exchange/issue-interface.ts';
import { issue, noteProof } from '../acts/issue.ts';
import { issuingCommandOf } from '../acts/stored-issue.ts';
import { acceptCommands } from '../commands/accept-command.ts';
import { onlineRoad } from '../commands/roads.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { listRequests } from '../requests/requests.ts';
import { addCounterRoute, addProvenRoute } from './counter-route.ts';

/** What a visitor waits for at the counter, and what the centre's operators look at. */
export function addIssueRoutes(app: HubServer, context: HubContext): void {
  const { database, commandLanes } = context;
  const road = onlineRoad(context.provider);
  addCounterRoute(app, '/v1/commands/issue', {
    summary: 'Hand over a signed command whose answer is shown once',
    bodyLimit: 128 * 1024,
    body: issueRequest,
    answer: issueResponse,
    handle: async (station, { envelope }, reply) => {
      const [answer] = await acceptCommands(database, station, [envelope], commandLanes, road);
      if (answer === undefined) throw new Error('a batch of one has one answer');
      const nothing = ok({ answer, standing: null, sealed: null });
      if (answer.id === null || (answer.result !== 'accepted' && answer.result !== 'replay')) return nothing;
      const command = await issuingCommandOf(database, answer.id);
      if (command === null) return nothing;
      const issued = await issue(context, command);
      if (!issued.ok) return issued;
      const { sealed, ...standing } = issued.value;
      // Whoever keeps answers on the way must not keep this one.
      reply.header('cache-control', 'no-store');
      return ok({ answer, standing, sealed });
    },
  });
  addCounterRoute(app, '/v1/commands/proof', {
    summary: 'Say that a code of a new TOTP was right',
    bodyLimit: 1024,
    body: proofRequest,
    answer: proofResponse,
    handle: async (station, { command }) => {
      const noted = await noteProof(context, station.id, command);
      return noted.ok ? ok({ state: noted.value.state, ending: noted.value.ending }) : noted;
    },
  });
  addProvenRoute(app, context, '/v1/requests', {
    summary: 'What the centre still has to do by hand',
    body: requestsRequest,
    answer: requestsResponse,
    handle: async ({ operator }) => {
      const requests = await listRequests(database.kysely, context.now());
      // Nobody sees their own among them (I4).
      return ok({ requests: requests.filter(({ person }) => person.id !== operator.record.person) });
    },
  });
}
