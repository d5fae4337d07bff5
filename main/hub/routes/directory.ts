import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DirectoryAnswer, DirectoryPerson } from '../../directory/directory.ts';
import type { FactorAnswer, FactorChallenge } from '../../directory/second-factor.ts';
import {
  factorRequest,
  factorResponse,
  verifyPasswordRequest,
  verifyPasswordResponse,
} from '../../exchange/directory-interface.ts';
import { hubRefusal } from '../../exchange/hub-interface.ts';
import { foldLogin } from '../../exchange/login-tag.ts';
import type { BackOff } from '../../exchange/sign-in-back-off.ts';
import { createDirectorySignIns } from '../guessing/directory-sign-ins.ts';
import type { HubContext } from '../hub-context.ts';
import { hubSecret, seal, unseal } from '../hub-secret.ts';
import type { HubServer } from '../hub-server.ts';
import { readInstitution } from '../institution.ts';
import { createRateLimiter } from '../rate-limit.ts';
import { sendRefusal } from '../refusal-status.ts';
import type { KnownStation } from '../station-proof.ts';

const security = [{ stationProof: [] }];
const refusals = { '4xx': hubRefusal, '5xx': hubRefusal } as const;
const bodyLimit = 64 * 1024;
/** All that a directory gets for one answer; a station waits a little longer. */
const answerMs = 9000;

/**
 * The hub asks the institution's directory for a lab station that has none of its own. A station may ask no oftener than
 * people type, and about one login no oftener than one person does, wherever they sit. What came is wiped after use and
 * is in no log.
 */
export function addDirectoryRoutes(app: HubServer, context: HubContext): void {
  const { directory } = context;
  const perStation = createRateLimiter({ burst: 20, perSecond: 0.5 });
  const perLogin = createRateLimiter({ burst: 20, perSecond: 0.1 });
  const signIns = createDirectorySignIns(context);
  const secret = hubSecret(context.key, 'factor-state');

  /** The lab station that asks, once it may; null when the reply has been sent. */
  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<KnownStation | null> {
    const { station } = request;
    if (station?.kind !== 'lab' || directory === null || (await isUnprotected(context, request))) {
      await sendRefusal(reply, 'call/not-offered-here');
      return null;
    }
    const seconds = perStation.take(station.id);
    if (seconds === 0) return station;
    await sendFlood(reply, seconds);
    return null;
  }
  const sealed = (challenge: FactorChallenge, station: KnownStation) => ({
    state: seal(secret, Buffer.from(challenge.state), station.id),
    factors: [...challenge.factors],
    expiresInSeconds: challenge.expiresInSeconds,
  });

  app.post(
    '/v1/directory/verify',
    {
      bodyLimit,
      schema: {
        summary: 'Verify a person’s password for a lab station',
        security,
        body: verifyPasswordRequest,
        response: { 200: verifyPasswordResponse, ...refusals },
      },
    },
    async (request, reply) => {
      const station = await admit(request, reply);
      if (station === null || directory === null) return reply;
      const attempt = await signIns.begin(station.id, request.body.login);
      if ('state' in attempt) return sendBackOff(reply, attempt);
      // Only what the back-off lets through uses it up, so that nobody's guessing keeps the person themselves from being asked for.
      const seconds = perLogin.take(foldLogin(request.body.login));
      if (seconds > 0) {
        await attempt.notJudged();
        return sendFlood(reply, seconds);
      }
      const signal = AbortSignal.any([context.stopping, AbortSignal.timeout(answerMs)]);
      const answer = await directory.verify({ ...request.body, signal });
      request.rawBody?.fill(0);
      if (answer.outcome === 'ok') await attempt.verified();
      else if (isNoFailure(answer)) await attempt.notJudged();
      return reply.code(200).send(travelling(answer, (challenge) => sealed(challenge, station)));
    },
  );

  for (const step of ['send', 'verify'] as const) {
    app.post(
      `/v1/directory/factor/${step}`,
      {
        bodyLimit,
        schema: {
          summary:
            step === 'send' ? 'Send a code or a prompt' : 'Judge a code, or whether a prompt was approved',
          security,
          body: factorRequest,
          response: { 200: factorResponse, ...refusals },
        },
      },
      async (request, reply) => {
        const station = await admit(request, reply);
        if (station === null) return reply;
        const { challenge, factorId, code } = request.body;
        const state = opened(secret, challenge.state, station.id);
        const verifier = directory?.secondFactor;
        if (state === null || verifier === undefined) return reply.code(200).send({ answer: 'over' });
        const signal = AbortSignal.any([context.stopping, AbortSignal.timeout(answerMs)]);
        const asked = { challenge: { ...challenge, state }, factorId, signal };
        const answer =
          step === 'send'
            ? await verifier.send(asked)
            : await verifier.verify({ ...asked, ...(code === undefined ? {} : { code }) });
        request.rawBody?.fill(0);
        return reply.code(200).send(travellingStep(answer, (next) => sealed(next, station)));
      },
    );
  }
}

/** What the stations' own counting doesn't count either. A directory that was cut off may have counted the password as wrong. */
function isNoFailure(answer: DirectoryAnswer): boolean {
  return (
    answer.outcome === 'mfa-required' || (answer.outcome === 'unavailable' && answer.cause !== 'cancelled')
  );
}

function sendFlood(reply: FastifyReply, seconds: number): FastifyReply {
  reply.header('retry-after', seconds);
  return sendRefusal(reply, 'call/flood');
}

function sendBackOff(
  reply: FastifyReply,
  backOff: Exclude<BackOff, { readonly state: 'free' }>,
): FastifyReply {
  if (backOff.state === 'too-many') return sendRefusal(reply, 'sign-in/too-many-failures');
  reply.header('retry-after', backOff.seconds);
  return sendRefusal(reply, 'sign-in/wait');
}

/** An institution that is in production types no password into a line without TLS. */
async function isUnprotected(context: HubContext, request: FastifyRequest): Promise<boolean> {
  if (request.protocol === 'https') return false;
  return (await readInstitution(context.database.kysely))?.settings.production ?? true;
}

function opened(secret: Buffer, state: string, station: string): string | null {
  try {
    return unseal(secret, state, station).toString('utf8');
  } catch {
    return null; // not this hub's, or another station's
  }
}

type Sealed = ReturnType<typeof verifyPasswordResponse.parse>;

function travellingPerson({ roles, groups, ...person }: DirectoryPerson) {
  return { ...person, roles: [...roles], groups: groups === null ? null : [...groups] };
}

function travelling(
  answer: DirectoryAnswer,
  sealed: (challenge: FactorChallenge) => NonNullable<Extract<Sealed, { challenge?: unknown }>['challenge']>,
): Sealed {
  if (answer.outcome === 'ok') {
    return { outcome: 'ok', person: travellingPerson(answer.person) };
  }
  if (answer.outcome === 'unavailable') return answer;
  const { outcome, challenge } = answer;
  return challenge === undefined ? { outcome } : { outcome, challenge: sealed(challenge) };
}

function travellingStep(
  answer: FactorAnswer,
  sealed: (
    challenge: FactorChallenge,
  ) => Extract<ReturnType<typeof factorResponse.parse>, { answer: 'waiting' }>['challenge'],
): ReturnType<typeof factorResponse.parse> {
  if (answer.answer === 'waiting') return { ...answer, challenge: sealed(answer.challenge) };
  if (answer.answer !== 'verified' || answer.person === null) return answer as { answer: 'over' };
  return { answer: 'verified', person: travellingPerson(answer.person) };
}
