import { AsyncLocalStorage } from 'node:async_hooks';
import { createPrivateKey } from 'node:crypto';
import { Client, RequestExecutor } from '@okta/okta-sdk-nodejs';
import { z } from 'zod';
import type { ProviderFailure } from '../provider.ts';
import { parsedJson, requestService, type ServiceAnswer } from '../service-request.ts';
import { failureOfStatus } from '../status-failure.ts';

export interface OktaRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** A path with its query on the organisation's own origin, or an address there. */
  readonly path: string;
  readonly body?: object;
  readonly signal: AbortSignal;
}

/** Any status is an answer, except that the credential was refused or a limit or fault came up. */
export type OktaConnection = (request: OktaRequest) => Promise<ServiceAnswer | ProviderFailure>;

const tokenPath = '/oauth2/v1/token';
const tokenAnswer = z.object({ access_token: z.string().min(1), token_type: z.literal('Bearer') });

/** What the library hands to its way to the network; it exports no type of it. */
interface LibraryRequest {
  readonly url?: string;
  readonly method?: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** What the network did, carried past the library, which knows no such value. */
class NotReached extends Error {
  readonly failure: ProviderFailure;
  constructor(failure: ProviderFailure) {
    super('Okta was not reached.');
    this.failure = failure;
  }
}

/**
 * Okta's own library, for what it is good at: the private-key JWT, tokens, and a new token when one is refused. Its
 * models, its collections, its cache and its retries are left alone: they take an answer of any shape for a good one,
 * follow a page's link to any host, answer from memory, and wait for minutes.
 *
 * @throws Error when the key is none, or not RSA: the library could sign nothing with it.
 */
export function connectOkta(options: {
  readonly origin: string;
  readonly clientId: string;
  readonly privateKey: string;
  readonly keyId: string | undefined;
  readonly scopes: readonly string[];
  readonly timeoutMs: number;
}): OktaConnection {
  if (createPrivateKey(options.privateKey).asymmetricKeyType !== 'rsa')
    throw new Error('the private key is not RSA');
  const callers = new AsyncLocalStorage<AbortSignal>();
  const executor = new (class extends RequestExecutor {
    // The library's type is another implementation's Response; it uses status, headers, url, text() and json().
    override async fetch(request: LibraryRequest): Promise<never> {
      const url = ownAddress(String(request.url), options.origin);
      const answer = await requestService({
        url,
        method: String(request.method ?? 'GET').toUpperCase(),
        headers: Object.fromEntries(
          Object.entries(request.headers ?? {}).map(([name, value]) => [name, String(value)]),
        ),
        ...(typeof request.body === 'string' ? { body: request.body } : {}),
        timeoutMs: options.timeoutMs,
        signal: callers.getStore() ?? AbortSignal.timeout(options.timeoutMs),
      });
      if (!answer.ok) throw new NotReached(answer);
      const { status, headers, text } = answer;
      if (url.pathname === tokenPath) assertToken(answer);
      return new Response(text === '' ? null : text, { status, headers }) as never;
    }
  })();
  const client = new Client({
    orgUrl: options.origin,
    authorizationMode: 'PrivateKey',
    clientId: options.clientId,
    scopes: [...options.scopes],
    privateKey: options.privateKey,
    // Said even where there is none: the library would look for one in the environment.
    keyId: options.keyId ?? '',
    requestExecutor: executor,
    cacheMiddleware: null,
  });

  return async ({ method, path, body, signal }) => {
    try {
      return await callers.run(signal, async () => {
        const request: LibraryRequest = {
          method,
          headers: {
            Accept: 'application/json',
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        };
        const url = ownAddress(path, options.origin).href;
        const response = await client.http.http(url, request as Parameters<typeof client.http.http>[1]);
        return {
          ok: true,
          status: response.status,
          headers: new Headers([...response.headers]),
          text: await response.text(),
        };
      });
    } catch (error) {
      if (error instanceof NotReached) return error.failure;
      return failureOfError(error);
    }
  };
}

/**
 * The library takes any answer for a token and goes on with `Bearer undefined`; what was wrong would be lost.
 *
 * @throws NotReached for what is no token: a refusal of the credential or its scopes, a limit, a fault, a proxy's page.
 */
function assertToken({ status, headers, text }: ServiceAnswer): void {
  if (status !== 200) throw new NotReached(failureOfStatus(status, headers));
  if (!tokenAnswer.safeParse(parsedJson(text)).success)
    throw new NotReached({ ok: false, code: 'provider/unavailable' });
}

/** @throws NotReached for another origin: no credential goes there. */
function ownAddress(path: string, origin: string): URL {
  const url = new URL(path, origin);
  if (url.origin !== origin) throw new NotReached({ ok: false, code: 'provider/refused' });
  return url;
}

/** The library throws every status of a call that is no success. */
function failureOfError(error: unknown): ServiceAnswer | ProviderFailure {
  if (!(error instanceof Error) || !('status' in error) || !('headers' in error))
    return { ok: false, code: 'provider/unavailable' };
  const { status, headers } = error;
  if (typeof status !== 'number' || !(headers instanceof Headers))
    return { ok: false, code: 'provider/unavailable' };
  // 404 is for the connector to judge; what it was about stays out: it names people.
  return status === 404 ? { ok: true, status, headers, text: '' } : failureOfStatus(status, headers);
}
