import { createPublicKey, randomBytes, verify } from 'node:crypto';
import type { ServiceAnswer, ServiceRequest } from '../http-service.ts';

export const oktaClientId = '0oa1234567890abcdef0';
export const oktaTokenPath = '/oauth2/v1/token';

export interface OktaTokenEndpoint {
  answer(request: ServiceRequest, origin: string): ServiceAnswer;
  /** What a token allows; undefined for one that is worth nothing. */
  scopesOf(token: string): readonly string[] | undefined;
  grantScopes(scopes: readonly string[]): void;
  /** As when the application's key is taken away. */
  forgetKey(): void;
  /** Tokens that were issued are worth nothing any more. */
  revoke(): void;
  readonly issued: () => number;
}

/** An organisation's own authorisation server, for a service application that signs with its private key (RFC 7523). */
export function createOktaTokenEndpoint(publicKeyPem: string): OktaTokenEndpoint {
  const tokens = new Map<string, readonly string[]>();
  let granted: readonly string[] = [
    'okta.users.manage',
    'okta.users.read',
    'okta.groups.manage',
    'okta.networkZones.read',
  ];
  let publicKey: string | null = publicKeyPem;
  let issued = 0;
  const refuse = (status: number, error: string): ServiceAnswer => ({
    status,
    body: { error, error_description: 'Told in words.' },
  });

  function isProven(form: Readonly<Record<string, string>>, origin: string): boolean {
    const [header = '', claims = '', signature = ''] = (form.client_assertion ?? '').split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8') || '{}');
    const { iss, sub, aud, exp } = read(claims);
    const now = Date.now() / 1000;
    return (
      publicKey !== null &&
      form.client_assertion_type === 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' &&
      read(header).alg === 'RS256' &&
      iss === oktaClientId &&
      sub === oktaClientId &&
      aud === `${origin}${oktaTokenPath}` &&
      exp > now &&
      exp <= now + 3600 &&
      verify(
        'sha256',
        Buffer.from(`${header}.${claims}`),
        createPublicKey(publicKey),
        Buffer.from(signature, 'base64url'),
      )
    );
  }

  return {
    answer(request, origin) {
      const form = request.body as Readonly<Record<string, string>>;
      if (form.grant_type !== 'client_credentials') return refuse(400, 'unsupported_grant_type');
      if (!isProven(form, origin)) return refuse(401, 'invalid_client');
      const scopes = (form.scope ?? '').split(' ');
      if (!scopes.every((scope) => granted.includes(scope))) return refuse(400, 'invalid_scope');
      const token = randomBytes(24).toString('base64url');
      tokens.set(token, scopes);
      issued += 1;
      const scope = scopes.join(' ');
      return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: token, scope } };
    },
    scopesOf: (token) => tokens.get(token),
    grantScopes: (scopes) => {
      granted = scopes;
    },
    forgetKey: () => {
      publicKey = null;
    },
    revoke: () => tokens.clear(),
    issued: () => issued,
  };
}
