import { z } from 'zod';
import {
  areSendable,
  type Directory,
  type DirectoryAnswer,
  type UnavailableCause,
  type VerifyRequest,
} from './directory.ts';
import { requestJson } from './json-request.ts';
import { fullLogin } from './login-rules.ts';
import {
  numberToShow,
  type OktaErrorVerdict,
  offeredFactors,
  personOfTransaction,
  verdictOfError,
  verdictOfTransaction,
} from './okta-answer.ts';
import { type OktaSettingsInput, oktaSettingsSchema } from './okta-settings.ts';
import { type OktaTransaction, oktaTransaction } from './okta-transaction.ts';
import type { FactorAnswer, FactorChallenge, FactorRequest, FactorVerifier } from './second-factor.ts';
import { readCode } from './second-factor.ts';

/** Okta's own limit of a state token is 5 minutes. */
const LONGEST_CHALLENGE_SECONDS = 300;
/** How long a rate limit is obeyed at most; a wrong clock in its header must not close the lab. */
const LONGEST_REST_MS = 60_000;

type Reply =
  | {
      readonly reply: 'transaction';
      readonly transaction: OktaTransaction;
      readonly expiresInSeconds: number;
    }
  | { readonly reply: 'error'; readonly error: OktaErrorVerdict };

/** A challenge's state: the transaction, and the factor that was asked last, which Okta wants put back before another. */
const stateSchema = z.strictObject({
  token: z.string(),
  factor: z.string().nullable(),
  factors: z.array(z.string()),
});

/**
 * Verifies passwords by Okta's primary authentication (`POST /api/v1/authn`) and second factors by its factor verify.
 * The session token that a success brings is dropped: nobody is signed in to Okta. After a 429 nothing is sent until the
 * limit is over.
 *
 * @throws ZodError when the settings are invalid.
 */
export function createOktaDirectory(
  input: OktaSettingsInput,
  monotonicMs: () => number = () => performance.now(),
): Directory & { readonly secondFactor: FactorVerifier } {
  const settings = oktaSettingsSchema.parse(input);
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  let restsUntil = Number.NEGATIVE_INFINITY;

  async function post(path: string, body: object, signal: AbortSignal | undefined): Promise<Reply> {
    if (monotonicMs() < restsUntil) return error({ verdict: 'unavailable', cause: 'busy' });
    const answer = await requestJson({
      url: new URL(path, settings.origin),
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      timeoutMs: settings.timeoutMilliseconds,
      signal: AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]),
    });
    if (!answer.ok) return error({ verdict: 'unavailable', cause: answer.cause });
    if (answer.status !== 200) {
      const verdict = verdictOfError(answer.status, answer.body);
      if (answer.status === 429 && verdict.verdict !== 'recently-sent') {
        restsUntil = monotonicMs() + restMs(answer.headers);
      }
      return error(verdict);
    }
    const transaction = oktaTransaction.safeParse(answer.body);
    if (!transaction.success) return error({ verdict: 'unavailable', cause: 'configuration' });
    const expiresInSeconds = lifeSeconds(transaction.data.expiresAt, answer.headers);
    return { reply: 'transaction', transaction: transaction.data, expiresInSeconds };
  }

  async function verifyPassword(request: VerifyRequest): Promise<DirectoryAnswer> {
    const username = fullLogin(request.login, settings.login);
    const reply = await post('/api/v1/authn', { username, password: request.password }, request.signal);
    if (reply.reply === 'error') return answerOfError(reply.error);
    const { transaction } = reply;
    const verdict = verdictOfTransaction(transaction);
    switch (verdict.verdict) {
      case 'person': {
        const person = personOfTransaction(transaction, settings.login);
        return person === undefined ? unavailable('configuration') : { outcome: 'ok', person };
      }
      case 'factors': {
        const factors = offeredFactors(transaction);
        if (factors.length === 0 || transaction.stateToken === undefined) return { outcome: 'mfa-required' };
        const state = { token: transaction.stateToken, factor: null, factors: factors.map(({ id }) => id) };
        const { expiresInSeconds } = reply;
        return {
          outcome: 'mfa-required',
          challenge: { state: JSON.stringify(state), factors, expiresInSeconds },
        };
      }
      case 'refused':
        return { outcome: verdict.outcome };
      default: // a factor's answer, which nobody asked for
        return { outcome: 'mfa-required' };
    }
  }

  async function ask(
    { challenge, factorId, signal }: FactorRequest,
    more: { readonly passCode?: string; readonly again?: boolean },
  ): Promise<FactorAnswer> {
    const state = readState(challenge.state);
    if (state === undefined || !state.factors.includes(factorId)) return { answer: 'over' };
    if (state.factor !== null && state.factor !== factorId) {
      const back = await post('/api/v1/authn/previous', { stateToken: state.token }, signal);
      if (back.reply === 'error') return factorAnswerOfError(back.error);
    }
    const again = more.again === true && state.factor === factorId ? '/resend' : '';
    const passCode = more.passCode === undefined ? {} : { passCode: more.passCode };
    const path = `/api/v1/authn/factors/${factorId}/verify${again}`;
    const reply = await post(path, { stateToken: state.token, ...passCode }, signal);
    if (reply.reply === 'error') {
      return reply.error.verdict === 'recently-sent'
        ? { answer: 'waiting', challenge, show: null }
        : factorAnswerOfError(reply.error);
    }
    const { transaction, expiresInSeconds } = reply;
    const verdict = verdictOfTransaction(transaction);
    switch (verdict.verdict) {
      case 'person': {
        const person = personOfTransaction(transaction, settings.login);
        return person === undefined ? notUsable : { answer: 'verified', person };
      }
      case 'factors':
      case 'waiting': {
        const next = JSON.stringify({ ...state, factor: factorId });
        const waiting: FactorChallenge = { state: next, factors: challenge.factors, expiresInSeconds };
        return { answer: 'waiting', challenge: waiting, show: numberToShow(transaction) };
      }
      case 'rejected':
      case 'over':
        return { answer: verdict.verdict };
      case 'refused':
        return { answer: 'refused', outcome: verdict.outcome };
    }
  }

  async function tracked<Answer>(work: Promise<Answer>): Promise<Answer> {
    underWay.add(work);
    try {
      return await work;
    } finally {
      underWay.delete(work);
    }
  }

  return {
    kind: 'okta',
    async verify(request) {
      if (!areSendable(request.login, request.password)) return { outcome: 'wrong' };
      return tracked(verifyPassword(request));
    },
    secondFactor: {
      send: (request) => tracked(ask(request, { again: true })),
      async verify({ code, ...request }) {
        if (code === undefined) return tracked(ask(request, {}));
        const passCode = readCode(code);
        return passCode === undefined ? { answer: 'wrong' } : tracked(ask(request, { passCode }));
      },
    },
    async close() {
      closing.abort();
      await Promise.allSettled(underWay);
    },
  };
}

