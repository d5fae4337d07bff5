import type { FastifyReply, FastifyRequest } from 'fastify';
import { hubRefusal } from '../../exchange/hub-interface.ts';
import {
  enrolmentFinishRequest,
  enrolmentFinishResponse,
  enrolmentOpenRequest,
  enrolmentProgress,
  enrolmentProveRequest,
  enrolmentRegisterRequest,
  statementRequest,
  statementResponse,
} from '../../exchange/operator-interface.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { acceptStatement } from '../operators/accept-statement.ts';
import { finishEnrolment, openEnrolment, proveKey, registerKey } from '../operators/enrol-operator.ts';
import { sendRefusal } from '../refusal-status.ts';
import type { KnownStation } from '../station-proof.ts';

const security = [{ stationProof: [] }];
const refusals = { '4xx': hubRefusal, '5xx': hubRefusal } as const;
const bodyLimit = 64 * 1024;

/** The counter whose proof holds; anything else is told that this isn't offered to it. */
export function counterOf(request: FastifyRequest): KnownStation | null {
  return request.station?.kind === 'counter' ? request.station : null;
}

export function refuseStation(reply: FastifyReply): FastifyReply {
  return sendRefusal(reply, 'call/not-offered-here');
}

/** Operators' own statements about the registry, and the enrolment that an invitation allows. */
export function addOperatorRoutes(app: HubServer, context: HubContext): void {
  app.post(
    '/v1/operators/statements',
    {
      bodyLimit,
      schema: {
        summary:
          'Invite, recover or revoke an operator, or set up one’s own app or Windows Hello, by a signed statement',
        security,
        body: statementRequest,
        response: { 200: statementResponse, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const answer = await acceptStatement(context, station, request.body, context.now());
      return answer.ok ? reply.code(200).send(answer.value) : sendRefusal(reply, answer.refusal.code);
    },
  );
  app.post(
    '/v1/operators/enrolment',
    {
      bodyLimit,
      schema: {
        summary: 'Begin an enrolment with its one-time code',
        security,
        body: enrolmentOpenRequest,
        response: { 200: enrolmentProgress, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const answer = await openEnrolment(context, { ...request.body, station: station.id });
      return answer.ok ? reply.code(200).send(answer.value) : sendRefusal(reply, answer.refusal.code);
    },
  );
  app.post(
    '/v1/operators/enrolment/register',
    {
      bodyLimit,
      schema: {
        summary: 'Register a key by the policy’s rule of attestation',
        security,
        body: enrolmentRegisterRequest,
        response: { 200: enrolmentProgress, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const answer = await registerKey(context, { ...request.body, station: station.id });
      return answer.ok ? reply.code(200).send(answer.value) : sendRefusal(reply, answer.refusal.code);
    },
  );
  app.post(
    '/v1/operators/enrolment/prove',
    {
      bodyLimit,
      schema: {
        summary: 'The test signature of the key that was just registered',
        security,
        body: enrolmentProveRequest,
        response: { 200: enrolmentProgress, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const answer = await proveKey(context, { ...request.body, station: station.id });
      return answer.ok ? reply.code(200).send(answer.value) : sendRefusal(reply, answer.refusal.code);
    },
  );
  app.post(
    '/v1/operators/enrolment/finish',
    {
      bodyLimit,
      schema: {
        summary: 'Make the operator’s record active',
        security,
        body: enrolmentFinishRequest,
        response: { 200: enrolmentFinishResponse, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const answer = await finishEnrolment(context, { ...request.body, station: station.id });
      return answer.ok ? reply.code(200).send(answer.value) : sendRefusal(reply, answer.refusal.code);
    },
  );
}
