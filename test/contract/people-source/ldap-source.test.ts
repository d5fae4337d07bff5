import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLdapSource, ldapSourceSettings } from '../../../main/people-source/ldap-source.ts';
import type { SourceEnd, SourceItem } from '../../../main/people-source/people-source.ts';
import { makeSecretFolder } from '../../rigs/key-files.ts';
import { isAvailable, type OpenLdap, startOpenLdap } from '../../rigs/open-ldap.ts';
import { ACCOUNTS, PEOPLE, STUDENTS, WRITER } from '../../rigs/open-ldap-content.ts';

const availability = isAvailable();

describe.skipIf(!availability.available)('people from OpenLDAP', () => {
  let server: OpenLdap;
  const secrets = makeSecretFolder();
  const passwordFile = secrets.write('ldap', WRITER.password);
  beforeAll(async () => {
    server = await startOpenLdap();
    const extra = Array.from(
      { length: 25 },
      (_, index) =>
        `dn: uid=x${index},${PEOPLE}\nchangetype: add\nobjectClass: inetOrgPerson\nuid: x${index}\ncn: X\nsn: X\nemployeeNumber: X${index}\n`,
    );
    server.change(extra.join('\n'));
  });
  afterAll(async () => {
    await server?.stop();
    secrets.remove();
  });

  const sourceOf = (change: object = {}) =>
    createLdapSource(
      ldapSourceSettings.parse({
        kind: 'ldap',
        urls: [server.secureUrl],
        transport: { security: 'ldaps', certificateAuthority: server.certificateAuthority },
        serviceName: WRITER.name,
        servicePasswordFile: passwordFile,
        base: PEOPLE,
        filter: '(objectClass=inetOrgPerson)',
        pageSize: 7,
        fields: {
          id: 'employeeNumber',
          login: 'uid',
          name: 'cn',
          kana: 'displayName;lang-ja-hira',
          role: { field: 'memberOf', values: { [STUDENTS]: 'student' }, otherwise: 'guest' },
        },
        ...change,
      }),
    );
  async function read(source: ReturnType<typeof sourceOf>, cursor: string | null = null) {
    const items: SourceItem[] = [];
    const reading = source.read(cursor, AbortSignal.timeout(20_000));
    for (;;) {
      const next = await reading.next();
      if (next.done === true)
        return { items, people: items.filter(({ kind }) => kind === 'person'), end: next.value };
      items.push(next.value);
    }
  }
  const cursorOf = (end: SourceEnd) => (end.ok ? end.cursor : null);

  it('come page by page, with their roles by group; ids that are none are told', async () => {
    const { items, people, end } = await read(sourceOf());
    expect(end).toMatchObject({ ok: true, mode: 'full' });
    expect(items.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(3);
    expect(people.length).toBeGreaterThanOrEqual(34);
    const student = people.find(
      (item) => item.kind === 'person' && item.person.login === ACCOUNTS.student.login,
    );
    expect(student).toMatchObject({
      place: `uid=${ACCOUNTS.student.login},${PEOPLE}`,
      person: { id: '2100001', role: 'student', kana: 'がくせい たろう' },
    });
  });

  it.each(['modifyTimestamp', 'entryCSN'] as const)(
    'by %s only what changed comes again',
    async (increments) => {
      // Everybody is ten minutes old at least for an increment: its overlap would bring them all again otherwise.
      const source = sourceOf({ increments });
      const { end } = await read(source);
      const whole = JSON.parse(cursorOf(end) ?? '') as { at: string };
      expect(whole.at).toMatch(increments === 'entryCSN' ? /^\d{14}\.\d{6}Z#/ : /^\d{14}Z$/);
      const later = (hours: number) => {
        const year = Number(whole.at.slice(0, 4)) + hours;
        return JSON.stringify({ ...whole, at: `${year}${whole.at.slice(4)}` });
      };
      const nothing = await read(source, later(1));
      expect(nothing).toMatchObject({ people: [], end: { ok: true, mode: 'changes', cursor: later(1) } });
      const some = await read(source, cursorOf(end));
      expect(some.end).toMatchObject({ ok: true, mode: 'changes' });
      expect(some.people.length).toBeGreaterThan(0);
    },
  );

  it('fall back to everything with another way of counting, or a cursor that is none', async () => {
    const { end } = await read(sourceOf({ increments: 'entryCSN' }));
    const { end: other } = await read(sourceOf(), cursorOf(end));
    expect(other).toMatchObject({ mode: 'full' });
    expect((await read(sourceOf({ increments: 'uSNChanged' }), 'x')).end).toMatchObject({
      mode: 'full',
      cursor: null,
    });
  });

  it('are refused with a wrong password, and out of reach without a server', async () => {
    const servicePasswordFile = secrets.write('wrong', 'Wrong-1');
    expect((await read(sourceOf({ servicePasswordFile }))).end).toEqual({
      ok: false,
      code: 'refused',
      detail: 'LDAP result 49',
    });
    expect((await read(sourceOf({ urls: ['ldaps://127.0.0.1:1'] }))).end).toEqual({
      ok: false,
      code: 'unreachable',
    });
    const second = sourceOf({ urls: ['ldaps://127.0.0.1:1', server.secureUrl] });
    expect((await read(second)).end).toMatchObject({ ok: true });
  });
});

describe.skipIf(!availability.available)('people from an OpenLDAP that gives only a few', () => {
  it('are refused as a whole: what is cut off is never taken for everybody', async () => {
    const server = await startOpenLdap({ sizeLimit: 5 });
    const secrets = makeSecretFolder();
    try {
      const source = createLdapSource(
        ldapSourceSettings.parse({
          kind: 'ldap',
          urls: [server.url],
          transport: { security: 'none', allowPlaintextOnLoopback: true },
          serviceName: WRITER.name,
          servicePasswordFile: secrets.write('ldap', WRITER.password),
          base: PEOPLE,
          filter: '(objectClass=inetOrgPerson)',
          pageSize: 3,
          fields: { id: 'employeeNumber', login: 'uid', name: 'cn', role: { otherwise: 'guest' } },
        }),
      );
      const reading = source.read(null, AbortSignal.timeout(20_000));
      let next = await reading.next();
      while (next.done !== true) next = await reading.next();
      expect(next.value).toMatchObject({ ok: false, code: 'refused', detail: 'LDAP result 4' });
    } finally {
      await server.stop();
      secrets.remove();
    }
  });
});
