import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceItem } from '../../../main/people-source/people-source.ts';
import { createScimSource, scimSourceSettings } from '../../../main/people-source/scim-source.ts';
import { makeSecretFolder } from '../../rigs/key-files.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const fields = {
  id: `${enterprise}:employeeNumber`,
  login: 'userName',
  name: 'name.formatted',
  role: { field: 'userType', values: { Student: 'student' } },
  mail: 'emails',
  disabled: { field: 'active', values: ['false'] },
};
const user = (index: number, more: object = {}) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
  id: `opaque-${index}`,
  userName: `s${index}`,
  name: { formatted: '山田 花子' },
  userType: 'Student',
  active: true,
  emails: [{ value: `s${index}@example.ac.jp`, primary: true }],
  [enterprise]: { employeeNumber: `S${index}` },
  meta: { resourceType: 'User', lastModified: '2026-04-06T00:00:00.000Z' },
  ...more,
});
const list = (people: readonly object[], totalResults = people.length, startIndex = 1) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults,
  startIndex,
  itemsPerPage: people.length,
  Resources: people,
});

describe('people from SCIM', () => {
  const secrets = makeSecretFolder();
  const tokenFile = secrets.write('token', 'the-token\n');
  let server: Server;
  let url: string;
  let people: object[];
  let asked: URL[];
  let interfere: ((request: IncomingMessage, response: ServerResponse, at: URL) => boolean) | null;

  beforeEach(async () => {
    people = Array.from({ length: 23 }, (_, index) => user(index + 1));
    asked = [];
    interfere = null;
    server = createServer((request, response) => {
      const at = new URL(request.url ?? '', 'http://scim');
      asked.push(at);
      if (interfere?.(request, response, at) === true) return;
      if (request.headers.authorization !== 'Bearer the-token') {
        response.writeHead(401).end();
        return;
      }
      const start = Number(at.searchParams.get('startIndex'));
      const count = Math.min(10, Number(at.searchParams.get('count')));
      response.setHeader('content-type', 'application/scim+json');
      response.end(JSON.stringify(list(people.slice(start - 1, start - 1 + count), people.length, start)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2/Users`;
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  async function read(from: object, cursor: string | null = null) {
    const source = createScimSource(scimSourceSettings.parse({ kind: 'scim', from, fields }));
    const items: SourceItem[] = [];
    const reading = source.read(cursor, AbortSignal.timeout(20_000));
    for (;;) {
      const next = await reading.next();
      if (next.done === true)
        return { end: next.value, items: items.filter(({ kind }) => kind !== 'progress') };
      items.push(next.value);
    }
  }
  const service = (change: object = {}) => ({ url, tokenFile, pageSize: 50, ...change });

  it('come page by page, however few the service gives at once', async () => {
    const { end, items } = await read(service());
    expect(end).toEqual({ ok: true, mode: 'full', cursor: null });
    expect(items).toHaveLength(23);
    expect(items[0]).toMatchObject({
      place: 'resource 1',
      person: { id: 'S1', login: 's1', mail: 's1@example.ac.jp', disabled: false, role: 'student' },
    });
    expect(asked.map((at) => at.searchParams.get('startIndex'))).toEqual(['1', '11', '21']);
  });

  it('come as changes where the service is asked for them', async () => {
    people = [user(1, { meta: { lastModified: '2026-04-06T02:00:00Z' } })];
    const { end } = await read(service({ increments: true, filter: 'userType eq "Student"' }));
    expect(end).toEqual({ ok: true, mode: 'full', cursor: '2026-04-06T01:50:00.000Z' });
    const next = await read(
      service({ increments: true, filter: 'userType eq "Student"' }),
      '2026-04-06T01:50:00.000Z',
    );
    expect(next.end).toMatchObject({ mode: 'changes' });
    expect(asked.at(-1)?.searchParams.get('filter')).toBe(
      '(userType eq "Student") and meta.lastModified ge "2026-04-06T01:50:00.000Z"',
    );
  });

  it('are never everybody where the service gave fewer than it said', async () => {
    interfere = (_, response, at) => {
      if (at.searchParams.get('startIndex') === '1') return false;
      response.end(JSON.stringify(list([], 23, Number(at.searchParams.get('startIndex')))));
      return true;
    };
    expect((await read(service())).end).toEqual({ ok: false, code: 'incomplete', detail: '10 of 23' });
  });

  it('are asked for again where the service is busy, and given up where it refuses, redirects or floods', async () => {
    let busy = 2;
    interfere = (_, response) => {
      if (busy === 0) return false;
      busy -= 1;
      response.writeHead(429, { 'retry-after': '0' }).end();
      return true;
    };
    expect((await read(service())).items).toHaveLength(23);
    for (const status of [401, 403, 302, 404]) {
      interfere = (_, response) => {
        response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
        return true;
      };
      expect((await read(service())).end).toEqual({ ok: false, code: 'refused' });
    }
    interfere = (_, response) => {
      response.end('{"totalResults": 99999999, "Resources": []}');
      return true;
    };
    expect((await read(service())).end).toEqual({ ok: false, code: 'too-large' });
    interfere = (_, response) => {
      response.end('<html>');
      return true;
    };
    expect((await read(service())).end).toEqual({ ok: false, code: 'unreadable' });
    interfere = (request) => {
      request.socket.destroy();
      return true;
    };
    expect((await read(service())).end).toEqual({ ok: false, code: 'unreachable' });
  });

  it('come from a file with one list, which has to be whole', async () => {
    const path = secrets.write(
      'users.json',
      `\ufeff${JSON.stringify(list([...people, user(24, { userType: 'Robot' })]))}`,
    );
    const { end, items } = await read({ path });
    expect(end).toEqual({ ok: true, mode: 'full', cursor: null });
    expect(items.at(-1)).toEqual({
      kind: 'bad',
      place: 'resource 24',
      code: 'unknown-role',
      field: 'role',
      id: 'S24',
    });
    expect(
      (await read({ path: secrets.write('cut.json', JSON.stringify(list(people, 30))) })).end,
    ).toMatchObject({
      code: 'incomplete',
    });
    expect((await read({ path: secrets.write('no.json', '[]') })).end).toMatchObject({ code: 'unreadable' });
    expect((await read({ path: '/nowhere/users.json' })).end).toMatchObject({ code: 'unreachable' });
  });

  it('travel over TLS only, with a token in an owner-only file', () => {
    const settings = (from: object) => scimSourceSettings.safeParse({ kind: 'scim', from, fields }).success;
    expect(settings({ url: 'http://scim.example.ac.jp/Users', tokenFile })).toBe(false);
    expect(settings({ url: 'https://scim.example.ac.jp/Users', tokenFile })).toBe(true);
    expect(settings({ url: 'https://scim.example.ac.jp/Users', token: 'x' })).toBe(false);
  });
});
