import type { FastifyReply, FastifyRequest } from 'fastify';
import { proofHeader } from '../../exchange/request-proof.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { createContactNotes } from '../operation/note-contact.ts';
import type { RateLimiter } from '../rate-limit.ts';
import { sendRefusal } from '../refusal-status.ts';
import { createStationProofs } from '../station-proof.ts';
import { stateTime } from '../time-statement.ts';

const noBytes = new Uint8Array();

/**
 * Puts the station's proof before every route that does not say `withoutProof`. A caller who names no enrolled
 * station's key is refused before the body is read; signature, body and nonce are judged before it is parsed as input.
 */
export function requireStationProof(app: HubServer, context: HubContext): void {
  const proofs = createStationProofs(context.database.kysely);
  const noteContact = createContactNotes(context.database.kysely);
  app.addHook('onRequest', async (request, reply) => {
    if (isFlooded(context.addressLimit, request.ip, reply)) return sendRefusal(reply, 'call/flood');
    if (needsNoProof(request)) return;
    const claimed = await proofs.claimed(proofOf(request));
    if (!claimed.ok) return sendRefusal(reply, claimed.refusal.code);
    request.station = claimed.value;
  });
  app.addHook('preValidation', async (request, reply) => {
    if (needsNoProof(request)) return;
    const { station } = request;
    const proof = proofOf(request);
    if (station === null || proof === undefined) return sendRefusal(reply, 'hub/proof-refused');
    const verified = await proofs.verify(station, proof, {
      method: request.method,
      path: request.raw.url ?? '',
      body: request.rawBody ?? noBytes,
      now: context.now(),
    });
    if (verified.ok) {
      if (isFlooded(context.stationLimit, station.id, reply)) return sendRefusal(reply, 'call/flood');
      await noteContact(station.id, context.now());
      return;
    }
    const { code, parameters } = verified.refusal;
    const nonce = parameters?.stale === true ? parameters.nonce : undefined;
    if (typeof nonce !== 'string') return sendRefusal(reply, code);
    // Its clock is wrong, and without the time it could never ask for the time.
    return reply.code(401).send({ code, time: stateTime(context.now(), nonce, context.key) });
  });
}

function needsNoProof(request: FastifyRequest): boolean {
  return request.is404 || request.routeOptions.config.withoutProof === true;
}

function proofOf(request: FastifyRequest): string | undefined {
  const header = request.headers[proofHeader];
  return typeof header === 'string' ? header : undefined;
}

function isFlooded(limiter: RateLimiter, key: string, reply: FastifyReply): boolean {
  const seconds = limiter.take(key);
  if (seconds === 0) return false;
  reply.header('retry-after', seconds);
  return true;
}
