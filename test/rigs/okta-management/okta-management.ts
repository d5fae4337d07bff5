import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import {
  type HttpService,
  type ServiceAnswer,
  type ServiceRequest,
  startHttpService,
} from '../http-service.ts';
import { readVendorDescription } from '../vendor-description.ts';
import { createOktaTokenEndpoint, type OktaTokenEndpoint, oktaTokenPath } from './okta-token-endpoint.ts';

export interface OktaPerson {
  readonly id: string;
  readonly number: string | null;
  readonly login: string;
  readonly status?: string;
  readonly factors?: readonly OktaEnrolment[];
}

export interface OktaEnrolment {
  readonly id: string;
  readonly factorType: string;
  readonly status?: string;
  readonly profile?: object;
  readonly created?: string;
  /** Factors of one device go together. */
  readonly device?: string;
}

export type Interference = (request: ServiceRequest) => Answer | undefined | Promise<Answer | undefined>;
type Answer = ServiceAnswer | 'silent' | 'cut';

/** What an administrator of the organisation sees and may do, and what may go wrong with it. */
export interface OktaManagement extends HttpService {
  readonly groupMembers: Set<string>;
  readonly people: Map<string, OktaPerson>;
  readonly endedSessions: string[];
  /** The codes that were issued, by account. */
  readonly temporaryCodes: Map<string, string>;
  /** Answers in place of this one, from now on, until null; undefined lets a request through. */
  interfere(answer: Interference | null): void;
  readonly tokens: Pick<OktaTokenEndpoint, 'grantScopes' | 'forgetKey' | 'revoke' | 'issued'>;
  deleteGroup(): void;
}

export const exemptGroup = '00g1234567890abcdef0';
export const temporaryCodeAuthenticator = 'aut1234567890abcdef0';

/**
 * An Okta organisation, in memory: its token endpoint (RFC 7523) and the part of its management API that the connector
 * uses. Each request and each answer of its own is judged by `okta-management.yaml`; `stop` throws what didn't fit.
 */
