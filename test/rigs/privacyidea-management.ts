import { randomBytes } from 'node:crypto';
import { type ServiceAnswer, type ServiceRequest, startHttpService } from './http-service.ts';

export interface ManagedToken {
  readonly serial: string;
  readonly tokentype: string;
  username: string;
  active: boolean;
  revoked: boolean;
  locked: boolean;
  rollout_state: string;
  readonly description: string;
  readonly info: Readonly<Record<string, string>>;
  /** Never shown by the API. */
  readonly pin: string;
}

type Interference = (
  request: ServiceRequest,
) => ServiceAnswer | 'silent' | 'cut' | undefined | Promise<ServiceAnswer | 'silent' | 'cut' | undefined>;

export type PrivacyIdeaManagement = Awaited<ReturnType<typeof startPrivacyIdeaManagement>>;

export const privacyIdeaAdministrator = { name: 'madoguchi', password: 'Administrator-1' } as const;
export const privacyIdeaRealm = 'students';

const NOT_FOUND = { status: 404, code: 601 };
const UNKNOWN_USER = { status: 400, code: 904 };
const WRONG_PARAMETER = { status: 400, code: 905 };

/**
 * privacyIDEA's management of tokens and users, in memory. From its documentation ("REST API": Authentication, User,
 * Token endpoints; "Error codes"): paths, parameters, the JSON-RPC envelope, the list's `count`/`next`/`tokens`, wildcards in
 * `serial` and `username`, re-initialisation under a serial that exists, `googleurl`, `registrationcode`, 401 for a token that
 * ran out, 403/303 for a policy, 601 and 904. Made up: which numbers a policy allows, the tokens' own values.
 */
