import { randomBytes, verify, X509Certificate } from 'node:crypto';
import type { ServiceAnswer, ServiceRequest } from '../http-service.ts';

export const graphTenant = '9122040d-6c67-4c5b-b112-36a304b66dad';
export const graphClientId = '6731de76-14a6-49ae-97bc-6eba6914391e';

export interface GraphTokenEndpoint {
  readonly path: string;
  answer(request: ServiceRequest): ServiceAnswer;
  readonly tokens: Set<string>;
  readonly issued: () => number;
  /** As when the secret's or certificate's last day has passed. */
  expireCredential(): void;
}

/**
 * A tenant's token endpoint for an application's client credentials (RFC 6749, 4.4), with a secret or with an assertion
 * signed by a certificate's key (RFC 7523; learn.microsoft.com, "Microsoft identity platform application authentication
 * certificate credentials").
 */
export function createGraphTokenEndpoint(credential: {
  readonly secret?: string;
  readonly certificatePem?: string;
}): GraphTokenEndpoint {
  const tokens = new Set<string>();
  const path = `/${graphTenant}/oauth2/v2.0/token`;
  let expired = false;
  let issued = 0;
  const refuse = (error: string, number: number): ServiceAnswer => ({
    status: error === 'invalid_client' ? 401 : 400,
    body: {
      error,
      error_description: `AADSTS${number}: Told in words. Trace ID: 0 Correlation ID: 0 Timestamp: 2026-04-06 01:00:00Z`,
      error_codes: [number],
      trace_id: '255d1aef-8c98-452f-ac51-23d051240864',
      correlation_id: 'fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7',
    },
  });

  function isProven(form: Readonly<Record<string, string>>): boolean {
    if (credential.certificatePem === undefined)
      return credential.secret !== undefined && form.client_secret === credential.secret;
    const certificate = new X509Certificate(credential.certificatePem);
    const [header = '', claims = '', signature = ''] = (form.client_assertion ?? '').split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8') || '{}');
    const { alg, 'x5t#S256': thumbprint } = read(header);
    const { aud, iss, sub, exp } = read(claims);
    const ours = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
    const key =
      alg === 'PS256'
        ? { key: certificate.publicKey, padding: 6, saltLength: 32 } // RSASSA-PSS
        : { key: certificate.publicKey };
    return (
      form.client_assertion_type === 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' &&
      thumbprint === ours &&
      aud === `https://login.microsoftonline.com${path}` &&
      iss === graphClientId &&
      sub === graphClientId &&
      exp > Date.now() / 1000 &&
      verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))
    );
  }

  return {
    path,
    tokens,
    issued: () => issued,
    expireCredential: () => {
      expired = true;
    },
    answer(request) {
      const form = request.body as Readonly<Record<string, string>>;
      if (form.grant_type !== 'client_credentials') return refuse('unsupported_grant_type', 70003);
      if (form.client_id !== graphClientId) return refuse('unauthorized_client', 700016);
      if (!(form.scope ?? '').split(' ').includes('https://graph.microsoft.com/.default'))
        return refuse('invalid_scope', 70011);
      if (expired || !isProven(form)) return refuse('invalid_client', expired ? 7000222 : 7000215);
      const token = randomBytes(24).toString('base64url');
      tokens.add(token);
      issued += 1;
      return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: token } };
    },
  };
}