export async function startOktaManagement(options: {
  readonly people: readonly OktaPerson[];
  readonly publicKeyPem: string;
  readonly pageSize?: number;
  readonly zones?: readonly object[];
}): Promise<OktaManagement> {
  const description = await readVendorDescription(join(import.meta.dirname, 'okta-management.yaml'));
  const people = new Map(options.people.map((person) => [person.id, person]));
  const groupMembers = new Set<string>();
  const endedSessions: string[] = [];
  const temporaryCodes = new Map<string, string>();
  const tokenEndpoint = createOktaTokenEndpoint(options.publicKeyPem);
  let groupThere = true;
  let interference: Interference | null = null;
  const pageSize = options.pageSize ?? 2;

  const refuse = (status: number, errorCode: string, errorSummary: string): ServiceAnswer => ({
    status,
    body: {
      errorCode,
      errorSummary,
      errorLink: errorCode,
      errorId: `oae${randomBytes(8).toString('hex')}`,
      errorCauses: [],
    },
  });
  const notFound = (what: string) => refuse(404, 'E0000007', `Not found: Resource not found: ${what}`);

  const userOf = ({ id, number, login, status = 'ACTIVE' }: OktaPerson) => ({
    id,
    status,
    created: '2026-04-01T00:00:00.000Z',
    profile: {
      login,
      email: login,
      firstName: 'さくら',
      lastName: '青葉',
      ...(number === null ? {} : { employeeNumber: number }),
    },
  });
  const factorOf = ({ id, factorType, status = 'ACTIVE', profile, created }: OktaEnrolment) => ({
    id,
    factorType,
    provider: factorType.startsWith('token:software')
      ? 'GOOGLE'
      : factorType === 'webauthn'
        ? 'FIDO'
        : 'OKTA',
    vendorName: 'OKTA',
    status,
    created: created ?? '2026-04-02T03:04:05.000Z',
    ...(profile === undefined ? {} : { profile }),
  });

  /** `profile.employeeNumber eq "…"`: Okta's search doesn't tell capitals from small letters. */
  function search(expression: string): ServiceAnswer {
    const [, attribute, literal = '""'] =
      /^profile\.([A-Za-z]+) eq ("(?:[^"\\]|\\.)*")$/.exec(expression) ?? [];
    if (attribute === undefined) return refuse(400, 'E0000031', 'Invalid search criteria.');
    const wanted = String(JSON.parse(literal)).toLowerCase();
    const found = [...people.values()].filter((person) => {
      const value = attribute === 'employeeNumber' ? person.number : person.login;
      return value !== null && value.toLowerCase() === wanted;
    });
    return { status: 200, body: found.map(userOf) };
  }

  function page(request: ServiceRequest, items: readonly object[]): ServiceAnswer {
    const from = Number(request.query.after ?? '0');
    const next = new URLSearchParams({ ...request.query, after: String(from + pageSize) });
    return {
      status: 200,
      headers: {
        link:
          `<${service.origin}${request.path}>; rel="self"` +
          (from + pageSize < items.length ? `, <${service.origin}${request.path}?${next}>; rel="next"` : ''),
      },
      body: items.slice(from, from + pageSize),
    };
  }

  function removeFactor(person: OktaPerson, factorId: string): ServiceAnswer {
    const factors = person.factors ?? [];
    const gone = factors.find(({ id }) => id === factorId);
    if (gone === undefined) return notFound(`${factorId} (UserFactor)`);
    people.set(person.id, {
      ...person,
      factors: factors.filter(
        (each) => each !== gone && (gone.device === undefined || each.device !== gone.device),
      ),
    });
    return { status: 204 };
  }

  function issueCode(person: OktaPerson, request: ServiceRequest): ServiceAnswer {
    const { authenticatorId, profile } = request.body as {
      authenticatorId: string;
      profile: { ttl: string };
    };
    if (authenticatorId !== temporaryCodeAuthenticator)
      return refuse(400, 'E0000001', 'Api validation failed');
    const code = String(randomInt(0, 10 ** 8)).padStart(8, '0');
    temporaryCodes.set(person.id, code);
    return {
      status: 200,
      body: {
        id: 'tac1234567890abcdef0',
        type: 'tac',
        key: 'tac',
        status: 'ACTIVE',
        created: new Date().toISOString(),
        profile: {
          tac: code,
          multiUse: false,
          expiresAt: new Date(Date.now() + Number(profile.ttl) * 60_000).toISOString(),
        },
      },
    };
  }

  function act(
    operation: string,
    parameters: Readonly<Record<string, string>>,
    request: ServiceRequest,
  ): ServiceAnswer {
    const userId = parameters.userId ?? parameters.id;
    const person = userId === undefined ? undefined : people.get(userId);
    if (userId !== undefined && person === undefined) return notFound(`${userId} (User)`);
    if (parameters.groupId !== undefined && (parameters.groupId !== exemptGroup || !groupThere))
      return notFound(`${parameters.groupId} (UserGroup)`);
    if (operation === 'listUsers') return search(request.query.search ?? '');
    if (operation === 'getGroup') return { status: 200, body: { id: exemptGroup, type: 'OKTA_GROUP' } };
    if (operation === 'listGroupUsers')
      return page(request, [...groupMembers].flatMap((id) => people.get(id) ?? []).map(userOf));
    if (operation === 'listNetworkZones') return page(request, options.zones ?? []);
    if (person === undefined) return { status: 500 };
    switch (operation) {
      case 'getUser':
        return { status: 200, body: userOf(person) };
      case 'listUserGroups':
        return page(request, [
          { id: '00g0000000000everyone', type: 'BUILT_IN' },
          ...(groupMembers.has(person.id) ? [{ id: exemptGroup, type: 'OKTA_GROUP' }] : []),
        ]);
      case 'assignUserToGroup':
        groupMembers.add(person.id);
        return { status: 204 };
      case 'unassignUserFromGroup':
        groupMembers.delete(person.id);
        return { status: 204 };
      case 'listFactors':
        return { status: 200, body: (person.factors ?? []).map(factorOf) };
      case 'unenrollFactor':
        return removeFactor(person, parameters.factorId ?? '');
      case 'createTacAuthenticatorEnrollment':
        return issueCode(person, request);
      case 'revokeUserSessions':
        endedSessions.push(person.id);
        return { status: 204 };
      default:
        return { status: 500 };
    }
  }

  const service = await startHttpService(async (request) => {
    const interfered = await interference?.(request);
    if (interfered !== undefined) return interfered;
    if (request.path === oktaTokenPath) return tokenEndpoint.answer(request, service.origin);
    const asked = description.judgeRequest(request);
    if (asked === null) return { status: 500 };
    const scopes = tokenEndpoint.scopesOf((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    // A scope to manage includes the one to read.
    const allowed = asked.scopes.every((scope) =>
      [scope, scope.replace(/\.read$/, '.manage')].some((each) => scopes?.includes(each)),
    );
    const answer =
      scopes === undefined
        ? refuse(401, 'E0000011', 'Invalid token provided')
        : allowed
          ? act(asked.operation, asked.parameters, request)
          : refuse(403, 'E0000006', 'You do not have permission to perform the requested action');
    if (answer.status !== 401) description.judgeAnswer(asked.operation, answer);
    return answer;
  });

  return {
    ...service,
    groupMembers,
    people,
    endedSessions,
    temporaryCodes,
    interfere: (answer) => {
      interference = answer;
    },
    tokens: tokenEndpoint,
    deleteGroup: () => {
      groupThere = false;
    },
    async stop() {
      await service.stop();
      if (description.breaches.length > 0)
        throw new Error(`beyond the description: ${description.breaches.join('; ')}`);
    },
  };
}
