import { z } from 'zod';
import { unpackEnvelope } from '../outbox/packed-envelope.ts';
import type { ReadableDatabase } from '../ports.ts';

const formatOf = z.object({ command: z.object({ v: z.number().int().positive() }) });

/** In which formats (`v`) commands wait to be sent. What cannot be told counts as 0, which no release names. */
export function queuedFormats(database: ReadableDatabase): number[] {
  const waiting = database.all<{ envelope: Uint8Array }>(
    `SELECT envelope FROM outbox_command WHERE state = 'queued'`,
  );
  return [...new Set(waiting.map(({ envelope }) => formatOfEnvelope(envelope)))];
}

function formatOfEnvelope(envelope: Uint8Array): number {
  try {
    const payload = unpackEnvelope(envelope).split('.')[1] ?? '';
    return formatOf.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).command.v;
  } catch {
    return 0;
  }
}
