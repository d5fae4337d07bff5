import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  AuthError,
  ConfidentialClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import type { ProviderFailure } from '../provider.ts';
import { readSecretFile } from '../secret-file.ts';
import { parsedJson, requestService } from '../service-request.ts';
import { failureOfStatus } from '../status-failure.ts';
import { type EntraProviderSettings, entraClouds } from './entra-settings.ts';

export type GraphToken = { readonly ok: true; readonly token: string } | ProviderFailure;

export interface GraphTokens {
  /** A token that is good for some minutes at least. */
  get(signal: AbortSignal): Promise<GraphToken>;
  /** To be called when the service refused this one. */
  forget(token: string): void;
}

/** A token is renewed so long before its end. */
const renewMs = 5 * 60_000;

/**
 * Tokens for Graph by client credentials (OAuth 2.0, RFC 6749, 4.4; a certificate by RFC 7523), kept in memory only.
 * Callers share one request for a token, which has a limit of its own: one caller's giving up doesn't spoil it for
 * others.
 *
 * @throws Error when the secret or key can't be read, is open to others, or doesn't belong to the certificate.
 */
export function createGraphTokens(settings: EntraProviderSettings): GraphTokens {
  const { login, graph } = entraClouds[settings.cloud];
  const authority = `${login}/${settings.tenant}`;
  const credential = credentialOf(settings.credential);
  let kept: { readonly token: string; readonly renewAt: number } | null = null;
  let underWay: Promise<GraphToken> | null = null;

  async function acquire(): Promise<GraphToken> {
    let trouble: ProviderFailure | null = null;
    const client = new ConfidentialClientApplication({
      auth: {
        clientId: settings.clientId,
        authority,
        knownAuthorities: [new URL(login).host],
        // Said here, so that no discovery goes before it.
        authorityMetadata: JSON.stringify({
          issuer: `${authority}/v2.0`,
          authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
          token_endpoint: `${authority}/oauth2/v2.0/token`,
          jwks_uri: `${authority}/discovery/v2.0/keys`,
        }),
        ...credential,
      },
      system: {
        networkClient: networkOf(settings, (failure) => {
          trouble = failure;
        }),
        loggerOptions: { loggerCallback: () => undefined, piiLoggingEnabled: false },
      },
    });
    try {
      const result = await client.acquireTokenByClientCredential({ scopes: [`${graph}/.default`] });
      if (result === null || result.accessToken === '' || result.expiresOn === null) return unavailable;
      kept = { token: result.accessToken, renewAt: result.expiresOn.getTime() - renewMs };
      return { ok: true, token: result.accessToken };
    } catch (error) {
      if (trouble !== null) return trouble;
      // What the service said in so many words it will say again: an expired secret, an unknown key, no consent.
      return error instanceof AuthError ? { ok: false, code: 'provider/refused' } : unavailable;
    }
  }

  return {
    async get(signal) {
      if (signal.aborted) return unavailable;
      if (kept !== null && Date.now() < kept.renewAt) return { ok: true, token: kept.token };
      underWay ??= acquire().finally(() => {
        underWay = null;
      });
      return orGivenUp(underWay, signal);
    },
    forget(token) {
      if (kept?.token === token) kept = null;
    },
  };
}

const unavailable: ProviderFailure = { ok: false, code: 'provider/unavailable' };

function orGivenUp(token: Promise<GraphToken>, signal: AbortSignal): Promise<GraphToken> {
  return new Promise((resolve) => {
    const giveUp = () => resolve(unavailable);
    signal.addEventListener('abort', giveUp, { once: true });
    token.then(
      (answer) => {
        signal.removeEventListener('abort', giveUp);
        resolve(answer);
      },
      () => resolve(unavailable),
    );
  });
}

function credentialOf(credential: EntraProviderSettings['credential']) {
  if (credential.kind === 'secret') return { clientSecret: readSecretFile(credential.secretFile) };
  const privateKey = readSecretFile(credential.privateKeyFile);
  const certificate = new X509Certificate(readFileSync(credential.certificateFile));
  if (!certificate.checkPrivateKey(createPrivateKey(privateKey)))
    throw new Error('the private key is not the certificate’s');
  const thumbprintSha256 = certificate.fingerprint256.replaceAll(':', '');
  return { clientCertificate: { thumbprintSha256, privateKey } };
}

/** The library's way to the network: one host, no redirects, bounded in time and size. */
function networkOf(
  settings: EntraProviderSettings,
  onTrouble: (failure: ProviderFailure) => void,
): INetworkModule {
  const fail = (failure: ProviderFailure): never => {
    onTrouble(failure);
    throw new Error('Entra was not reached.');
  };
  async function send<T>(
    method: string,
    address: string,
    options?: NetworkRequestOptions,
  ): Promise<NetworkResponse<T>> {
    const meant = new URL(address);
    if (meant.origin !== entraClouds[settings.cloud].login)
      return fail({ ok: false, code: 'provider/refused' });
    const answer = await requestService({
      url: new URL(meant.pathname + meant.search, settings.standIn ?? meant.origin),
      method,
      headers: options?.headers ?? {},
      ...(options?.body === undefined ? {} : { body: options.body }),
      timeoutMs: settings.timeoutMilliseconds,
      signal: new AbortController().signal,
    });
    if (!answer.ok) return fail(answer);
    if (answer.status === 429 || answer.status >= 500)
      return fail(failureOfStatus(answer.status, answer.headers));
    const body = parsedJson(answer.text);
    if (typeof body !== 'object' || body === null) return fail(unavailable);
    return { headers: Object.fromEntries(answer.headers), body: body as T, status: answer.status };
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}
