import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Result, refuse } from '../../../preload/contract/errors.ts';
import { hubRefusal } from '../../exchange/hub-interface.ts';
import { type OperatorProofDocument, provenBodyLimit } from '../../exchange/operator-act.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { type ProvenOperator, verifyOperatorAct } from '../operators/verify-operator-act.ts';
import { sendRefusal } from '../refusal-status.ts';
import type { KnownStation } from '../station-proof.ts';

interface CounterRoute<Body extends z.ZodType, Answer extends z.ZodType> {
  readonly summary: string;
  /** Longest body, in bytes. */
  readonly bodyLimit: number;
  readonly body: Body;
  readonly answer: Answer;
  /** @param reply for headers alone */
  readonly handle: (
    station: KnownStation,
    body: z.output<Body>,
    reply: FastifyReply,
  ) => Promise<Result<z.input<Answer>>>;
}

/** A `POST` of counters: whatever other station sends it is told that this isn't offered to it. */
export function addCounterRoute<Body extends z.ZodType, Answer extends z.ZodType>(
  app: HubServer,
  path: string,
  { summary, bodyLimit, body, answer, handle }: CounterRoute<Body, Answer>,
): void {
  const response: Record<string, z.ZodType> = { 200: answer, '4xx': hubRefusal, '5xx': hubRefusal };
  app.post(
    path,
    { bodyLimit, schema: { summary, security: [{ stationProof: [] }], body, response } },
    async (request, reply) => {
      const { station } = request;
      if (station?.kind !== 'counter') return sendRefusal(reply, 'call/not-offered-here');
      const told = await handle(station, request.body as z.output<Body>, reply);
      return told.ok ? reply.code(200).send(told.value) : sendRefusal(reply, told.refusal.code);
    },
  );
}

/** What an operator asks for in their own name: the body as the schema has it, and who stands behind it. */
interface ProvenRoute<Body extends z.ZodType, Answer extends z.ZodType>
  extends Omit<CounterRoute<Body, Answer>, 'bodyLimit' | 'handle'> {
  /** Verifies who asks; {@link verifyOperatorAct} when absent. */
  readonly verify?: typeof verifyOperatorAct;
  /** Asked before the proof, which costs more to verify; answers how many seconds the station has to wait. */
  readonly limit?: (station: KnownStation) => number;
  readonly handle: (
    asked: {
      readonly station: KnownStation;
      readonly operator: ProvenOperator;
      readonly body: z.output<Body>;
    },
    reply: FastifyReply,
  ) => Promise<Result<z.input<Answer>>>;
}

/**
 * A `POST` of counters in an operator's name. The station's word for who it is counts for nothing: the request carries the
 * proof of the operator's own sign-in.
 */
export function addProvenRoute<
  Body extends z.ZodType<{ readonly operator: string; readonly proof: OperatorProofDocument }>,
  Answer extends z.ZodType,
>(app: HubServer, context: HubContext, path: string, route: ProvenRoute<Body, Answer>): void {
  const { summary, body, answer, verify = verifyOperatorAct, limit, handle } = route;
  addCounterRoute(app, path, {
    summary,
    bodyLimit: provenBodyLimit,
    body,
    answer,
    handle: async (station, asked, reply) => {
      const seconds = limit?.(station) ?? 0;
      if (seconds > 0) {
        reply.header('retry-after', seconds);
        return refuse('call/flood');
      }
      const operator = await verify(context, station, path, asked);
      return operator.ok ? handle({ station, operator: operator.value, body: asked }, reply) : operator;
    },
  });
}
