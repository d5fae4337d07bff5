import { type HttpService, type ServiceAnswer, startHttpService } from './http-service.ts';

export interface EntraAccount {
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly groups?: readonly string[];
  /** The AADSTS number that the right password gets; none means a token. */
  readonly refusedBy?: number;
  readonly error?: string;
}

export interface EntraTokenEndpoint extends HttpService {
  interfere(answer: (() => ServiceAnswer | 'silent') | null): void;
}

export const tenant = '9122040d-6c67-4c5b-b112-36a304b66dad';
export const clientId = '6731de76-14a6-49ae-97bc-6eba6914391e';

/**
 * The token endpoint of one Entra tenant for the password grant (RFC 6749, 4.3; learn.microsoft.com, "OAuth 2.0 Resource
 * Owner Password Credentials"), in memory. What the grant doesn't allow is refused as the cloud refuses it.
 */
export async function startEntraTokenEndpoint(
  accounts: readonly EntraAccount[],
): Promise<EntraTokenEndpoint> {
  let interference: (() => ServiceAnswer | 'silent') | null = null;
  const refuse = (error: string, number: number): ServiceAnswer => ({
    status: 400,
    body: {
      error,
      error_description: `AADSTS${number}: Told in words. Trace ID: 0 Correlation ID: 0 Timestamp: 2026-04-06 01:00:00Z`,
      error_codes: [number],
      timestamp: '2026-04-06 01:00:00Z',
      trace_id: '255d1aef-8c98-452f-ac51-23d051240864',
      correlation_id: 'fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7',
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    },
  });
  const token = (account: EntraAccount): ServiceAnswer => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      aud: clientId,
      iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
      iat: now,
      nbf: now,
      exp: now + 3600,
      oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
      sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
      tid: tenant,
      ver: '2.0',
      name: account.name,
      preferred_username: account.login,
      ...(account.groups === undefined ? {} : { groups: account.groups }),
    };
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        scope: 'openid profile',
        expires_in: 3599,
        access_token: 'opaque',
        id_token: `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2ln`,
        client_info: part({ uid: claims.oid, utid: tenant }),
      },
    };
  };

  const service = await startHttpService((request) => {
    const interfered = interference?.();
    if (interfered !== undefined) return interfered;
    if (request.path !== `/${tenant}/oauth2/v2.0/token`) return { status: 404, body: {} };
    const form = request.body as Readonly<Record<string, string>>;
    if (form.client_id !== clientId) return refuse('unauthorized_client', 700016);
    if (form.grant_type !== 'password' || form.scope?.split(' ').includes('openid') !== true) {
      return refuse('invalid_request', 900144);
    }
    const account = accounts.find(({ login }) => login === form.username);
    if (account === undefined) return refuse('invalid_grant', 50034);
    if (account.password !== form.password) return refuse('invalid_grant', 50126);
    const { refusedBy, error = 'invalid_grant' } = account;
    return refusedBy === undefined ? token(account) : refuse(error, refusedBy);
  });
  return {
    ...service,
    interfere(answer) {
      interference = answer;
    },
  };
}
