import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { DirectoryPerson } from './directory-person.ts';
import { type OpenIdSettings, type OpenIdSettingsInput, openIdSettingsSchema } from './open-id-settings.ts';

/** How old the sign-in that the token speaks of may be, in seconds: the page is opened for this one. */
const MAXIMUM_AGE_SECONDS = 300;

/** What has to come back unchanged. Secret; in memory for as long as the page is open. */
export interface ProviderRequest {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export type ProviderVerdict =
  | { readonly answer: 'verified' }
  /** The token is good and somebody else's. */
  | { readonly answer: 'other-person' }
  /** `reason` is for the audit trail: no personal data. */
  | { readonly answer: 'refused'; readonly reason: 'page' | 'token' | 'no-second-factor' }
  | { readonly answer: 'unavailable' };

/** The provider's own sign-in page in place of a second factor asked here. Never rejects. */
export interface ProviderSignIn {
  begin(login: string): Promise<
    | {
        readonly ok: true;
        readonly start: string;
        readonly origins: readonly string[];
        readonly callback: string;
        readonly request: ProviderRequest;
      }
    | { readonly ok: false }
  >;
  /** Judges the address at which the page ended, for the person whose password was typed. */
  finish(request: ProviderRequest, callback: string, person: DirectoryPerson): Promise<ProviderVerdict>;
}

/**
 * Authorization code flow with PKCE (RFC 7636), state and nonce, for a public client. The provider is asked to sign the
 * person in anew; signature, issuer, audience, nonce and age of the token are checked, then whose it is and that it
 * speaks of a second factor. Tokens are dropped after that.
 *
 * @throws ZodError when the settings are invalid.
 */
export function createOpenIdConnect(
  input: OpenIdSettingsInput,
  /** Null while the station has no address of its own. */
  callback: () => string | null,
): ProviderSignIn {
  const settings = openIdSettingsSchema.parse(input);
  let known: Promise<Configuration> | null = null;

  /** Read once; a failure is not remembered. */
  const configuration = (): Promise<Configuration> => {
    known ??= discover(settings).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };

  return {
    async begin(login) {
      const redirect = callback();
      if (redirect === null) return { ok: false };
      try {
        const provider = await configuration();
        const request = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
        const start = buildAuthorizationUrl(provider, {
          redirect_uri: redirect,
          response_type: 'code',
          scope: 'openid profile',
          state: request.state,
          nonce: request.nonce,
          code_challenge: await calculatePKCECodeChallenge(request.verifier),
          code_challenge_method: 'S256',
          prompt: 'login',
          max_age: String(MAXIMUM_AGE_SECONDS),
          login_hint: login.includes('@') ? login : login + settings.suffix,
          ...(settings.proof.claim === 'acr' ? { acr_values: settings.proof.values.join(' ') } : {}),
        });
        const origins = [...new Set([start.origin, new URL(settings.issuer).origin, ...settings.origins])];
        return { ok: true, start: start.href, origins, callback: redirect, request };
      } catch {
        return { ok: false };
      }
    },

    async finish({ state, nonce, verifier }, address, person) {
      const redirect = callback();
      if (redirect === null || !address.startsWith(`${redirect}?`))
        return { answer: 'refused', reason: 'page' };
      let provider: Configuration;
      try {
        provider = await configuration();
      } catch {
        return { answer: 'unavailable' };
      }
      try {
        const tokens = await authorizationCodeGrant(provider, new URL(address), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          maxAge: MAXIMUM_AGE_SECONDS,
          idTokenExpected: true,
        });
        return judgeClaims(tokens.claims() ?? {}, person, settings);
      } catch (error) {
        return isOutOfReach(error)
          ? { answer: 'unavailable' }
          : { answer: 'refused', reason: isOfThePage(error) ? 'page' : 'token' };
      }
    },
  };
}

/** Whose token it is comes first: another person's second factor says nothing about this one. */
export function judgeClaims(
  claims: Readonly<Record<string, unknown>>,
  person: DirectoryPerson,
  settings: Pick<OpenIdSettings, 'claim' | 'equals' | 'suffix' | 'proof'>,
): ProviderVerdict {
  const named = claims[settings.claim];
  const expected = settings.equals === 'login' ? person.login : person.id;
  const whole = settings.equals === 'login' && expected.includes('@') ? expected : expected + settings.suffix;
  if (typeof named !== 'string' || named.toLowerCase() !== whole.toLowerCase())
    return { answer: 'other-person' };
  const proof = [claims[settings.proof.claim]].flat();
  return proof.some((value) => typeof value === 'string' && settings.proof.values.includes(value))
    ? { answer: 'verified' }
    : { answer: 'refused', reason: 'no-second-factor' };
}

async function discover(settings: OpenIdSettings): Promise<Configuration> {
  const plain = settings.issuer.startsWith('http:');
  return discovery(new URL(settings.issuer), settings.clientId, undefined, None(), {
    timeout: settings.timeoutMilliseconds / 1000,
    [customFetch]: (url, options) => fetch(url, { ...options, redirect: 'error' } as RequestInit),
    // The library trusts the token endpoint's TLS alone; the signature is checked all the same.
    execute: [enableNonRepudiationChecks, ...(plain ? [allowInsecureRequests] : [])],
  });
}

function isOutOfReach(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof TypeError && /fetch failed/.test(each.message)) return true;
    if (each.name === 'TimeoutError' || ('code' in each && each.code === 'OAUTH_TIMEOUT')) return true;
  }
  return false;
}

/** The page itself said no (`access_denied` and the like). */
function isOfThePage(error: unknown): boolean {
  return error instanceof Error && error.name === 'AuthorizationResponseError';
}
