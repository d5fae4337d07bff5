import { sql } from 'kysely';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { peopleCountRequest, peopleCountResponse } from '../../exchange/hub-interface.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { createRateLimiter } from '../rate-limit.ts';
import { addCounterRoute } from './counter-route.ts';

/** `POST /v1/people/count`: a counter asks, once for its first copy of the directory, how many people will come. */
export function addPeopleRoute(app: HubServer, context: HubContext): void {
  const perStation = createRateLimiter({ burst: 5, perSecond: 0.1 });
  addCounterRoute(app, '/v1/people/count', {
    summary: 'How many people the directory holds',
    bodyLimit: 1024,
    body: peopleCountRequest,
    answer: peopleCountResponse,
    handle: async (station, _, reply) => {
      const seconds = perStation.take(station.id);
      if (seconds > 0) {
        reply.header('retry-after', seconds);
        return refuse('call/flood');
      }
      const counted = await context.database.kysely
        .selectFrom('person')
        .select(sql<string>`count(*)`.as('people'))
        .executeTakeFirstOrThrow();
      return ok({ people: Number(counted.people) });
    },
  });
}
