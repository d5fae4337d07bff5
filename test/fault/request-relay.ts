import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { proofHeader } from '../../main/exchange/request-proof.ts';
import type { SeededRandom } from '../fuzz/seeded-random.ts';

/** `lost`: the hub hears it and its answer is cut off. `doubled`: both hubs hear the very same request. */
export type RelayMood = 'well' | 'lost' | 'doubled' | 'late';

/** Stands between stations and hubs as a network with two hubs behind it does. */
export interface RequestRelay {
  readonly url: string;
  setMood(mood: RelayMood, forMs: number): void;
  stop(): Promise<void>;
}

export async function startRequestRelay(
  hubs: () => readonly string[],
  random: SeededRandom,
): Promise<RequestRelay> {
  let mood: RelayMood = 'well';
  let moodUntil = 0;
  const server = createServer((request, response) => {
    relay(request, response).catch(() => response.destroy());
  });

  async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const targets = hubs();
    if (targets.length === 0) {
      response.destroy();
      return;
    }
    const met = performance.now() < moodUntil ? mood : 'well';
    const target = random.pick(targets);
    const others = met === 'doubled' ? targets.filter((url) => url !== target) : [];
    if (met === 'late') await delay(random.below(300));
    const send = (url: string) => forward(url, request, Buffer.concat(chunks));
    const [first] = await Promise.all([
      send(target),
      ...others.map((url) => send(url).catch(() => undefined)),
    ]);
    if (met === 'lost') response.destroy();
    else response.writeHead(first.status, { 'content-type': 'application/json' }).end(first.body);
  }

  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    setMood(next, forMs) {
      mood = next;
      moodUntil = performance.now() + forMs;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(url: string, request: IncomingMessage, body: Buffer) {
  const method = request.method ?? 'GET';
  const headers = {
    [proofHeader]: String(request.headers[proofHeader] ?? ''),
    ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
  };
  const response = await fetch(`${url}${request.url ?? ''}`, {
    method,
    headers,
    ...(method === 'POST' ? { body: new Uint8Array(body) } : {}),
  });
  return { status: response.status, body: await response.text() };
}
