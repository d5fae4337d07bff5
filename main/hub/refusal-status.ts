import type { FastifyReply } from 'fastify';
import type { ErrorCode } from '../../preload/contract/errors.ts';

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  'hub/proof-refused': 401,
  'hub/station-unknown': 401,
  'hub/station-revoked': 403,
  'hub/station-contested': 403,
  'hub/token-refused': 403,
  'call/not-offered-here': 403,
  'call/unknown-procedure': 404,
  'hub/conflict': 409,
  'call/too-large': 413,
  'call/flood': 429,
  'hub/day-full': 429,
};

/** Refuses with the code and its HTTP status; 400 for a code without one of its own. */
export function sendRefusal(reply: FastifyReply, code: ErrorCode): FastifyReply {
  return reply.code(statuses[code] ?? 400).send({ code });
}
