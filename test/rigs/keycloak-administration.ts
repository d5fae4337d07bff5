import { randomUUID } from 'node:crypto';
import { type ServiceAnswer, type ServiceRequest, startHttpService } from './http-service.ts';

export interface KeycloakUser {
  readonly id: string;
  readonly username: string;
  readonly enabled?: boolean;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** Groups that have nothing to do with us. */
  readonly otherGroups?: number;
  readonly credentials?: readonly (object & { readonly id: string })[];
}

type Answer = ServiceAnswer | 'silent' | 'cut';
type Interference = (request: ServiceRequest) => Answer | undefined | Promise<Answer | undefined>;

export const keycloakClient = { id: 'madoguchi-hub', secret: 'Secret +:/ 1' } as const;
export const keycloakGroup = 'a3f1a1b0-1111-4222-8333-444455556666';
export const keycloakRole = 'mfa exempt';

/**
 * Keycloak's token endpoint and Admin REST API, in memory. From its documentation ("Admin REST API": Users, Groups, Roles,
 * Role Mapper; UserRepresentation, CredentialRepresentation): paths, parameters (`username`, `q`, `exact`, `first`, `max`), the
 * statuses 200 and 204, `{"error":"User not found"}` with 404 and "HTTP 401/403 …". Substring search without `exact`, lower-case user
 * names, the default page of 100, and 204 for a member who is one already, are as its server does it.
 */
