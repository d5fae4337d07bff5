import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON or form fields; undefined without a body. */
  readonly body: unknown;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as HTML. */
  readonly body?: object | string;
}

export interface HttpService {
  readonly origin: string;
  readonly port: number;
  readonly requests: readonly ServiceRequest[];
  stop(): Promise<void>;
}

/**
 * A loopback HTTP server that keeps what it was asked. `silent` takes connections and answers nothing; `cut` ends the
 * connection in the middle of an answer.
 */
export async function startHttpService(
  answer: (
    request: ServiceRequest,
  ) => ServiceAnswer | 'silent' | 'cut' | Promise<ServiceAnswer | 'silent' | 'cut'>,
  port = 0,
): Promise<HttpService> {
  const requests: ServiceRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const request: ServiceRequest = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: incoming.headers,
      body: text === '' ? undefined : bodyOf(text, incoming.headers['content-type'] ?? ''),
    };
    requests.push(request);
    const given = await answer(request);
    if (given === 'silent') return;
    if (given === 'cut') {
      outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      outgoing.write('{"id":"', () => outgoing.destroy());
      return;
    }
    const html = typeof given.body === 'string';
    outgoing.writeHead(given.status, {
      ...(given.body === undefined
        ? {}
        : { 'content-type': html ? 'text/html; charset=utf-8' : 'application/json' }),
      ...given.headers,
    });
    outgoing.end(typeof given.body === 'object' ? JSON.stringify(given.body) : given.body);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The service has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function bodyOf(text: string, type: string): unknown {
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  return JSON.parse(text);
}