export async function startPrivacyIdeaManagement(given: readonly string[]) {
  const users = [...given];
  const tokens = new Map<string, ManagedToken>();
  const sessions = new Set<string>();
  let password: string = privacyIdeaAdministrator.password;
  let allowed = true;
  let interference: Interference | null = null;

  const result = (value: unknown, detail: unknown = null): ServiceAnswer => ({
    status: 200,
    body: {
      id: 1,
      jsonrpc: '2.0',
      result: { status: true, value },
      detail,
      time: 1_795_000_000.5,
      version: 'privacyIDEA 3.11',
      versionnumber: '3.11',
      signature: 'rsa_sha256_pss:00',
    },
  });
  const error = ({ status, code }: { readonly status: number; readonly code: number }): ServiceAnswer => ({
    status,
    body: {
      id: 1,
      jsonrpc: '2.0',
      result: { status: false, error: { code, message: `ERR${code}: declined` } },
      detail: null,
    },
  });

  const service = await startHttpService(async (request) => {
    const interfered = await interference?.(request);
    if (interfered !== undefined) return interfered;
    const fields = { ...request.query, ...(request.body as Readonly<Record<string, string>> | undefined) };
    if (request.path === '/pi/auth') {
      const right = fields.username === privacyIdeaAdministrator.name && fields.password === password;
      if (!right) return error({ status: 401, code: 4031 });
      const token = `eyJ${randomBytes(24).toString('base64url')}`;
      sessions.add(token);
      return result({ token, role: 'admin', username: fields.username, realm: '', rights: [] });
    }
    if (!sessions.has(request.headers.authorization ?? '')) return error({ status: 401, code: 4305 });
    if (!allowed) return error({ status: 403, code: 303 });
    return manage(request, fields);
  });

  function manage(request: ServiceRequest, fields: Readonly<Record<string, string>>): ServiceAnswer {
    const route = `${request.method} ${request.path}`;
    if (route === 'GET /pi/user/') {
      if (fields.realm !== privacyIdeaRealm) return result([]);
      const pattern = matcher(fields.username ?? '*');
      return result(
        users
          .filter((username) => pattern.test(username))
          .map((username) => ({
            username,
            userid: `uid=${username}`,
            resolver: 'ldap-corp',
            editable: false,
          })),
      );
    }
    if (route === 'GET /pi/token/') return list(fields);
    if (route === 'POST /pi/token/init') return initialise(fields);
    const serial = /^DELETE \/pi\/token\/([^/]+)$/.exec(route)?.[1];
    if (serial !== undefined) return tokens.delete(decodeURIComponent(serial)) ? result(1) : error(NOT_FOUND);
    return { status: 404, body: '<h1>Not Found</h1>' };
  }

  function list(fields: Readonly<Record<string, string>>): ServiceAnswer {
    const { serial = '*', type = '*', user } = fields;
    if (user !== undefined && !users.includes(user)) return error(UNKNOWN_USER);
    const found = [...tokens.values()]
      .filter((token) => matcher(serial).test(token.serial) && matcher(type).test(token.tokentype))
      .filter((token) => user === undefined || token.username === user)
      .sort((one, other) => (one.serial < other.serial ? -1 : 1));
    const [page, size] = [Number(fields.page ?? 1), Number(fields.pagesize ?? 15)];
    const shown = found.slice((page - 1) * size, page * size);
    return result({
      count: found.length,
      current: page,
      next: found.length > page * size ? page + 1 : null,
      prev: page > 1 ? page - 1 : null,
      tokens: shown.map(({ pin: _pin, ...token }) => ({ ...token, realms: [privacyIdeaRealm], maxfail: 10 })),
    });
  }

  function initialise(fields: Readonly<Record<string, string>>): ServiceAnswer {
    const { type = 'hotp', user = '' } = fields;
    if (!users.includes(user) || fields.realm !== privacyIdeaRealm) return error(UNKNOWN_USER);
    const serial =
      fields.serial ?? `${type.slice(0, 4).toUpperCase()}${randomBytes(4).toString('hex').toUpperCase()}`;
    const before = tokens.get(serial);
    if (before !== undefined && before.tokentype !== type) return error({ status: 400, code: 301 });
    if (type === 'totp' && fields.genkey !== '1' && fields.otpkey === undefined)
      return error(WRONG_PARAMETER);
    const info: Record<string, string> = { creation_date: '2026-04-02T03:04+0000' };
    if (fields.validity_period_end !== undefined) {
      if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[+-]\d{4}$/.test(fields.validity_period_end))
        return error(WRONG_PARAMETER);
      info.validity_period_end = fields.validity_period_end;
    }
    add({
      serial,
      tokentype: type,
      username: user,
      info,
      pin: fields.pin ?? '',
      description: fields.description ?? '',
    });
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    const uri = `otpauth://totp/${serial}?secret=${secret}&period=30&digits=6&issuer=privacyIDEA`;
    const made =
      type === 'registration'
        ? { registrationcode: randomBytes(9).toString('base64url') }
        : type === 'totp'
          ? {
              googleurl: { description: 'URL for google Authenticator', img: 'data:', value: uri },
              otpkey: {},
            }
          : {};
    return result(true, { serial, ...made });
  }

  function add(token: Pick<ManagedToken, 'serial' | 'tokentype' | 'username'> & Partial<ManagedToken>): void {
    const usual = {
      active: true,
      revoked: false,
      locked: false,
      rollout_state: '',
      description: '',
      info: {},
      pin: '',
    };
    tokens.set(token.serial, { ...usual, ...token });
  }

  return {
    ...service,
    tokens,
    add,
    interfere(given: Interference | null) {
      interference = given;
    },
    /** The user store calls somebody otherwise, or no longer has them; their tokens stay theirs. */
    rename(login: string, to: string | null) {
      users.splice(users.indexOf(login), 1, ...(to === null ? [] : [to]));
      for (const [serial, token] of tokens)
        if (token.username === login) tokens.set(serial, { ...token, username: to ?? '' });
    },
    /** What a restart of its signing key, or an hour, does. */
    expireTokens: () => sessions.clear(),
    changePassword(to: string) {
      password = to;
      sessions.clear();
    },
    allow(all: boolean) {
      allowed = all;
    },
    /** A token as `pi-manage api createtoken` makes it. */
    trustedToken() {
      const token = `eyJ${randomBytes(24).toString('base64url')}`;
      sessions.add(token);
      return token;
    },
  };
}

function matcher(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`, 'i');
}