const notUsable: FactorAnswer = { answer: 'unavailable', cause: 'configuration' };

function error(verdict: OktaErrorVerdict): Reply {
  return { reply: 'error', error: verdict };
}

function answerOfError(verdict: OktaErrorVerdict): DirectoryAnswer {
  if (verdict.verdict === 'refused') return { outcome: verdict.outcome };
  return unavailable(verdict.verdict === 'unavailable' ? verdict.cause : 'configuration');
}

function factorAnswerOfError(verdict: OktaErrorVerdict): FactorAnswer {
  switch (verdict.verdict) {
    case 'wrong-code':
      return { answer: 'wrong' };
    case 'over':
      return { answer: 'over' };
    case 'recently-sent':
      return { answer: 'unavailable', cause: 'busy' };
    case 'unavailable':
      return { answer: 'unavailable', cause: verdict.cause };
    case 'refused':
      // A 401 on a factor speaks of the transaction, not of the password, which was right a moment ago.
      if (verdict.outcome === 'wrong') return { answer: 'over' };
      return verdict.outcome === 'locked'
        ? { answer: 'locked' }
        : { answer: 'refused', outcome: verdict.outcome };
  }
}

function unavailable(cause: UnavailableCause): DirectoryAnswer {
  return { outcome: 'unavailable', cause };
}

function readState(text: string): z.infer<typeof stateSchema> | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Judged by Okta's own clock, which its `Date` header tells, not by this machine's. */
function serverNowMs(headers: Headers): number | null {
  const at = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(at) ? null : at;
}

function lifeSeconds(expiresAt: string | undefined, headers: Headers): number {
  const left = (Date.parse(expiresAt ?? '') - (serverNowMs(headers) ?? Number.NaN)) / 1000;
  if (Number.isNaN(left)) return LONGEST_CHALLENGE_SECONDS;
  return Math.min(LONGEST_CHALLENGE_SECONDS, Math.max(1, Math.floor(left)));
}

/** Until `X-Rate-Limit-Reset`, in seconds since 1970 by Okta's clock. */
function restMs(headers: Headers): number {
  const resetMs = Number(headers.get('x-rate-limit-reset') ?? 'NaN') * 1000;
  const left = resetMs - (serverNowMs(headers) ?? Number.NaN);
  return Number.isNaN(left) ? 5000 : Math.min(LONGEST_REST_MS, Math.max(1000, left));
}
