import { hubRefusal } from '../../exchange/hub-interface.ts';
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
import { findOperator } from '../operators/operator-table.ts';
import { sendRefusal } from '../refusal-status.ts';
import { listRequests } from '../requests/requests.ts';

/** What a visitor waits for at the counter, and what the centre's operators look at. Counters only. */
export function addIssueRoutes(app: HubServer, context: HubContext): void {
  const security = [{ stationProof: [] }];
  app.post(
    '/v1/commands/issue',
    {
      bodyLimit: 128 * 1024,
      schema: {
        summary: 'Hand over a signed command whose answer is shown once',
        security,
        body: issueRequest,
        response: { 200: issueResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async (request, reply) => {
      const { station } = request;
      if (station?.kind !== 'counter') return sendRefusal(reply, 'call/not-offered-here');
      const road = onlineRoad(context.provider);
      const [answer] = await acceptCommands(
        context.database,
        station,
        [request.body.envelope],
        context.commandLanes,
        road,
      );
      if (answer === undefined) throw new Error('a batch of one has one answer');
      const nothing = { answer, standing: null, sealed: null };
      if (answer.id === null || (answer.result !== 'accepted' && answer.result !== 'replay'))
        return reply.code(200).send(nothing);
      const command = await issuingCommandOf(context.database, answer.id);
      if (command === null) return reply.code(200).send(nothing);
      const issued = await issue(context, command);
      if (!issued.ok) return sendRefusal(reply, issued.refusal.code);
      const { sealed, ...standing } = issued.value;
      // Whoever keeps answers on the way must not keep this one.
      reply.header('cache-control', 'no-store');
      return reply.code(200).send({ answer, standing, sealed });
    },
  );
  app.post(
    '/v1/commands/proof',
    {
      bodyLimit: 1024,
      schema: {
        summary: 'Say that a code of a new TOTP was right',
        security,
        body: proofRequest,
        response: { 200: proofResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async (request, reply) => {
      const { station } = request;
      if (station?.kind !== 'counter') return sendRefusal(reply, 'call/not-offered-here');
      const noted = await noteProof(context, station.id, request.body.command);
      if (!noted.ok) return sendRefusal(reply, noted.refusal.code);
      return reply.code(200).send({ state: noted.value.state, ending: noted.value.ending });
    },
  );
  app.post(
    '/v1/requests',
    {
      bodyLimit: 1024,
      schema: {
        summary: 'What the centre still has to do by hand',
        security,
        body: requestsRequest,
        response: { 200: requestsResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async (request, reply) => {
      const { station } = request;
      if (station?.kind !== 'counter') return sendRefusal(reply, 'call/not-offered-here');
      const operator = await findOperator(context.database.kysely, request.body.operator);
      if (operator === null) return sendRefusal(reply, 'hub/operator-unknown');
      if (operator.revokedAt !== null) return sendRefusal(reply, 'hub/operator-revoked');
      const requests = await listRequests(context.database.kysely, context.now());
      // Nobody sees their own among them (I4).
      const others = requests.filter(({ person }) => person.id !== operator.person);
      return reply.code(200).send({ requests: [...others] });
    },
  );
}
