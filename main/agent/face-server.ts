import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { ok, refuse } from '../../preload/contract/errors.ts';
import type { EventName, EventOf } from '../../preload/contract/events.ts';
import { desktopAccount } from '../exchange/credential-binding.ts';
import {
  callRequest,
  eventNotification,
  faceFile,
  handshakeRequest,
  socketPath,
  tokenFile,
} from '../socket/face-protocol.ts';
import { isRequest, JsonLineReader, JsonLineWriter } from '../socket/json-lines.ts';
import { type ConnectionId, duringCallOf } from './calling-connection.ts';
import type { EventSink } from './ports.ts';
import type { Allowance, Dispatch } from './router.ts';

const maximumConnections = 8;
const standardHandshakeMs = 5000;
/** Calls of one connection that may be under way at once. */
const maximumCallsUnderWay = 16;

export interface FaceServerOptions {
  /** Folder for socket, token and face file; made if missing. */
  readonly runtimeFolder: string;
  /** Group that the desktop user's face runs in; null keeps everything to the agent's own user. */
  readonly faceGroup: number | null;
  readonly rpId: () => string | null;
  /** Whether the face holds every screen. */
  readonly kiosk: () => boolean;
  /** `account` is the desktop account as the face says, null where it says none. */
  readonly connect: (account: string | null, allowance: Allowance) => Dispatch;
  /** Hears of each connection that had calls and is gone. */
  readonly onHungUp?: (connection: ConnectionId) => void;
  /** How long a connection may take to its handshake; 5 s. */
  readonly handshakeWithinMs?: number;
}

export interface FaceServer extends EventSink {
  /** Writes `face.json` anew, after enrolment. */
  publishFaceFile(): void;
  stop(): Promise<void>;
}

/**
 * Listens for faces on a Unix socket (0660, the face's group, in a folder 0750) or a named pipe. The handshake token
 * keeps strangers out; neither is a boundary against programs of the desktop user, so nothing here trusts the caller.
 */
export async function startFaceServer(options: FaceServerOptions): Promise<FaceServer> {
  const { runtimeFolder, faceGroup } = options;
  mkdirSync(runtimeFolder, { recursive: true, mode: 0o750 });
  const giveToFace = (path: string, mode: number) => {
    if (process.platform === 'win32') return;
    if (faceGroup !== null) chownSync(path, -1, faceGroup);
    chmodSync(path, faceGroup === null ? mode & 0o700 : mode);
  };
  giveToFace(runtimeFolder, 0o750);
  const publish = (name: string, text: string) => {
    const temporary = join(runtimeFolder, `.${name}.${randomBytes(6).toString('hex')}`);
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    giveToFace(temporary, 0o640);
    renameSync(temporary, join(runtimeFolder, name));
  };
  const token = randomBytes(32).toString('base64url');
  publish(tokenFile, token);
  const publishFaceFile = () => {
    const rpId = options.rpId();
    if (rpId !== null) publish(faceFile, `${JSON.stringify({ rpId, kiosk: options.kiosk() })}\n`);
  };
  publishFaceFile();

  const faces = new Map<MessageConnection, ConnectionId>();
  // As many as there may be connections, each used in turn: hanging up and calling again gives nobody more calls (I9).
  const rested: Allowance[] = Array.from({ length: maximumConnections }, () => new Map());
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (sockets.size >= maximumConnections) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    acceptFace(socket, token, options, faces, rested);
  });
  const path = socketPath(runtimeFolder);
  if (process.platform !== 'win32') rmSync(path, { force: true });
  await listen(server, path, () => giveToFace(path, 0o660));

  return {
    emit<Name extends EventName>(name: Name, event: EventOf<Name>, only?: ConnectionId) {
      for (const [face, id] of faces) {
        if (only === undefined || only === id) void face.sendNotification(eventNotification, { name, event });
      }
    },
    publishFaceFile,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Serves one connection: first the handshake, within its time; then calls, bounded in number. */
function acceptFace(
  socket: Socket,
  token: string,
  options: Pick<FaceServerOptions, 'connect' | 'onHungUp' | 'handshakeWithinMs'>,
  faces: Map<MessageConnection, ConnectionId>,
  rested: Allowance[],
): void {
  const connection = createMessageConnection(
    new JsonLineReader(socket, isRequest),
    new JsonLineWriter(socket),
  );
  const id = randomUUID();
  let dispatch: Dispatch | null = null;
  let allowance: Allowance | null = null;
  let underWay = 0;
  const late = setTimeout(() => socket.destroy(), options.handshakeWithinMs ?? standardHandshakeMs);
  /** Both ways: a stranger's half-open connection would go on to talk. */
  const endAfterAnswer = () => setImmediate(() => socket.destroySoon());
  connection.onRequest(handshakeRequest, (given) => {
    if (dispatch !== null || !sameText(given?.token, token)) {
      endAfterAnswer();
      return refuse('call/handshake-refused');
    }
    clearTimeout(late);
    allowance = rested.shift() ?? new Map();
    dispatch = options.connect(desktopAccount.safeParse(given?.account).data ?? null, allowance);
    faces.set(connection, id);
    return ok(null);
  });
  connection.onRequest(callRequest, async (call) => {
    if (dispatch === null) {
      endAfterAnswer();
      return refuse('call/handshake-refused');
    }
    if (underWay >= maximumCallsUnderWay) return refuse('call/flood');
    underWay += 1;
    try {
      const answer = dispatch;
      return await duringCallOf(id, () => answer(call?.name, call?.input));
    } finally {
      underWay -= 1;
    }
  });
  connection.onError(() => undefined);
  connection.onClose(() => {
    clearTimeout(late);
    faces.delete(connection);
    if (allowance !== null) {
      rested.push(allowance);
      options.onHungUp?.(id);
    }
    allowance = null;
    connection.dispose();
  });
  connection.listen();
}

/** Constant-time comparison of secrets of any given type. */
function sameText(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}

function listen(server: Server, path: string, whenBound: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      whenBound();
      resolve();
    });
  });
}
