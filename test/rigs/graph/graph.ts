import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  type HttpService,
  type ServiceAnswer,
  type ServiceRequest,
  startHttpService,
} from '../http-service.ts';
import { readVendorDescription } from '../vendor-description.ts';
import { createGraphTokenEndpoint, type GraphTokenEndpoint } from './graph-token-endpoint.ts';

export interface GraphPerson {
  readonly id: string;
  readonly employeeId: string | null;
  readonly userPrincipalName: string;
  readonly accountEnabled?: boolean;
  /** Each with its `@odata.type` and `id`, as Graph answers them. */
  readonly methods?: readonly GraphMethod[];
}

export type GraphMethod = { readonly '@odata.type': string; readonly id: string } & Readonly<
  Record<string, unknown>
>;

type Answer = ServiceAnswer | 'silent' | 'cut';
export type Interference = (request: ServiceRequest) => Answer | undefined | Promise<Answer | undefined>;

export interface GraphTenant extends HttpService {
  readonly groupMembers: Set<string>;
  readonly people: Map<string, GraphPerson>;
  readonly endedSessions: string[];
  readonly passes: Map<string, string>;
  readonly credentials: Pick<GraphTokenEndpoint, 'tokens' | 'issued' | 'expireCredential'>;
  interfere(answer: Interference | null): void;
  /** As when an administrator takes the application's permissions away. */
  takePermissions(): void;
  deleteGroup(): void;
}

export const excludedGroup = '02bd9fd6-8f93-4758-87c3-1fb73740a315';

const missing = (what: string) =>
  refusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${what}' does not exist or one of its queried reference-property objects are not present.`,
  );

/**
 * A tenant behind Microsoft Graph v1.0, in memory, with its token endpoint. Each request and each answer of its own is
 * judged by `graph.yaml`; `stop` throws what didn't fit. It answers what is already so, and what is gone, as Graph does.
 */
