import { z } from 'zod';
import type { DirectoryPerson, UnavailableCause } from './directory-person.ts';
import { type JsonAnswer, requestJson } from './json-request.ts';
import {
  type PrivacyIdeaSettings,
  type PrivacyIdeaSettingsInput,
  privacyIdeaSettingsSchema,
} from './privacyidea-settings.ts';
import {
  type FactorAnswer,
  type FactorChallenge,
  type FactorRequest,
  readCode,
  type SecondFactor,
} from './second-factor.ts';

/** privacyIDEA keeps a challenge for 2 minutes unless its settings say otherwise. */
const CHALLENGE_SECONDS = 120;
const MOST_CHALLENGES = 20;
/** The factor that needs nothing sent: a code of whatever token the person has. */
const ANY_CODE = 'code';

const triggered = z.object({
  serial: z.string().max(100).optional(),
  type: z.string().max(40),
  transaction_id: z.string().max(100),
  client_mode: z.string().max(40).optional(),
});
/** privacyidea.readthedocs.io, "Validate endpoints". */
const answerSchema = z.object({
  result: z.object({
    status: z.boolean(),
    value: z.union([z.boolean(), z.number()]).optional(),
    authentication: z.string().optional(),
    error: z.object({ code: z.number() }).optional(),
  }),
  detail: z
    .object({
      transaction_id: z.string().max(100).optional(),
      serial: z.string().max(100).optional(),
      multi_challenge: z.array(triggered).max(MOST_CHALLENGES).optional(),
    })
    .nullish(),
});
type Answer = z.infer<typeof answerSchema>;

const stateSchema = z.strictObject({
  user: z.string(),
  /** Null until something was triggered. */
  transaction: z.string().nullable(),
});

/**
 * Second factors of privacyIDEA: `POST /validate/triggerchallenge` sends what can be sent, `/validate/check` judges a
 * code, and a push is watched by `/validate/polltransaction` and settled by `/validate/check` with an empty code. Its own
 * failure counters apply beside the station's.
 *
 * @throws ZodError when the settings are invalid.
 */
export function createPrivacyIdea(input: PrivacyIdeaSettingsInput): SecondFactor {
  const settings = privacyIdeaSettingsSchema.parse(input);

  async function ask(
    path: string,
    fields: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
    method: 'GET' | 'POST' = 'POST',
  ): Promise<Answer | UnavailableCause> {
    const realm = settings.realm === undefined || method === 'GET' ? {} : { realm: settings.realm };
    const form = new URLSearchParams({ ...fields, ...realm }).toString();
    const url = new URL(`${settings.path}${path}${method === 'GET' ? `?${form}` : ''}`, settings.origin);
    const answer = await requestJson({
      url,
      method,
      ...(method === 'GET' ? {} : { body: form }),
      headers: {
        ...(method === 'GET' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...authorisation(settings, path),
      },
      timeoutMs: settings.timeoutMilliseconds,
      signal: signal ?? new AbortController().signal,
    });
    return readAnswer(answer);
  }

  /** What is waited for after something was sent. */
  function challengeOf(user: string, transaction: string | null, factors: FactorChallenge['factors']) {
    const state = JSON.stringify({ user, transaction } satisfies z.infer<typeof stateSchema>);
    return { state, factors, expiresInSeconds: CHALLENGE_SECONDS };
  }

  async function trigger(user: string, type: string, signal: AbortSignal | undefined) {
    const answer = await ask('/validate/triggerchallenge', { user, type }, signal);
    if (typeof answer === 'string') return answer;
    if (!answer.result.status) return 'configuration' as const;
    return {
      transaction: answer.detail?.transaction_id ?? null,
      tokens: answer.detail?.multi_challenge ?? [],
    };
  }

  async function check(request: FactorRequest, pass: string): Promise<FactorAnswer> {
    const state = readState(request.challenge.state);
    if (state === undefined) return { answer: 'over' };
    const sent = request.factorId !== ANY_CODE;
    if (sent && state.transaction === null) return { answer: 'over' };
    const transaction = sent && state.transaction !== null ? { transaction_id: state.transaction } : {};
    const answer = await ask('/validate/check', { user: state.user, pass, ...transaction }, request.signal);
    if (typeof answer === 'string') return { answer: 'unavailable', cause: answer };
    const { result } = answer;
    if (!result.status) return { answer: 'unavailable', cause: 'configuration' };
    // Without a serial no token was shown: a policy such as passOnNoToken let the person through. `CHALLENGE` says that
    // only a PIN was given.
    const token = answer.detail?.serial ?? '';
    if (result.value === true && (result.authentication ?? 'ACCEPT') === 'ACCEPT' && token !== '') {
      return { answer: 'verified', person: null };
    }
    return { answer: result.authentication === 'DECLINED' ? 'rejected' : 'wrong' };
  }

  return {
    kind: 'privacyidea',
    async begin(person: DirectoryPerson, signal) {
      const user = settings.user === 'login' ? person.login : person.id;
      if (signal?.aborted) return { answer: 'unavailable', cause: 'cancelled' };
      // Who has which token is an administrator's knowledge: what may be sent is said by the settings.
      const sent = settings.sends.map((kind) => ({ id: kind, kind, hint: null }));
      const factors = [...sent, { id: ANY_CODE, kind: 'totp', hint: null } as const];
      return { answer: 'challenge', challenge: challengeOf(user, null, factors) };
    },
    async send({ challenge, factorId, signal }) {
      const state = readState(challenge.state);
      if (state === undefined) return { answer: 'over' };
      const sent = await trigger(state.user, factorId, signal);
      if (typeof sent === 'string') return { answer: 'unavailable', cause: sent };
      const reached = sent.tokens.some((token) => token.type === factorId);
      if (sent.transaction === null || !reached) return { answer: 'refused', outcome: 'mfa-required' };
      return {
        answer: 'waiting',
        challenge: challengeOf(state.user, sent.transaction, challenge.factors),
        show: null,
      };
    },
    async verify({ code, ...request }) {
      if (code !== undefined) {
        const pass = readCode(code);
        return pass === undefined ? { answer: 'wrong' } : check(request, pass);
      }
      const state = readState(request.challenge.state);
      if (state === undefined || state.transaction === null) return { answer: 'over' };
      const fields = { transaction_id: state.transaction };
      const poll = await ask('/validate/polltransaction', fields, request.signal, 'GET');
      if (typeof poll === 'string') return { answer: 'unavailable', cause: poll };
      if (poll.result.authentication === 'DECLINED') return { answer: 'rejected' };
      return poll.result.value === true
        ? check(request, '')
        : { answer: 'waiting', challenge: request.challenge, show: null };
    },
  };
}

/** The token goes only where it is needed: whoever may validate with it may not be anybody. */
function authorisation({ serviceToken }: PrivacyIdeaSettings, path: string): Record<string, string> {
  return serviceToken !== undefined && path === '/validate/triggerchallenge'
    ? { authorization: serviceToken }
    : {};
}

function readAnswer(answer: JsonAnswer): Answer | UnavailableCause {
  if (!answer.ok) return answer.cause;
  if (answer.status === 429 || answer.status >= 500) return 'busy';
  const parsed = answerSchema.safeParse(answer.body);
  return parsed.success ? parsed.data : 'configuration';
}

function readState(text: string): z.infer<typeof stateSchema> | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
