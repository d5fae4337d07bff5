import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { feedResponse, hubRefusal } from '../../exchange/hub-interface.ts';
import { noticeRestore } from '../feed/epoch.ts';
import { type FeedPage, readFeed } from '../feed/read.ts';
import { hubTagKey } from '../guessing/tag-key.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { sendRefusal } from '../refusal-status.ts';
import type { KnownStation } from '../station-proof.ts';
import { stateTime } from '../time-statement.ts';

/** Longest poll, in seconds. */
const maximumWait = 25;

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const feedQuery = z.strictObject({
  cursor: wholeNumber,
  wait: wholeNumber.pipe(z.number().max(maximumWait)).optional(),
  nonce: z.string().min(16).max(64),
  epoch: z.uuid().optional(),
});

/** `GET /v1/feed`: what concerns the station since its cursor, waiting for it if asked. */
export function addFeedRoute(app: HubServer, context: HubContext): void {
  app.get(
    '/v1/feed',
    {
      schema: {
        summary: 'Items after a cursor, waiting up to 25 seconds for one',
        security: [{ stationProof: [] }],
        querystring: feedQuery,
        response: { 200: feedResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async ({ station, query }, reply) => {
      if (station === null) return sendRefusal(reply, 'hub/proof-refused');
      const signal = AbortSignal.any([context.stopping, closing(reply.raw)]);
      const page = await pollFeed(context, station, query, (query.wait ?? 0) * 1000, signal);
      // Told at the end of the wait: it is the time of this answer.
      const now = context.now();
      return reply.code(200).send({
        ...page,
        time: stateTime(now, query.nonce, context.key),
        registryAsOf: now.toISOString(),
        ...(station.kind === 'lab' ? { tagKey: hubTagKey(context.key) } : {}),
      });
    },
  );
}

async function pollFeed(
  context: HubContext,
  station: KnownStation,
  place: { readonly cursor: number; readonly epoch?: string | undefined },
  waitMs: number,
  signal: AbortSignal,
): Promise<FeedPage> {
  const deadline = performance.now() + waitMs;
  // Watched before the first read, so that nothing is missed in between.
  const watch = context.waiting.watch(station.kind);
  try {
    await noticeRestore(context, place, context.now());
    for (;;) {
      const page = await readFeed(context.database.kysely, station, place, context.now());
      if (page.items.length > 0 || (place.epoch !== undefined && place.epoch !== page.epoch)) return page;
      const remaining = deadline - performance.now();
      if ((await watch.changed(remaining, signal)) === 'over') return page;
    }
  } finally {
    watch.end();
  }
}

function closing(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