export async function startGraph(options: {
  readonly people: readonly GraphPerson[];
  readonly secret?: string;
  readonly certificatePem?: string;
  readonly pageSize?: number;
  readonly locations?: readonly object[];
}): Promise<GraphTenant> {
  const description = await readVendorDescription(join(import.meta.dirname, 'graph.yaml'));
  const credentials = createGraphTokenEndpoint(options);
  const people = new Map(options.people.map((person) => [person.id, person]));
  const groupMembers = new Set<string>();
  const endedSessions: string[] = [];
  const passes = new Map<string, string>();
  let groupThere = true;
  let permitted = true;
  let interference: Interference | null = null;
  const pageSize = options.pageSize ?? 2;

  /** Filters and casts like these are answered only by the index that lags. */
  const isEventual = ({ headers, query }: ServiceRequest) =>
    headers.consistencylevel === 'eventual' && query.$count === 'true';

  const selected = (person: GraphPerson, { query }: ServiceRequest) => {
    const all: Readonly<Record<string, unknown>> = {
      id: person.id,
      accountEnabled: person.accountEnabled ?? true,
      employeeId: person.employeeId,
      userPrincipalName: person.userPrincipalName,
    };
    const names = (query.$select ?? 'id,userPrincipalName').split(',');
    return {
      '@odata.type': '#microsoft.graph.user',
      id: person.id,
      ...Object.fromEntries(names.map((name) => [name, all[name] ?? null])),
    };
  };

  function page(request: ServiceRequest, items: readonly object[]): ServiceAnswer {
    const size = Math.min(pageSize, Number(request.query.$top ?? '999'));
    const from = Number(request.query.$skiptoken ?? '0');
    const next = new URLSearchParams({ ...request.query, $skiptoken: String(from + size) });
    return {
      status: 200,
      body: {
        value: items.slice(from, from + size),
        ...(from + size < items.length
          ? { '@odata.nextLink': `${service.origin}${request.path}?${next}` }
          : {}),
      },
    };
  }

  /** `employeeId eq '…'`: Graph's filter doesn't tell capitals from small letters. */
  function search(request: ServiceRequest): ServiceAnswer {
    const listed = /^id in \(('[0-9a-f-]{36}'(?:,'[0-9a-f-]{36}')*)\)$/.exec(
      request.query.$filter ?? '',
    )?.[1];
    if (listed !== undefined) {
      const ids = listed.replaceAll("'", '').split(',');
      // learn.microsoft.com, "Use the $filter query parameter": at most 15 values.
      if (ids.length > 15) return refusal(400, 'Request_UnsupportedQuery', 'Too many child clauses.');
      const found = ids.flatMap((id) => people.get(id) ?? []);
      return page(
        request,
        found.map((person) => selected(person, request)),
      );
    }
    const [, attribute, literal = ''] =
      /^(employeeId|userPrincipalName) eq '((?:[^']|'')*)'$/.exec(request.query.$filter ?? '') ?? [];
    if (attribute !== 'employeeId' && attribute !== 'userPrincipalName')
      return refusal(400, 'Request_UnsupportedQuery', 'Unsupported or invalid query filter clause.');
    if (!isEventual(request)) return refusal(400, 'Request_UnsupportedQuery', 'Unsupported Query.');
    const wanted = literal.replaceAll("''", "'").toLowerCase();
    const found = [...people.values()].filter((person) => person[attribute]?.toLowerCase() === wanted);
    return page(
      request,
      found.map((person) => selected(person, request)),
    );
  }

  function addMember(reference: string): ServiceAnswer {
    const id = /^https:\/\/graph\.microsoft\.com\/v1\.0\/directoryObjects\/([0-9a-f-]{36})$/.exec(
      reference,
    )?.[1];
    if (id === undefined) return refusal(400, 'Request_BadRequest', 'Invalid object identifier.');
    if (!people.has(id)) return missing(id);
    if (groupMembers.has(id))
      return refusal(
        400,
        'Request_BadRequest',
        "One or more added object references already exist for the following modified properties: 'members'.",
      );
    groupMembers.add(id);
    return { status: 204 };
  }

  function issuePass(person: GraphPerson, body: Readonly<Record<string, unknown>>): ServiceAnswer {
    const minutes = Number(body.lifetimeInMinutes);
    if (minutes < 10 || minutes > 43_200) return refusal(400, 'badRequest', 'The lifetime is out of range.');
    const pass = {
      '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethod',
      id: crypto.randomUUID(),
      isUsable: true,
      isUsableOnce: body.isUsableOnce,
      lifetimeInMinutes: minutes,
      methodUsabilityReason: 'EnabledByPolicy',
      createdDateTime: new Date().toISOString(),
      startDateTime: new Date().toISOString(),
    };
    const others = (person.methods ?? []).filter((method) => method['@odata.type'] !== pass['@odata.type']);
    people.set(person.id, { ...person, methods: [...others, pass] });
    const code = randomBytes(6).toString('base64url');
    passes.set(person.id, code);
    return { status: 201, body: { ...pass, temporaryAccessPass: code } };
  }

  function removeMethod(person: GraphPerson, request: ServiceRequest): ServiceAnswer {
    const [, , , , , place = '', id = ''] = request.path.split('/');
    const methods = person.methods ?? [];
    const gone = methods.find(
      (method) =>
        method.id === decodeURIComponent(id) &&
        method['@odata.type'] === `#microsoft.graph.${place.replace(/Methods$/, 'AuthenticationMethod')}`,
    );
    if (gone === undefined) return refusal(404, 'resourceNotFound', 'The requested resource was not found.');
    people.set(person.id, { ...person, methods: methods.filter((method) => method !== gone) });
    return { status: 204 };
  }

  function act(
    operation: string,
    parameters: Readonly<Record<string, string>>,
    request: ServiceRequest,
  ): ServiceAnswer {
    const groupId = parameters['group-id'];
    if (groupId !== undefined && (groupId !== excludedGroup || !groupThere)) return missing(groupId);
    const body = request.body as Readonly<Record<string, unknown>>;
    switch (operation) {
      case 'users.user.ListUser':
        return search(request);
      case 'groups.ListMembers':
        return page(
          request,
          [...groupMembers].map((id) => ({ '@odata.type': '#microsoft.graph.user', id })),
        );
      case 'groups.CreateRefMembers':
        return addMember(String(body['@odata.id']));
      case 'groups.DeleteRefMembers':
        return groupMembers.delete(parameters['directoryObject-id'] ?? '')
          ? { status: 204 }
          : missing(parameters['directoryObject-id'] ?? '');
      case 'identity.conditionalAccess.ListNamedLocations':
        return page(request, options.locations ?? []);
    }
    const person = people.get(parameters['user-id'] ?? '');
    if (person === undefined) return missing(parameters['user-id'] ?? '');
    switch (operation) {
      case 'users.user.GetUser':
        return { status: 200, body: selected(person, request) };
      case 'users.user.checkMemberGroups': {
        const asked = body.groupIds as readonly string[];
        const value = asked.filter((id) => id === excludedGroup && groupMembers.has(person.id));
        return { status: 200, body: { value } };
      }
      case 'users.user.revokeSignInSessions':
        endedSessions.push(person.id);
        return { status: 200, body: { value: true } };
      case 'users.authentication.ListMethods':
        return page(request, person.methods ?? []);
      case 'users.authentication.CreateTemporaryAccessPassMethods':
        return issuePass(person, body);
      default:
        return request.method === 'DELETE' ? removeMethod(person, request) : { status: 500 };
    }
  }

  const service = await startHttpService(async (request) => {
    const interfered = await interference?.(request);
    if (interfered !== undefined) return interfered;
    if (request.path === credentials.path) return credentials.answer(request);
    const { $skiptoken: _, ...query } = request.query;
    const asked = description.judgeRequest({ ...request, query }, request.path.replace(/^\/v1\.0/, ''));
    if (asked === null || !request.path.startsWith('/v1.0/')) return { status: 500 };
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const answer = !credentials.tokens.has(token)
      ? refusal(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.')
      : permitted
        ? act(asked.operation, asked.parameters, request)
        : refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
    description.judgeAnswer(asked.operation, answer);
    return answer;
  });

  return {
    ...service,
    groupMembers,
    people,
    endedSessions,
    passes,
    credentials,
    interfere: (answer) => {
      interference = answer;
    },
    takePermissions: () => {
      permitted = false;
    },
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

function refusal(status: number, code: string, message: string): ServiceAnswer {
  return {
    status,
    body: {
      error: {
        code,
        message,
        innererror: {
          '@odata.type': '#microsoft.graph.ODataErrors.InnerError',
          Date: '2026-04-06T01:00:00Z',
          'request-id': '255d1aef-8c98-452f-ac51-23d051240864',
        },
      },
    },
  };
}
