import { z } from 'zod';
import type { ProviderFailure } from '../provider.ts';
import { readSecretFile } from '../secret-file.ts';
import { parsedJson, requestService, type ServiceAnswer } from '../service-request.ts';
import { failureOfStatus } from '../status-failure.ts';
import type { KeycloakProviderSettings } from './keycloak-settings.ts';

export interface KeycloakRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below `/admin/realms/{realm}`, its parts encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** `missing` is 404, with what Keycloak says is not there; undefined `body` for an answer without one. */
export type KeycloakAnswer =
  | { readonly ok: true; readonly missing: false; readonly body: unknown }
  | { readonly ok: true; readonly missing: true; readonly what: string }
  | ProviderFailure;

export type KeycloakConnection = (request: KeycloakRequest) => Promise<KeycloakAnswer>;

/** A token that ends within so long is not used any more. */
const marginMs = 10_000;

const tokenSchema = z.object({
  access_token: z.string().min(10).max(16_384),
  expires_in: z.number().min(0).max(86_400),
});
/** Both forms occur, by where in the server it went wrong. */
const errorSchema = z.union([
  z.object({ error: z.string().max(500) }).transform(({ error }) => error),
  z.object({ errorMessage: z.string().max(500) }).transform(({ errorMessage }) => errorMessage),
]);

/**
 * Requests of a service account to Keycloak's Admin REST API, with a token of the client credentials grant (RFC 6749,
 * 4.4). The token is renewed before its end, and once when it is refused; the secret's file is read again each time.
 */
export function connectKeycloak(
  settings: KeycloakProviderSettings,
  monotonicMs: () => number = () => performance.now(),
): KeycloakConnection {
  const realm = encodeURIComponent(settings.realm);
  let held: { readonly token: string; readonly until: number } | null = null;

  async function takeToken(
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly token: string } | ProviderFailure> {
    if (held !== null && held.until > monotonicMs()) return { ok: true, token: held.token };
    const secret = secretOf(settings);
    if (secret === null) return { ok: false, code: 'provider/refused' };
    const asked = monotonicMs();
    const answer = await requestService({
      url: new URL(`${settings.path}/realms/${realm}/protocol/openid-connect/token`, settings.origin),
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        authorization: basicCredentials(settings.clientId, secret),
      },
      body: 'grant_type=client_credentials',
      timeoutMs: settings.timeoutMilliseconds,
      signal,
    });
    if (!answer.ok) return answer;
    if (answer.status !== 200) return failureOfStatus(answer.status, answer.headers);
    const read = tokenSchema.safeParse(parsedJson(answer.text));
    if (!read.success) return { ok: false, code: 'provider/unavailable' };
    held = { token: read.data.access_token, until: asked + read.data.expires_in * 1000 - marginMs };
    return { ok: true, token: held.token };
  }

  return async ({ method, path, query, body, signal }) => {
    for (let attempt = 0; ; attempt += 1) {
      const before = held?.token;
      const taken = await takeToken(signal);
      if (!taken.ok) return taken;
      const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
      const sent = await requestService({
        url: new URL(`${settings.path}/admin/realms/${realm}${path}${search}`, settings.origin),
        method,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${taken.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        timeoutMs: settings.timeoutMilliseconds,
        signal,
      });
      if (!sent.ok) return sent;
      if (sent.status !== 401) return read(sent, method);
      if (held?.token === taken.token) held = null;
      // A token from before may have been revoked; one that was just given out is refused for good.
      if (taken.token !== before || attempt > 0) return { ok: false, code: 'provider/refused' };
    }
  };
}

function read({ status, headers, text }: ServiceAnswer, method: KeycloakRequest['method']): KeycloakAnswer {
  const body = text === '' ? undefined : parsedJson(text);
  if (status === 404) {
    const error = errorSchema.safeParse(body);
    // A 404 that is not Keycloak's own is a wrong address.
    return error.success
      ? { ok: true, missing: true, what: error.data }
      : { ok: false, code: 'provider/refused' };
  }
  const changed = method !== 'GET' && (status === 204 || status === 201);
  if (changed || (status === 200 && method === 'GET' && body !== undefined))
    return { ok: true, missing: false, body };
  return failureOfStatus(status, headers);
}

/** RFC 6749, 2.3.1: both are form-encoded before they are joined. */
function basicCredentials(clientId: string, secret: string): string {
  const encoded = [clientId, secret].map((text) =>
    new URLSearchParams({ text }).toString().slice('text='.length),
  );
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
}

function secretOf({ clientSecretFile }: KeycloakProviderSettings): string | null {
  try {
    return readSecretFile(clientSecretFile);
  } catch {
    return null;
  }
}