export async function startKeycloakAdministration(given: readonly KeycloakUser[]) {
  const users = new Map(
    given.map((user) => [user.id, { ...user, credentials: [...(user.credentials ?? [])] }]),
  );
  const members = new Set<string>();
  const holders = new Set<string>();
  const loggedOut: string[] = [];
  const tokens = new Set<string>();
  let secret: string = keycloakClient.secret;
  let allowed = true;
  let groupExists = true;
  let lifeSeconds = 60;
  let interference: Interference | null = null;

  const json = (body: object): ServiceAnswer => ({ status: 200, body });
  const error = (status: number, text: string): ServiceAnswer => ({ status, body: { error: text } });
  const role = { id: 'b7c2', name: keycloakRole, composite: false, clientRole: false };

  const service = await startHttpService(async (request) => {
    const interfered = await interference?.(request);
    if (interfered !== undefined) return interfered;
    if (request.path === '/auth/realms/campus/protocol/openid-connect/token') return issueToken(request);
    if (!tokens.has((request.headers.authorization ?? '').replace(/^Bearer /, '')))
      return error(401, 'HTTP 401 Unauthorized');
    if (!allowed) return error(403, 'HTTP 403 Forbidden');
    const path = /^\/auth\/admin\/realms\/campus(\/.*)$/.exec(request.path)?.[1];
    return path === undefined ? error(404, 'Realm not found.') : administer(request, path);
  });

  /** RFC 6749, 4.4 and 2.3.1. */
  function issueToken(request: ServiceRequest): ServiceAnswer {
    const form = request.body as Readonly<Record<string, string>>;
    const basic = Buffer.from(
      (request.headers.authorization ?? '').replace(/^Basic /, ''),
      'base64',
    ).toString();
    const [id, key] = basic.split(':').map((part) => new URLSearchParams(`part=${part}`).get('part'));
    if (form.grant_type !== 'client_credentials') return error(400, 'unsupported_grant_type');
    if (id !== keycloakClient.id || key !== secret) return error(401, 'unauthorized_client');
    const token = randomUUID();
    tokens.add(token);
    return json({
      access_token: token,
      expires_in: lifeSeconds,
      token_type: 'Bearer',
      scope: 'profile email',
    });
  }

  function administer(request: ServiceRequest, path: string): ServiceAnswer {
    const [, collection = '', id = '', part = '', item = ''] = path.split('/').map(decodeURIComponent);
    const page = <T>(rows: readonly T[]): T[] => {
      const first = Number(request.query.first ?? 0);
      return rows.slice(first, first + Number(request.query.max ?? 100));
    };
    const shown = (ids: ReadonlySet<string>) =>
      json(
        page(
          [...ids].flatMap((one) => users.get(one) ?? []).map(({ credentials: _hidden, ...user }) => user),
        ),
      );
    if (collection === 'groups') {
      if (id !== keycloakGroup || !groupExists) return error(404, 'Could not find group by id');
      return part === 'members' ? shown(members) : json({ id: keycloakGroup, name: 'MFA exempt' });
    }
    if (collection === 'roles') {
      if (id !== keycloakRole) return error(404, 'Could not find role');
      return part === 'users' ? shown(holders) : json(role);
    }
    if (collection !== 'users') return error(404, 'Could not find resource');
    if (id === '') return json(page(search(request.query)));
    const user = users.get(id);
    if (user === undefined) return error(404, 'User not found');
    return ofUser(
      request,
      user,
      `${part}${part === 'groups' || part === 'credentials' ? '' : `/${item}`}`,
      item,
      page,
    );
  }

  function ofUser(
    request: ServiceRequest,
    user: KeycloakUser & { credentials: (object & { readonly id: string })[] },
    part: string,
    item: string,
    page: <T>(rows: readonly T[]) => T[],
  ): ServiceAnswer {
    switch (`${request.method} ${part}`) {
      case 'GET groups': {
        const others = Array.from({ length: user.otherGroups ?? 0 }, (_, place) => ({
          id: `g${place}`,
          name: 'x',
        }));
        return json(
          page([...others, ...(members.has(user.id) ? [{ id: keycloakGroup, name: 'MFA exempt' }] : [])]),
        );
      }
      case 'PUT groups':
      case 'DELETE groups':
        if (item !== keycloakGroup || !groupExists) return error(404, 'Group not found');
        if (request.method === 'PUT') members.add(user.id);
        else members.delete(user.id);
        return { status: 204 };
      case 'GET role-mappings/realm':
        return json(holders.has(user.id) ? [role] : []);
      case 'POST role-mappings/realm':
      case 'DELETE role-mappings/realm': {
        const [named] = request.body as readonly { readonly id: string; readonly name: string }[];
        if (named?.name !== role.name || named.id !== role.id) return error(404, 'Role not found');
        if (request.method === 'POST') holders.add(user.id);
        else holders.delete(user.id);
        return { status: 204 };
      }
      case 'GET credentials':
        return json(user.credentials);
      case 'DELETE credentials': {
        const place = user.credentials.findIndex((credential) => credential.id === item);
        if (place < 0) return error(404, 'Credential not found');
        user.credentials.splice(place, 1);
        return { status: 204 };
      }
      case 'POST logout/':
        loggedOut.push(user.id);
        return { status: 204 };
      default:
        return error(404, 'Could not find resource');
    }
  }

  function search(query: Readonly<Record<string, string>>): readonly object[] {
    const rows = [...users.values()].map(({ credentials: _hidden, ...user }) => user);
    const asked = /^([^:]+):"(.*)"$/.exec(query.q ?? '');
    if (asked !== null)
      return rows.filter(({ attributes }) => attributes?.[asked[1] ?? '']?.includes(asked[2] ?? ''));
    const name = (query.username ?? '').toLowerCase();
    return rows.filter(({ username }) =>
      query.exact === 'true' ? username === name : username.includes(name.replaceAll('*', '')),
    );
  }

  return {
    ...service,
    users,
    members,
    holders,
    loggedOut,
    interfere(answer: Interference | null) {
      interference = answer;
    },
    changeSecret(to: string) {
      secret = to;
      tokens.clear();
    },
    revokeTokens: () => tokens.clear(),
    tokensLast(seconds: number) {
      lifeSeconds = seconds;
    },
    allow(all: boolean) {
      allowed = all;
    },
    deleteGroup() {
      groupExists = false;
    },
  };
}
