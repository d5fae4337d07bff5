import { hubRefusal } from '../../exchange/hub-interface.ts';
import { personFactorsRequest, personFactorsResponse } from '../../exchange/person-factors.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { personFactors } from '../person-factors.ts';
import { createRateLimiter } from '../rate-limit.ts';
import { sendRefusal } from '../refusal-status.ts';
import { counterOf, refuseStation } from './operators.ts';

/** `POST /v1/people/factors`: a counter asks which factors the visitor of an open case has. */
export function addFactorRoute(app: HubServer, context: HubContext): void {
  // Oftener than visitors come to one counter, and far from all that counters may ask together.
  const perStation = createRateLimiter({ burst: 20, perSecond: 0.5 });
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
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const seconds = perStation.take(station.id);
      if (seconds > 0) return sendRefusal(reply.header('retry-after', seconds), 'call/flood');
      const answer = await personFactors(context, request.body);
      return answer.ok ? reply.code(200).send(answer.value) : sendRefusal(reply, answer.refusal.code);
    },
  );
}
