import { hubRefusal } from '../../exchange/hub-interface.ts';
import { personFactorsRequest, personFactorsResponse } from '../../exchange/person-factors.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { personFactors } from '../person-factors.ts';
import { sendRefusal } from '../refusal-status.ts';
import { counterOf, refuseStation } from './operators.ts';

/** `POST /v1/people/factors`: a counter asks which factors the visitor of an open case has. */
export function addFactorRoute(app: HubServer, context: HubContext): void {
  app.post(
    '/v1/people/factors',
    {
      bodyLimit: 4 * 1024,
      schema: {
        summary: 'Ask the provider for the factors of a case’s visitor',
        security: [{ stationProof: [] }],
        body: personFactorsRequest,
        response: { 200: personFactorsResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async (request, reply) => {
      if (counterOf(request) === null) return refuseStation(reply);
      const answer = await personFactors(context, request.body);
      return answer.ok ? reply.code(200).send(answer.value) : sendRefusal(reply, answer.refusal.code);
    },
  );
}
