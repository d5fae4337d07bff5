import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { judgeStartTlsResponse, START_TLS_REQUEST } from './ldap-start-tls.ts';
import { hostOf, type LdapTransport } from './ldap-transport.ts';

/** No answer to a sign-in or a look at a group is near this; a server that sends more is cut off. */
const MAXIMUM_RECEIVED_BYTES = 4 * 1024 * 1024;

export type OpenedConnection =
  | { readonly ok: true; readonly socket: Socket }
  | { readonly ok: false; readonly cause: 'network' | 'tls' };

/**
 * Opens a connection that is ready for a bind: TCP, then TLS as the transport demands, with certificate and host name
 * verified (RFC 4513, 3.1.3). Done here and not by the LDAP library, whose StartTLS neither checks the host name, nor
 * bounds the handshake, nor discards what came before it, and whose reconnecting would fall back to plaintext.
 *
 * When `signal` fires, during or after opening, the socket is destroyed. An aborted opening reports `network`; the
 * caller, who knows whose signal it was, says `timeout` or `cancelled`.
 */
export async function openLdapConnection(options: {
  readonly url: string;
  readonly transport: LdapTransport;
  readonly signal: AbortSignal;
  /** For a connection that reads everybody. */
  readonly maximumReceivedBytes?: number;
}): Promise<OpenedConnection> {
  const { url, transport, signal } = options;
  const maximum = options.maximumReceivedBytes ?? MAXIMUM_RECEIVED_BYTES;
  if (signal.aborted) return { ok: false, cause: 'network' };
  const host = hostOf(url);
  const port = Number(new URL(url).port || (transport.security === 'ldaps' ? 636 : 389));

  const tcp = connect({ host, port, noDelay: true });
  destroyOnAbort(tcp, signal);
  if ((await reached(tcp, 'connect')) !== 'reached') return { ok: false, cause: 'network' };
  if (transport.security === 'none') return { ok: true, socket: bounded(tcp, maximum) };

  if (transport.security === 'starttls') {
    const answer = await askForTls(tcp);
    if (answer !== 'accepted') {
      tcp.destroy();
      return { ok: false, cause: answer === 'refused' ? 'tls' : 'network' };
    }
  }

  const tls = connectTls({
    socket: tcp,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(transport.certificateAuthority === undefined ? {} : { ca: transport.certificateAuthority }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true, // said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 can't switch it off
  });
  destroyOnAbort(tls, signal);
  const handshake = await reached(tls, 'secureConnect');
  if (handshake === 'reached') return { ok: true, socket: bounded(tls, maximum) };
  tls.destroy();
  tcp.destroy();
  return { ok: false, cause: handshake === 'dropped' ? 'network' : 'tls' };
}

function destroyOnAbort(socket: Socket, signal: AbortSignal): void {
  const destroy = (): void => void socket.destroy();
  signal.addEventListener('abort', destroy, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', destroy));
  // An error always ends in 'close', which is where it is noticed; unheard it would end the process.
  socket.on('error', () => undefined);
}

/** `dropped` is a connection that broke, `failed` a peer or certificate that was turned down. */
function reached(
  socket: Socket,
  event: 'connect' | 'secureConnect',
): Promise<'reached' | 'dropped' | 'failed'> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      resolve(error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'dropped' : 'failed');
    };
    socket.once('error', onError);
    socket.once('close', () => resolve('dropped'));
    socket.once(event, () => {
      socket.off('error', onError);
      resolve('reached');
    });
  });
}

function askForTls(socket: Socket): Promise<'accepted' | 'refused' | 'dropped'> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      const verdict = judgeStartTlsResponse(received);
      if (verdict === 'incomplete') return;
      socket.off('data', onData);
      socket.pause();
      resolve(verdict);
    };
    socket.on('data', onData);
    socket.once('close', () => resolve('dropped'));
    socket.write(START_TLS_REQUEST);
  });
}

function bounded(socket: Socket, maximum: number): Socket {
  const limit = socket.bytesRead + maximum;
  socket.on('data', () => {
    if (socket.bytesRead > limit) socket.destroy();
  });
  return socket;
}
