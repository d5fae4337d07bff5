import { personFactorsRequest, personFactorsResponse } from '../../exchange/person-factors.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { personFactors } from '../person-factors.ts';
import { createRateLimiter } from '../rate-limit.ts';
import { addProvenRoute } from './counter-route.ts';

/** `POST /v1/people/factors`: a counter's operator asks which factors the visitor of an open case has. */
export function addFactorRoute(app: HubServer, context: HubContext): void {
  // Oftener than visitors come to one counter, and far from all that counters may ask together.
  const perStation = createRateLimiter({ burst: 20, perSecond: 0.5 });
  addProvenRoute(app, context, '/v1/people/factors', {
    summary: 'Ask the provider for the factors of a case’s visitor',
    body: personFactorsRequest,
    answer: personFactorsResponse,
    limit: (station) => perStation.take(station.id),
    handle: ({ operator, body }) => personFactors(context, operator, body),
  });
}
