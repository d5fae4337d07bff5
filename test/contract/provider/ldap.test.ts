import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSecretFolder } from '../../rigs/key-files.ts';
import { isAvailable, type OpenLdap, startOpenLdap } from '../../rigs/open-ldap.ts';
import { BASE, EXEMPT, NOBODY, PEOPLE, SERVICE, WRITER } from '../../rigs/open-ldap-content.ts';
import { BY_SEARCH, providerFor, providerSettingsFor, SUSPENSIONS } from './ldap-settings-for-rig.ts';

const rigIs = isAvailable();
const never = new AbortController().signal;
const [someone, other] = ['2100001', 't3100001'];
const PLAINTEXT = { security: 'none', allowPlaintextOnLoopback: true } as const;

describe.skipIf(!rigIs.available)('LDAP provider against OpenLDAP', () => {
  let rig: OpenLdap;
  const secrets = makeSecretFolder();
  const password = secrets.write('writer', `${WRITER.password}\n`);
  beforeAll(async () => {
    rig = await startOpenLdap();
  });
  beforeEach(async () => {
    for (const suspension of Object.values(SUSPENSIONS))
      for (const person of [someone, other])
        await providerFor(rig, password, { suspension }).resume(person, never);
  });
  afterAll(async () => {
    await rig?.stop();
    secrets.remove();
  });

  describe.each(Object.entries(SUSPENSIONS))('by %s', (_name, suspension) => {
    const create = () => providerFor(rig, password, { suspension });

    test('I3: suspends and resumes, each of them twice with one effect', async () => {
      const provider = create();
      for (const _time of ['first', 'again'])
        expect(await provider.suspend(someone, never)).toMatchObject({ ok: true, propagatingUntil: null });
      expect(await provider.status(someone, never)).toEqual({ ok: true, suspended: true });
      expect(await provider.status(other, never)).toEqual({ ok: true, suspended: false });
      expect(await provider.listSuspended(never)).toEqual({ ok: true, people: [someone] });
      for (const _time of ['first', 'again'])
        expect(await provider.resume(someone, never)).toMatchObject({ ok: true, propagatingUntil: null });
      expect(await provider.status(someone, never)).toEqual({ ok: true, suspended: false });
      expect(await provider.listSuspended(never)).toEqual({ ok: true, people: [] });
    });

    test('lists everybody, by their own ids', async () => {
      const provider = create();
      await provider.suspend(someone, never);
      await provider.suspend(other, never);
      const list = await provider.listSuspended(never);
      expect(list.ok && list.people.toSorted()).toEqual([someone, other]);
    });

    test('says unknown-person for nobody, and never guesses between two', async () => {
      const provider = create();
      for (const person of ['s0000000', '*', 's2100*', ')(uid=*', '', 'T3100001', 'a\0b'])
        expect(await provider.suspend(person, never)).toEqual({ ok: false, code: 'provider/unknown-person' });
      expect(await provider.suspend('9999', never)).toEqual({ ok: false, code: 'provider/refused' });
      expect(await provider.listSuspended(never)).toEqual({ ok: true, people: [] });
    });
  });

  test('I2: the last member of a groupOfNames goes, for the dummy that stays', async () => {
    const withoutDummy = { by: 'group', group: EXEMPT } as const;
    const provider = providerFor(rig, password);
    await provider.suspend(someone, never);
    // Somebody tidies up.
    rig.change(`dn: ${EXEMPT}\nchangetype: modify\ndelete: member\nmember: ${NOBODY}\n`);
    const refused = await providerFor(rig, password, { suspension: withoutDummy }).resume(someone, never);
    expect(refused).toEqual({ ok: false, code: 'provider/refused' });
    expect(await provider.status(someone, never)).toEqual({ ok: true, suspended: true });
    expect(await provider.resume(someone, never)).toMatchObject({ ok: true });
    expect(await provider.status(someone, never)).toEqual({ ok: true, suspended: false });
    expect(await provider.listSuspended(never)).toEqual({ ok: true, people: [] });
  });

  test('finds people by a name that is made of their id, escaped by RFC 4514', async () => {
    const people = { find: 'template', base: PEOPLE, name: `uid={person},${PEOPLE}`, id: 'uid' } as const;
    const provider = providerFor(rig, password, { people });
    const odd = 'o"ne, tw+o';
    expect(await provider.suspend(odd, never)).toMatchObject({ ok: true });
    expect(await provider.listSuspended(never)).toEqual({ ok: true, people: [odd] });
    expect(await provider.status(odd, never)).toEqual({ ok: true, suspended: true });
    expect(await provider.resume(odd, never)).toMatchObject({ ok: true });
    for (const person of ['nobody', 's2100001,ou=x', '#', ' '])
      expect(await provider.status(person, never)).toEqual({ ok: false, code: 'provider/unknown-person' });
  });

  test('looks people up, with accounts that an administrator locked', async () => {
    const provider = providerFor(rig, password);
    const account = (login: string) => `uid=${login},${PEOPLE}`;
    expect(await provider.lookUp?.(someone, never)).toEqual({
      ok: true,
      account: account('s2100001'),
      enabled: true,
    });
    expect(await provider.lookUp?.('s2100006', never)).toMatchObject({ ok: true, enabled: false });
    expect(await provider.lookUp?.('s0000000', never)).toEqual({
      ok: false,
      code: 'provider/unknown-person',
    });
  });

  describe.each(Object.entries(SUSPENSIONS))(
    'I2: by %s, an entry that was renamed, moved or removed',
    (_name, suspension) => {
      const MOVED = 's2100077';
      const entry = `uid=${MOVED},${PEOPLE}`;
      const provider = () => providerFor(rig, password, { suspension });
      const everywhere = () =>
        providerFor(rig, password, { suspension, people: { ...BY_SEARCH, base: BASE } }).listSuspended(never);
      const suspended = async (): Promise<string> => {
        rig.change(`dn: ${entry}
changetype: add
objectClass: inetOrgPerson
cn: ${MOVED}
sn: ${MOVED}
uid: ${MOVED}
employeeNumber: 2100077
`);
        const answer = await provider().suspend('2100077', never);
        return answer.ok ? (answer.account ?? '') : '';
      };
      const remove = (name: string) => rig.change(`dn: ${name}\nchangetype: delete\n`);

      test('is exempt no more, by the directory’s own id', async () => {
        const account = await suspended();
        const elsewhere = `uid=other,ou=services,${BASE}`;
        rig.change(`dn: ${entry}
changetype: modrdn
newrdn: uid=other
deleteoldrdn: 1
newsuperior: ou=services,${BASE}

dn: ${elsewhere}
changetype: modify
replace: employeeNumber
employeeNumber: 7700077
`);
        try {
          expect(await provider().resume('2100077', never)).toMatchObject({
            code: 'provider/unknown-person',
          });
          expect(await provider().resumeAccount(account, never)).toMatchObject({ ok: true });
          expect(await everywhere()).toEqual({ ok: true, people: [] });
          expect(await provider().resumeAccount(account, never)).toMatchObject({ ok: true });
        } finally {
          remove(elsewhere);
        }
      });

      test('that is gone exempts nobody', async () => {
        const account = await suspended();
        remove(entry);
        const gone = await provider().resumeAccount(account, never);
        if (suspension === SUSPENSIONS['group of uids']) expect(gone).toMatchObject({ ok: true });
        else expect(gone).toMatchObject({ code: 'provider/unknown-person' });
        expect(await everywhere()).toEqual({ ok: true, people: [] });
      });
    },
  );

  test('an account that was never kept is refused, whatever it says', async () => {
    const provider = providerFor(rig, password);
    await provider.suspend(someone, never);
    for (const crafted of ['', 's2100001', '{}', '{"id":null,"name":"","uid":null}', '['.repeat(9000)])
      expect(await provider.resumeAccount(crafted, never)).toEqual({ ok: false, code: 'provider/refused' });
    expect(await provider.status(someone, never)).toEqual({ ok: true, suspended: true });
  });

  test('a directory that gives entries no id can’t say that one is gone: that is a refusal', async () => {
    const kept = JSON.stringify({ id: null, name: `uid=nobody,${PEOPLE}`, uid: null });
    expect(await providerFor(rig, password).resumeAccount(kept, never)).toEqual({
      ok: false,
      code: 'provider/refused',
    });
  });

  test('reports when the login flow has surely seen the change', async () => {
    const provider = providerFor(rig, password, { propagationSeconds: 600 });
    const answer = await provider.suspend(someone, never);
    const until = answer.ok && answer.propagatingUntil !== null ? Date.parse(answer.propagatingUntil) : 0;
    expect(Math.abs(until - Date.now() - 600_000)).toBeLessThan(10_000);
  });

  test('a list beyond its bound is refused, never cut short', async () => {
    await providerFor(rig, password).suspend(someone, never);
    await providerFor(rig, password).suspend(other, never);
    const provider = providerFor(rig, password, { maximumSuspended: 2 });
    expect(await provider.listSuspended(never)).toEqual({ ok: false, code: 'provider/refused' }); // with the dummy: 3
  });

  test('I2: people beyond one page of results are all listed, or none', async () => {
    const numbers = Array.from({ length: 1100 }, (_, place) => String(5_000_000 + place));
    const entry = (number: string) => `uid=s${number},${PEOPLE}`;
    rig.change(
      numbers
        .map(
          (number) => `dn: ${entry(number)}
changetype: add
objectClass: inetOrgPerson
cn: ${number}
sn: ${number}
employeeNumber: ${number}
employeeType: mfa-exempt
`,
        )
        .join('\n'),
    );
    const provider = providerFor(rig, password, { suspension: SUSPENSIONS.attribute });
    try {
      const listed = await provider.listSuspended(never);
      expect(listed.ok ? listed.people.length : listed).toBe(numbers.length);
      const bounded = { suspension: SUSPENSIONS.attribute, maximumSuspended: 1000 };
      expect(await providerFor(rig, password, bounded).listSuspended(never)).toEqual({
        ok: false,
        code: 'provider/refused',
      });
      // A server that gives out no more than so many, however they are asked for.
      const mean = await startOpenLdap({ sizeLimit: 2 });
      try {
        const settings = { people: { ...BY_SEARCH, filter: '(employeeNumber={person})' } };
        const everybody = { by: 'attribute', attribute: 'sn', value: 'Person' } as const;
        const answer = await providerFor(mean, password, {
          ...settings,
          suspension: everybody,
        }).listSuspended(never);
        expect(answer).toEqual({ ok: false, code: 'provider/refused' });
      } finally {
        await mean.stop();
      }
    } finally {
      rig.change(numbers.map((number) => `dn: ${entry(number)}\nchangetype: delete\n`).join('\n'));
    }
  });

  describe('what the server refuses', () => {
    test('missing rights, a wrong password, a group that is not there, TLS that is demanded', async () => {
      const reader = secrets.write('reader', SERVICE.password);
      const refused = { ok: false, code: 'provider/refused' };
      const asReader = providerFor(rig, reader, { serviceName: SERVICE.name });
      expect(await asReader.suspend(someone, never)).toEqual(refused);
      expect(await asReader.status(someone, never)).toEqual({ ok: true, suspended: false });
      const wrong = providerFor(rig, secrets.write('wrong', 'Wrong-1'));
      expect(await wrong.suspend(someone, never)).toEqual(refused);
      expect(await wrong.health(never)).toEqual({ ok: false });
      const gone = providerFor(rig, password, { suspension: { by: 'group', group: `cn=gone,${EXEMPT}` } });
      expect(await gone.suspend(someone, never)).toEqual(refused);
      expect(await gone.listSuspended(never)).toEqual(refused);
      expect(await gone.health(never)).toEqual({ ok: false });
      expect(await providerFor(rig, password).health(never)).toEqual({ ok: true });
    });

    test('I7: a password file that others can read is refused, at start and later', async () => {
      const open = secrets.write('open', WRITER.password);
      const provider = providerFor(rig, open);
      expect(await provider.status(someone, never)).toMatchObject({ ok: true });
      chmodSync(open, 0o644);
      expect(await provider.status(someone, never)).toEqual({ ok: false, code: 'provider/refused' });
      expect(() => providerFor(rig, open)).toThrow('open to others');
    });

    test('a changed password is taken up without a restart', async () => {
      const rotated = secrets.write('rotated', 'Before-1');
      const provider = providerFor(rig, rotated);
      expect(await provider.status(someone, never)).toEqual({ ok: false, code: 'provider/refused' });
      secrets.write('rotated', WRITER.password);
      expect(await provider.status(someone, never)).toMatchObject({ ok: true });
    });

    test('settings: plaintext beyond loopback, wildcards beside the person, schemes that disagree', () => {
      const settings = providerSettingsFor(rig, password);
      for (const wrong of [
        { transport: PLAINTEXT, urls: ['ldap://ldap.univ.example'] },
        { people: { ...settings.people, filter: '(uid=*{person})' } },
        { people: { ...settings.people, filter: '(uid={person})(a=b)' } },
        { urls: ['ldap://127.0.0.1'] },
        { urls: [] },
      ])
        expect(() => providerFor(rig, password, wrong as object)).toThrow();
    });
  });
});
