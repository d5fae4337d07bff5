import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

const cleaning: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0)) await clean();
});

export interface HubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type HubAnswer = (response: ServerResponse, request: HubRequest) => void;

/** A real HTTP server on the loopback that answers as the test says, and keeps what it was asked. */
export async function misbehavingHub(answer: HubAnswer) {
  const requests: HubRequest[] = [];
  const hub = { url: '', requests, answer };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    try {
      for await (const part of request) parts.push(part);
    } catch {
      return;
    }
    const { method = '', url = '', headers } = request;
    const asked = { method, path: url, headers, body: Buffer.concat(parts).toString() };
    requests.push(asked);
    response.on('error', () => undefined);
    hub.answer(response, asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  cleaning.push(stop);
  return Object.assign(hub, { stop });
}

export function json(status: number, value: unknown): HubAnswer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
}

export function text(status: number, body: string, headers: Record<string, string> = {}): HubAnswer {
  return (response) => {
    response.writeHead(status, headers).end(body);
  };
}
