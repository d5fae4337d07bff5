import { z } from 'zod';
import type { ProviderFailure } from '../provider.ts';
import { readSecretFile } from '../secret-file.ts';
import { parsedJson, requestService, type ServiceAnswer } from '../service-request.ts';
import { failureOfStatus } from '../status-failure.ts';
import type { PrivacyIdeaProviderSettings } from './privacyidea-settings.ts';

export interface PrivacyIdeaRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** In the query of a GET, in the form of a POST. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** `result.value` and `detail` of an answer, unread. `gone` is its way of saying that there is no such token. */
export type PrivacyIdeaAnswer =
  | { readonly ok: true; readonly gone: false; readonly value: unknown; readonly detail: unknown }
  | { readonly ok: true; readonly gone: true }
  | ProviderFailure;

export type PrivacyIdeaConnection = (request: PrivacyIdeaRequest) => Promise<PrivacyIdeaAnswer>;

/** privacyIDEA's own numbers (its "Error codes"): ResourceNotFoundError and UserError. */
const RESOURCE_NOT_FOUND = 601;
const USER = 904;

const envelope = z.object({
  result: z.object({
    status: z.boolean(),
    value: z.unknown().optional(),
    error: z.object({ code: z.number() }).optional(),
  }),
  detail: z.unknown().optional(),
});
const authentication = z.object({ token: z.string().min(10).max(8192) });

/**
 * Requests of an administrator to privacyIDEA's REST API. With a password it signs in when it has no token, and once
 * more when the token was refused; secret files are read again each time, so that they can be changed.
 */
export function connectPrivacyIdea(settings: PrivacyIdeaProviderSettings): PrivacyIdeaConnection {
  const { credential } = settings;
  let token: string | null = null;

  async function send(
    { method, path, fields, signal }: PrivacyIdeaRequest,
    headers: Readonly<Record<string, string>>,
  ): Promise<ServiceAnswer | ProviderFailure> {
    const form = new URLSearchParams(fields).toString();
    const inBody = method === 'POST';
    const query = inBody || form === '' ? '' : `?${form}`;
    return requestService({
      url: new URL(`${settings.path}${path}${query}`, settings.origin),
      method,
      headers: {
        accept: 'application/json',
        ...(inBody ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...headers,
      },
      ...(inBody ? { body: form } : {}),
      timeoutMs: settings.timeoutMilliseconds,
      signal,
    });
  }

  async function signIn(
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly token: string } | ProviderFailure> {
    const secret = secretOf(settings);
    if (secret === null) return { ok: false, code: 'provider/refused' };
    if (credential.kind === 'token') return { ok: true, token: secret };
    if (token !== null) return { ok: true, token };
    const fields = { username: credential.administrator, password: secret };
    const sent = await send({ method: 'POST', path: '/auth', fields, signal }, {});
    const answer = sent.ok ? read(sent) : sent;
    if (!answer.ok) return answer;
    const parsed = authentication.safeParse(answer.gone ? null : answer.value);
    if (!parsed.success) return { ok: false, code: 'provider/unavailable' };
    token = parsed.data.token;
    return { ok: true, token };
  }

  return async (request) => {
    for (let attempt = 0; ; attempt += 1) {
      const held = token;
      const signedIn = await signIn(request.signal);
      if (!signedIn.ok) return signedIn;
      const sent = await send(request, { authorization: signedIn.token });
      if (!sent.ok) return sent;
      if (sent.status !== 401) return read(sent);
      // Only a token from before may have run out; one that was just given out is refused for good.
      if (token === signedIn.token) token = null;
      if (held === null || attempt > 0) return { ok: false, code: 'provider/refused' };
    }
  };
}

function read({ status, headers, text }: ServiceAnswer): PrivacyIdeaAnswer {
  const parsed = envelope.safeParse(parsedJson(text));
  if (!parsed.success) return failureOfStatus(status, headers);
  const { result, detail } = parsed.data;
  if (result.error?.code === RESOURCE_NOT_FOUND) return { ok: true, gone: true };
  if (result.error?.code === USER && status < 500) return { ok: false, code: 'provider/unknown-person' };
  if (status !== 200) return failureOfStatus(status, headers);
  // Some errors come with 200; what it declined once it will decline again.
  if (!result.status) return { ok: false, code: 'provider/refused' };
  return { ok: true, gone: false, value: result.value, detail };
}

function secretOf({ credential }: PrivacyIdeaProviderSettings): string | null {
  try {
    return readSecretFile(credential.kind === 'token' ? credential.tokenFile : credential.passwordFile);
  } catch {
    return null;
  }
}
