import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { handshakeRequest, socketPath, tokenFile } from '../../socket/face-protocol.ts';
import { isAnswerOrNotification, JsonLineReader, JsonLineWriter } from '../../socket/json-lines.ts';
import type { HubSight, ServiceSight, TlsSight } from './judge-surroundings.ts';
import type { Sight } from './judgement.ts';

/** Shakes hands with the agent as a face does. */
export async function lookAtService(
  runtimeFolder: string,
  signal: AbortSignal,
): Promise<Sight<ServiceSight>> {
  let token: string;
  try {
    token = await readFile(join(runtimeFolder, tokenFile), 'utf8');
  } catch (error) {
    return { seen: errorCode(error) === 'ENOENT' ? 'nobody-listens' : 'no-permission' };
  }
  let socket: Socket;
  try {
    socket = await connected(socketPath(runtimeFolder), signal);
  } catch (error) {
    const code = errorCode(error);
    return { seen: code === 'EACCES' || code === 'EPERM' ? 'no-permission' : 'nobody-listens' };
  }
  const connection = createMessageConnection(
    new JsonLineReader(socket, isAnswerOrNotification),
    new JsonLineWriter(socket),
  );
  try {
    connection.onError(() => undefined);
    connection.listen();
    const silent = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
    const closed = new Promise<null>((resolve) => socket.once('close', () => resolve(null)));
    const shaken = connection.sendRequest(handshakeRequest, { token }).catch(() => null);
    const answer = await Promise.race([shaken, silent, closed]);
    if (answer === null || answer === undefined) return { seen: 'silent' };
    return { seen: answer.ok ? 'answers' : 'token-refused' };
  } finally {
    connection.dispose();
    socket.destroy();
  }
}

function connected(path: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, signal });
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

/** Most of a health answer that is read, in bytes. */
const answerLimit = 16 * 1024;

/** Asks the hub whether it is ready, and looks at the certificate that it shows. */
export function lookAtHub(url: string | null, signal: AbortSignal): Promise<Sight<HubSight>> {
  if (url === null) return Promise.resolve({ seen: { state: 'no-hub' } });
  const address = new URL('/v1/health', url);
  const request = address.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const unreachable = (why: string) => resolve({ seen: { state: 'unreachable', why } });
    const asked = request(address, { signal, agent: false }, (response) => {
      const tls = response.socket instanceof TLSSocket ? tlsSight(response.socket) : null;
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > answerLimit) asked.destroy();
        else parts.push(part);
      });
      response.on('error', () => unreachable('broken-answer'));
      response.on('end', () => {
        if (!isHealth(Buffer.concat(parts).toString('utf8'))) unreachable('not-a-hub');
        else resolve({ seen: { state: 'answers', ready: response.statusCode === 200, tls } });
      });
    });
    asked.on('error', (error) => unreachable(reasonOf(errorCode(error))));
    asked.end();
  });
}

function isHealth(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null && 'live' in answer && 'ready' in answer;
  } catch {
    return false;
  }
}

function tlsSight(socket: TLSSocket): TlsSight {
  const certificate = socket.getPeerCertificate();
  const { O: organisation, CN: name } = certificate.issuer ?? {};
  const issuer = organisation ?? name ?? 'unknown';
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    issuer: (Array.isArray(issuer) ? issuer.join(' ') : issuer).slice(0, 200),
    validTo: certificate.valid_to ?? '',
  };
}

/** Node's own words for a failed connection; those about certificates begin with `tls-`. */
function reasonOf(code: string): string {
  const isTls = /CERT|SIGNED|ERR_TLS|ISSUER|EPROTO|ERR_SSL/.test(code);
  if (code === 'ABORT_ERR') return 'no-answer';
  return `${isTls ? 'tls-' : ''}${code.toLowerCase().replaceAll('_', '-')}`;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
