import {
  AuthError,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
  PublicClientApplication,
} from '@azure/msal-node';
import { z } from 'zod';
import {
  areSendable,
  type Directory,
  type DirectoryAnswer,
  type UnavailableCause,
  type VerifyRequest,
} from './directory.ts';
import { verdictOfEntraError } from './entra-codes.ts';
import { type EntraSettings, type EntraSettingsInput, entraSettingsSchema } from './entra-settings.ts';
import { requestJson } from './json-request.ts';
import { fullLogin, personOfLogin } from './login-rules.ts';

const claimsSchema = z.object({
  tid: z.string(),
  preferred_username: z.string().min(1).max(256),
  name: z.string().max(256).optional(),
  groups: z.array(z.string().max(256)).max(1000).optional(),
});

/** What the network did; the library wraps what is thrown below it, and loses it. */
interface Trouble {
  cause: UnavailableCause | null;
}

/**
 * Verifies passwords by Entra's password grant; read the caveats of {@link entraSettingsSchema} first. One request per
 * sign-in, to the tenant's token endpoint alone; tokens are dropped as soon as the person has been read from them.
 *
 * @throws ZodError when the settings are invalid.
 */
export function createEntraDirectory(input: EntraSettingsInput): Directory {
  const settings = entraSettingsSchema.parse(input);
  const closing = new AbortController();
  const underWay = new Set<Promise<DirectoryAnswer>>();

  async function verifyPassword(request: VerifyRequest): Promise<DirectoryAnswer> {
    const signal = AbortSignal.any([closing.signal, ...(request.signal ? [request.signal] : [])]);
    if (signal.aborted) return unavailable('cancelled');
    // A client of its own for each sign-in: the library keeps tokens, and nobody's may outlive their verification.
    const trouble: Trouble = { cause: null };
    const client = clientOf(settings, signal, trouble);
    try {
      const result = await client.acquireTokenByUsernamePassword({
        scopes: ['openid', 'profile'],
        username: fullLogin(request.login, settings.login),
        password: request.password,
      });
      return personOf(result?.idTokenClaims, settings);
    } catch (error) {
      if (signal.aborted) return unavailable('cancelled');
      return trouble.cause === null ? answerOfFailure(error) : unavailable(trouble.cause);
    } finally {
      client.clearCache();
    }
  }

  return {
    kind: 'entra',
    async verify(request) {
      if (!areSendable(request.login, request.password)) return { outcome: 'wrong' };
      const verification = verifyPassword(request);
      underWay.add(verification);
      try {
        return await verification;
      } finally {
        underWay.delete(verification);
      }
    },
    async close() {
      closing.abort();
      await Promise.allSettled(underWay);
    },
  };
}

function clientOf(settings: EntraSettings, signal: AbortSignal, trouble: Trouble): PublicClientApplication {
  const authority = `https://${settings.cloud}/${settings.tenant}`;
  return new PublicClientApplication({
    auth: {
      clientId: settings.clientId,
      authority,
      knownAuthorities: [settings.cloud],
      // Said here, so that no discovery goes before every sign-in.
      authorityMetadata: JSON.stringify({
        issuer: `${authority}/v2.0`,
        authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
        token_endpoint: `${authority}/oauth2/v2.0/token`,
        jwks_uri: `${authority}/discovery/v2.0/keys`,
      }),
    },
    system: {
      networkClient: networkOf(settings, signal, trouble),
      loggerOptions: { loggerCallback: () => undefined, piiLoggingEnabled: false },
    },
  });
}

/** The library's way to the network: one host, no redirects, bounded in time and size. */
function networkOf(settings: EntraSettings, signal: AbortSignal, trouble: Trouble): INetworkModule {
  const fail = (cause: UnavailableCause): never => {
    trouble.cause = cause;
    throw new Error('Entra was not reached.');
  };
  async function send<T>(
    method: 'GET' | 'POST',
    address: string,
    options?: NetworkRequestOptions,
  ): Promise<NetworkResponse<T>> {
    const meant = new URL(address);
    if (meant.origin !== `https://${settings.cloud}`) return fail('configuration');
    const url = new URL(meant.pathname + meant.search, settings.standIn ?? meant.origin);
    const answer = await requestJson({
      url,
      method,
      timeoutMs: settings.timeoutMilliseconds,
      signal,
      headers: options?.headers ?? {},
      ...(options?.body === undefined ? {} : { body: options.body }),
    });
    if (!answer.ok) return fail(answer.cause);
    if (answer.status === 429 || answer.status >= 500) return fail('busy');
    if (typeof answer.body !== 'object' || answer.body === null) return fail('configuration');
    const headers = Object.fromEntries(answer.headers);
    return { headers, body: answer.body as T, status: answer.status };
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}

/** The token came from the tenant's own endpoint over TLS, which stands for its signature (OpenID Connect Core, 3.1.3.7). */
function personOf(claims: unknown, settings: EntraSettings): DirectoryAnswer {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return unavailable('configuration');
  const { preferred_username: login, name, groups = null } = parsed.data;
  const roles = (groups ?? []).flatMap((group) => settings.rolesByGroup[group] ?? []);
  const person = personOfLogin(login, name ?? login, settings.login, { groups, roles });
  return person === undefined ? unavailable('configuration') : { outcome: 'ok', person };
}

function answerOfFailure(error: unknown): DirectoryAnswer {
  if (!(error instanceof AuthError)) return unavailable('network');
  const codes = [...error.errorMessage.matchAll(/AADSTS(\d{5,7})/g)].map(([, number]) => Number(number));
  const verdict = verdictOfEntraError(error.errorCode, codes);
  return verdict.verdict === 'refused' ? { outcome: verdict.outcome } : unavailable(verdict.cause);
}

function unavailable(cause: UnavailableCause): DirectoryAnswer {
  return { outcome: 'unavailable', cause };
}
