import type { Socket } from 'node:net';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageWriter,
} from 'vscode-jsonrpc/node';

/** Longest message either side accepts, in bytes. A longer one ends the connection. */
export const maximumMessageBytes = 1024 * 1024;
/** Most that waits for a peer who does not read, in bytes. Beyond it the connection ends. */
export const maximumBacklogBytes = 8 * 1024 * 1024;

const newline = 0x0a;
/** Pieces of one line that are held before they are joined: a sender of single bytes must not cost a buffer for each. */
const maximumPieces = 1024;

/** Says whether a message is of a kind that this side expects. */
export type Expected = (message: Readonly<Record<string, unknown>>) => boolean;

/**
 * JSON-RPC messages, one per line, bounded: what does not fit, does not parse or is not expected ends the connection,
 * loudly, at the sender's cost. Messages are given on one per turn of the event loop, and nothing more is read
 * meanwhile, so that a flood waits in the sender's memory.
 */
export class JsonLineReader extends AbstractMessageReader {
  readonly #socket: Socket;
  readonly #expected: Expected;

  constructor(socket: Socket, expected: Expected) {
    super();
    this.#socket = socket;
    this.#expected = expected;
  }

  /** Begins to read. Called once. */
  override listen(callback: DataCallback): Disposable {
    const socket = this.#socket;
    let held: Buffer[] = [];
    let heldBytes = 0;
    const stop = (reason: string) => {
      this.fireError(new Error(reason));
      socket.destroy();
    };
    const onData = (chunk: Buffer) => {
      if (socket.destroyed) return;
      const end = chunk.indexOf(newline);
      const part = end < 0 ? chunk : chunk.subarray(0, end);
      heldBytes += part.length;
      if (heldBytes > maximumMessageBytes) {
        stop('message too large');
        return;
      }
      held.push(part);
      if (end < 0) {
        if (held.length > maximumPieces) held = [Buffer.concat(held)];
        return;
      }
      const message = parseMessage(held.length === 1 ? part : Buffer.concat(held), this.#expected);
      held = [];
      heldBytes = 0;
      if (message === null) {
        stop('message is not expected JSON-RPC 2.0');
        return;
      }
      callback(message);
      if (end + 1 === chunk.length) return;
      socket.pause();
      setImmediate(() => {
        socket.resume();
        onData(chunk.subarray(end + 1));
      });
    };
    const onClose = () => this.fireClose();
    const onError = (error: Error) => this.fireError(error);
    socket.on('data', onData).on('close', onClose).on('error', onError);
    return {
      dispose: () => {
        socket.off('data', onData).off('close', onClose);
      },
    };
  }
}

function parseMessage(line: Buffer, expected: Expected): Message | null {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
  return isMessage(value) && expected(value) ? value : null;
}

function isMessage(value: unknown): value is Message & Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'jsonrpc' in value && value.jsonrpc === '2.0';
}

/**
 * A request (JSON-RPC 2.0 §4) and nothing else: all that an agent takes from a face. The library's own notifications
 * (`$/cancelRequest`, `$/setTrace`) are not for strangers.
 */
export const isRequest: Expected = (message) => typeof message.method === 'string' && isId(message.id);

/** A response (JSON-RPC 2.0 §5) or a notification: all that a face takes from its agent. */
export const isAnswerOrNotification: Expected = (message) =>
  'method' in message
    ? typeof message.method === 'string' && !('id' in message)
    : isId(message.id) && 'result' in message !== 'error' in message;

function isId(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= 64 : Number.isSafeInteger(value);
}

/** Writes one message per line. */
export class JsonLineWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #socket: Socket;
  #failures = 0;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('close', () => this.fireClose());
  }

  /** Resolves when the socket has taken the message; an error is raised as an event, not thrown. */
  write(message: Message): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.writableLength > maximumBacklogBytes) this.#socket.destroy();
      this.#socket.write(`${JSON.stringify(message)}\n`, (error) => {
        if (error) {
          this.#failures += 1;
          this.fireError(error, message, this.#failures);
        }
        resolve();
      });
    });
  }

  end(): void {
    this.#socket.end();
  }
}
