import { ok } from '../../../preload/contract/errors.ts';
import { failedChecksRequest, failedChecksResponse } from '../../exchange/failed-check.ts';
import { takeFailedChecks } from '../checks/failed-checks.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { addCounterRoute } from './counter-route.ts';

/** `POST /v1/checks/failed`: a counter tells of checks that failed, so that the next counter knows. */
export function addCheckRoute(app: HubServer, context: HubContext): void {
  addCounterRoute(app, '/v1/checks/failed', {
    summary: 'Tell of identity checks that failed',
    bodyLimit: 64 * 1024,
    body: failedChecksRequest,
    answer: failedChecksResponse,
    handle: async (station, { checks }) => {
      const taken = await context.database.kysely
        .transaction()
        .execute((transaction) => takeFailedChecks(transaction, station.id, checks, context.now()));
      return taken.ok ? ok({ taken: true as const }) : taken;
    },
  });
}
