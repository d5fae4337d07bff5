import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { type Result, refuse } from '../../preload/contract/errors.ts';
import type { ConnectionState } from '../../preload/contract/events.ts';
import {
  callRequest,
  eventNotification,
  handshakeRequest,
  socketPath,
  tokenFile,
} from '../socket/face-protocol.ts';
import { isAnswerOrNotification, JsonLineReader, JsonLineWriter } from '../socket/json-lines.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

export interface AgentConnection {
  /** Calls a procedure; `agent/unreachable` while there is no connection or when it breaks under the call. */
  call(name: string, input: unknown): Promise<Result<unknown>>;
  state(): ConnectionState;
  close(): void;
}

/** Keeps a connection to the agent: reads the token anew at each try, since a restarted agent has a new one. */
export function createAgentConnection(options: {
  readonly runtimeFolder: string;
  /** The desktop account, told with each handshake. */
  readonly account: Promise<string | null>;
  readonly onEvent: (name: string, event: unknown) => void;
  readonly onState: (state: ConnectionState) => void;
}): AgentConnection {
  let state: ConnectionState = 'connecting';
  let live: MessageConnection | null = null;
  let socket: Socket | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failures = 0;
  let closed = false;

  const become = (next: ConnectionState) => {
    if (next === state) return;
    state = next;
    options.onState(next);
  };
  const retry = () => {
    live = null;
    if (closed || timer !== null) return;
    if (state === 'connected') become('lost');
    timer = setTimeout(open, reconnectDelayMs(failures, Math.random()));
    failures += 1;
  };
  const open = () => {
    timer = null;
    let token: string;
    try {
      token = readFileSync(join(options.runtimeFolder, tokenFile), 'utf8');
    } catch {
      retry();
      return;
    }
    const opened = connect(socketPath(options.runtimeFolder));
    socket = opened;
    opened.once('error', () => opened.destroy());
    opened.once('close', retry);
    opened.once('connect', () => {
      const connection = createMessageConnection(
        new JsonLineReader(opened, isAnswerOrNotification),
        new JsonLineWriter(opened),
      );
      connection.onError(() => undefined);
      connection.onNotification(eventNotification, ({ name, event }) => options.onEvent(name, event));
      opened.once('close', () => connection.dispose());
      connection.listen();
      const handshake = options.account.then((account) =>
        connection.sendRequest(handshakeRequest, { token, account }),
      );
      handshake.then(
        (answer) => {
          if (answer?.ok !== true) {
            opened.destroy();
            return;
          }
          live = connection;
          failures = 0;
          become('connected');
        },
        () => opened.destroy(),
      );
    });
  };
  open();

  return {
    async call(name, input) {
      if (live === null) return refuse('agent/unreachable');
      try {
        return await live.sendRequest(callRequest, { name, input });
      } catch {
        return refuse('agent/unreachable');
      }
    },
    state: () => state,
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      socket?.destroy();
    },
  };
}
