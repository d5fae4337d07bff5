import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { connect, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { EventSink } from './event-settings.ts';
import type { HubEvent } from './hub-event.ts';
import { octetCounted, type SyslogOrigin, syslogMessage } from './syslog-message.ts';

/** Where one batch after the other goes, for as long as it takes them. */
export interface EventChannel {
  /**
   * Hands over a batch and resolves once it is taken, as far as that can be known: it is on the disk, or the connection
   * took every byte and still stood a while later, syslog having no answers. Throws where it is not; the whole batch may
   * be sent again then.
   */
  send(events: readonly HubEvent[]): Promise<void>;
  close(): Promise<void>;
}

const connectMs = 10_000;
/** How long a receiver may take nothing before it is given up. */
const stalledMs = 30_000;
/** How long a connection has to stand after a batch: a receiver that is gone resets it within that. */
const settleMs = 300;
/** What every receiver of datagrams has to take at least and should take (RFC 5426, 3.2). */
const datagramBytes = 2048;

/** Opens the way to a receiver. Throws where it can't be reached, or its certificate is another's. */
export async function openEventChannel(sink: EventSink, signal: AbortSignal): Promise<EventChannel> {
  switch (sink.kind) {
    case 'file':
      return fileChannel(sink.path);
    case 'udp':
      return datagramChannel(sink);
    case 'tcp':
    case 'tls':
      return streamChannel(sink, signal);
  }
}

function originOf({ enterprise, facility }: Exclude<EventSink, { kind: 'file' }>): SyslogOrigin {
  return { hostname: hostname(), facility, enterprise, processId: process.pid };
}

function fileChannel(path: string): EventChannel {
  return {
    async send(events) {
      // Opened anew for each batch, so that the file may be moved away in between.
      const file = await open(path, 'a', 0o600);
      try {
        const lines = events.map(
          ({ stream, position, at, kind, severity, facts }) =>
            `${JSON.stringify({ stream, position, at, kind, severity, facts })}\n`,
        );
        await file.appendFile(lines.join(''));
        await file.datasync();
      } finally {
        await file.close();
      }
    },
    close: async () => undefined,
  };
}

function datagramChannel(sink: Extract<EventSink, { kind: 'udp' }>): EventChannel {
  const socket = createSocket(isIP(sink.host) === 6 ? 'udp6' : 'udp4');
  socket.on('error', () => undefined);
  const origin = originOf(sink);
  return {
    async send(events) {
      for (const event of events) {
        // A datagram that is too long loses its end rather than its place (RFC 5424, 6.1).
        const message = syslogMessage(event, origin).subarray(0, datagramBytes);
        await new Promise<void>((resolve, reject) => {
          socket.send(message, sink.port, sink.host, (error) => (error === null ? resolve() : reject(error)));
        });
      }
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

async function streamChannel(
  sink: Extract<EventSink, { kind: 'tcp' | 'tls' }>,
  signal: AbortSignal,
): Promise<EventChannel> {
  const socket = await connected(sink, signal);
  const origin = originOf(sink);
  let gone: Error | null = null;
  const lost = new AbortController();
  const onGone = (error?: Error) => {
    gone ??= error ?? new Error('the receiver closed the connection');
    lost.abort();
    socket.destroy();
  };
  socket.on('error', onGone);
  signal.addEventListener('abort', () => onGone(new Error('the hub stops')), { once: true });
  socket.once('end', () => onGone());
  socket.once('close', () => onGone());
  // It has nothing to say; unread it would never be seen to close.
  socket.resume();
  socket.setTimeout(stalledMs, () => {
    if (socket.writableLength > 0) onGone(new Error('the receiver takes nothing'));
  });
  return {
    async send(events) {
      if (gone !== null) throw gone;
      await taken(
        socket,
        events.map((event) => octetCounted(syslogMessage(event, origin))),
        lost.signal,
      );
      await delay(settleMs, undefined, { signal: lost.signal }).catch(() => undefined);
      if (gone !== null) throw gone;
    },
    async close() {
      socket.destroy();
    },
  };
}

/** Writes as fast as the receiver takes it, and resolves when the connection has every byte. */
async function taken(socket: Socket, messages: readonly Buffer[], lost: AbortSignal): Promise<void> {
  for (const message of messages)
    await new Promise<void>((resolve, reject) => {
      const fail = () => reject(new Error('the connection was lost'));
      if (lost.aborted) return fail();
      lost.addEventListener('abort', fail, { once: true });
      socket.write(message, (error) => {
        lost.removeEventListener('abort', fail);
        if (error === undefined || error === null) resolve();
        else reject(error);
      });
    });
}

async function connected(
  sink: Extract<EventSink, { kind: 'tcp' | 'tls' }>,
  signal: AbortSignal,
): Promise<Socket> {
  const { host, port } = sink;
  const socket =
    sink.kind === 'tcp'
      ? connect({ host, port })
      : connectTls({
          host,
          port,
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...(sink.authorityFile === undefined ? {} : { ca: readFileSync(sink.authorityFile, 'utf8') }),
          minVersion: 'TLSv1.2',
          rejectUnauthorized: true,
        });
  const limited = AbortSignal.any([signal, AbortSignal.timeout(connectMs)]);
  try {
    await new Promise<void>((resolve, reject) => {
      limited.addEventListener('abort', () => reject(new Error('no connection in time')), { once: true });
      socket.once('error', reject);
      socket.once(sink.kind === 'tcp' ? 'connect' : 'secureConnect', () => resolve());
    });
    return socket;
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
}
