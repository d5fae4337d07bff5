import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** `well` passes everything on; the others begin with the next connection. */
export type RelayMode = 'well' | 'refuse' | 'hang' | 'cut' | 'babble';

/**
 * What becomes of one request: the server's own fault, an answer that breaks off, a page that is none, no answer, or one that
 * comes byte by byte.
 */
export type RequestFault = 'fail' | 'cut' | 'babble' | 'hang' | 'trickle';

export interface Relay {
  readonly port: number;
  set(mode: RelayMode): void;
  /** Goes wrong at this one request from now on, the first is 1, and tells whether it came so far. Plain LDAP only. */
  failAt(request: number, how: RequestFault): { readonly struck: () => boolean };
  stop(): Promise<void>;
}

const page = 'HTTP/1.1 200 OK\r\n\r\n<h1>Please sign in to the Wi-Fi</h1>';
/** Requests to their answers, by the tags of RFC 4511: bind, search, modify. What ends a connection has none. */
const answerTags: ReadonlyMap<number, number> = new Map([
  [0x60, 0x61],
  [0x63, 0x65],
  [0x66, 0x67],
]);

interface Request {
  readonly bytes: Buffer;
  readonly id: Buffer;
  readonly answer: number;
}

/** Stands before a server on loopback and can get in its way: refuses, stays silent, cuts answers, talks nonsense. */
export async function startRelay(target: number): Promise<Relay> {
  let mode: RelayMode = 'well';
  let fault: { readonly request: number; readonly how: RequestFault; count: number } | null = null;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  /** Whether it is this request's turn to go wrong. */
  const struckBy = ({ answer }: Request): RequestFault | null => {
    if (fault === null || answer === 0) return null;
    fault.count += 1;
    return fault.count === fault.request ? fault.how : null;
  };
  const server = createServer((incoming) => {
    keep(incoming);
    if (mode === 'refuse') incoming.destroy();
    if (mode === 'babble') incoming.write(page);
    if (mode !== 'well' && mode !== 'cut') return;
    const outgoing = keep(connect(target, '127.0.0.1'));
    let pass: 'all' | 'cut' | 'trickle' = 'all';
    incoming.on('close', () => outgoing.destroy());
    outgoing.on('close', () => incoming.destroy());
    if (fault === null) incoming.pipe(outgoing);
    else
      onRequests(incoming, (request) => {
        const how = struckBy(request);
        if (how === 'fail') incoming.write(unavailableTo(request));
        else if (how === 'babble') incoming.write(page);
        else if (how !== 'hang') outgoing.write(request.bytes);
        if (how === 'cut' || how === 'trickle') pass = how;
      });
    let received = 0;
    outgoing.on('data', (data) => {
      received += data.length;
      // A binding's answer and a half: what follows breaks off.
      if (pass === 'cut' || (mode === 'cut' && received > 20))
        incoming.end(data.subarray(0, data.length - 1), () => incoming.destroy());
      else if (pass === 'trickle') trickle(incoming, data);
      else incoming.write(data);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
  return {
    port: address.port,
    set(next) {
      mode = next;
    },
    failAt(request, how) {
      const begun = { request, how, count: 0 };
      fault = begun;
      return { struck: () => begun.count >= request };
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Takes a stream of messages apart; the client here writes definite lengths of up to two bytes. */
function onRequests(socket: Socket, take: (request: Request) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (let size = messageSize(rest); size !== null && rest.length >= size; size = messageSize(rest)) {
      take(requestOf(rest.subarray(0, size)));
      rest = rest.subarray(size);
    }
  });
}

function messageSize(bytes: Buffer): number | null {
  const first = bytes[1];
  if (first === undefined) return null;
  if (first < 0x80) return 2 + first;
  const size = first & 0x7f;
  return bytes.length < 2 + size ? null : 2 + size + bytes.readUIntBE(2, size);
}

function requestOf(bytes: Buffer): Request {
  const length = bytes[1] ?? 0;
  const start = length < 0x80 ? 2 : 2 + (length & 0x7f);
  const end = start + 2 + (bytes[start + 1] ?? 0);
  return { bytes, id: bytes.subarray(start, end), answer: answerTags.get(bytes[end] ?? 0) ?? 0 };
}

/** An LDAPResult with `unavailable` (52), no name and no words. */
function unavailableTo({ id, answer }: Request): Buffer {
  const result = Buffer.from([answer, 7, 0x0a, 1, 52, 0x04, 0, 0x04, 0]);
  return Buffer.concat([Buffer.from([0x30, id.length + result.length]), id, result]);
}

/** Two bytes a second: each comes, and no answer ever does in time. */
function trickle(socket: Socket, data: Buffer): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at >= data.length || socket.destroyed) clearInterval(timer);
    else socket.write(data.subarray(at, ++at));
  }, 500);
  socket.on('close', () => clearInterval(timer));
}
