import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hubRefusal } from '../../exchange/hub-interface.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { sendRefusal } from '../refusal-status.ts';

/**
 * Gives out IT's signed repository of updates, from `updates` in the hub's data folder. The hub has no key of it and judges
 * nothing: stations verify all of it (TUF 1.0.31). A download may go on where it ended (RFC 9110 §14.2).
 */
export function addUpdateRoute(app: HubServer, context: HubContext): void {
  app.get(
    '/v1/updates/:part/:name',
    {
      config: { withoutProof: true },
      schema: {
        summary: 'A file of the repository of updates',
        params: z.strictObject({
          part: z.enum(['metadata', 'targets']),
          name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+~-]{0,230}$/),
        }),
        response: { 200: z.any(), 206: z.any(), '4xx': hubRefusal },
      },
    },
    async ({ params, headers }, reply) => {
      if (context.updates === undefined) return sendRefusal(reply, 'call/unknown-procedure');
      const path = join(context.updates, params.part, params.name);
      const file = await stat(path).catch(() => null);
      if (file === null || !file.isFile()) return sendRefusal(reply, 'call/unknown-procedure');
      const tag = `"${file.size.toString(16)}-${Math.round(file.mtimeMs).toString(16)}"`;
      const from = beginning(headers.range, headers['if-range'], tag, file.size);
      reply.header('etag', tag).type('application/octet-stream');
      reply.header('cache-control', params.part === 'metadata' ? 'no-cache' : 'max-age=86400');
      reply.header('content-length', file.size - from);
      if (from > 0) reply.header('content-range', `bytes ${from}-${file.size - 1}/${file.size}`);
      return reply.code(from > 0 ? 206 : 200).send(createReadStream(path, { start: from }));
    },
  );
}

/** Where to begin: at 0 where nothing is asked for, the file is another by now, or it is no such range. */
function beginning(range: unknown, condition: unknown, tag: string, size: number): number {
  const asked = typeof range === 'string' ? /^bytes=(\d{1,15})-$/.exec(range)?.[1] : undefined;
  if (asked === undefined || (condition !== undefined && condition !== tag)) return 0;
  return Number(asked) < size ? Number(asked) : 0;
}
