import { sql } from 'kysely';
import { z } from 'zod';
import { healthResponse, hubRefusal } from '../../exchange/hub-interface.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { readInstitution } from '../institution.ts';
import { answerInTime } from '../store/answer-in-time.ts';

/** `GET /v1/health`, for load balancers, supervisors and `doctor`. */
export function addHealthRoute(app: HubServer, context: HubContext): void {
  app.get(
    '/v1/health/live',
    {
      config: { withoutProof: true },
      schema: {
        summary: 'Whether the process answers; says nothing about whether it is ready',
        response: { 200: z.strictObject({ live: z.literal(true) }), '4xx': hubRefusal },
      },
    },
    async (_, reply) => reply.code(200).send({ live: true }),
  );
  app.get(
    '/v1/health',
    {
      config: { withoutProof: true },
      schema: {
        summary: 'Whether the hub lives and is ready',
        response: { 200: healthResponse, 503: healthResponse, '4xx': hubRefusal },
      },
    },
    async (_, reply) => {
      const { database, initialised } = await databaseHealth(context);
      const ready = database === 'up' && initialised && !context.stopping.aborted;
      return reply.code(ready ? 200 : 503).send({
        live: true,
        ready,
        database,
        initialised,
        provider: await context.providerHealth(),
        // The policy that they are compared with lies in the database.
        networks: database === 'up' ? (await context.networkStanding()).state : 'unknown',
      });
    },
  );
}

async function databaseHealth(
  context: HubContext,
): Promise<{ readonly database: 'up' | 'down'; readonly initialised: boolean }> {
  try {
    await answerInTime(sql`select 1`.execute(context.database.kysely));
    const institution = await answerInTime(readInstitution(context.database.kysely));
    return { database: 'up', initialised: institution !== null };
  } catch {
    return { database: 'down', initialised: false };
  }
}
