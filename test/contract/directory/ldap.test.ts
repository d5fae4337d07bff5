import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAvailable, type OpenLdap, startOpenLdap } from '../../rigs/open-ldap.ts';
import { ACCOUNTS, BASE, FAILURES_TO_LOCK, STAFF, STUDENTS } from '../../rigs/open-ldap-content.ts';
import { describesDirectory } from './directory-suite.ts';
import {
  BY_SEARCH,
  BY_TEMPLATE,
  directoryFor,
  ELSEWHERE,
  PLAINTEXT,
  settingsFor,
} from './ldap-settings-for-rig.ts';
import { type Listener, startListener } from './listener.ts';

const rigged = isAvailable();

describe.skipIf(!rigged.available)(`OpenLDAP ${rigged.available ? '' : `(${rigged.reason})`}`, () => {
  describe.each([
    ['name made from the login', BY_TEMPLATE],
    ['name found by a search', BY_SEARCH],
  ])('%s', (_name, account) => {
    let rig: OpenLdap;

    beforeAll(async () => {
      rig = await startOpenLdap();
    });
    afterAll(() => rig.stop());

    describesDirectory(() => {
      const directory = directoryFor(rig, { account });
      return {
        directory,
        student: {
          ...ACCOUNTS.student,
          person: {
            id: '2100001',
            login: 's2100001',
            displayName: '人 s2100001',
            kana: 'がくせい たろう',
            roles: ['student'],
            groups: [STUDENTS],
          },
        },
        staff: ACCOUNTS.staff,
        toBeLocked: ACCOUNTS.toBeLocked,
        expired: ACCOUNTS.expired,
        mustChange: ACCOUNTS.mustChange,
        async lock() {
          for (let failure = 0; failure < FAILURES_TO_LOCK; failure += 1) {
            const answer = await directory.verify({ ...ACCOUNTS.toBeLocked, password: 'guess' });
            expect(answer).toEqual({ outcome: 'wrong' });
          }
        },
      };
    });

    test('a login that needs escaping still finds its person', async () => {
      const answer = await directoryFor(rig, { account }).verify(ACCOUNTS.oddlyNamed);
      expect(answer).toMatchObject({
        outcome: 'ok',
        person: { login: ACCOUNTS.oddlyNamed.login, roles: [] },
      });
    });

    test('the login comes back in the directory’s spelling', async () => {
      const answer = await directoryFor(rig, { account }).verify({ ...ACCOUNTS.student, login: 'S2100001' });
      expect(answer).toMatchObject({ outcome: 'ok', person: { login: 's2100001' } });
    });

    test('an expired password within its grace is accepted, as the directory accepts it', async () => {
      expect(await directoryFor(rig, { account }).verify(ACCOUNTS.inGrace)).toMatchObject({ outcome: 'ok' });
    });

    test('locked by an administrator', async () => {
      const answer = await directoryFor(rig, { account }).verify(ACCOUNTS.lockedByAdministrator);
      expect(answer).toEqual({ outcome: 'locked' });
    });

    test('roles come from groups', async () => {
      const answer = await directoryFor(rig, { account }).verify(ACCOUNTS.staff);
      expect(answer).toMatchObject({ outcome: 'ok', person: { roles: ['staff'], groups: [STAFF] } });
    });

    test('an entry without the attribute that identifies a person lets nobody in', async () => {
      const { attributes } = settingsFor(rig);
      const directory = directoryFor(rig, { account, attributes: { ...attributes, id: 'carLicense' } });
      expect(await directory.verify(ACCOUNTS.student)).toEqual({
        outcome: 'unavailable',
        cause: 'configuration',
      });
    });
  });

  describe('search', () => {
    let rig: OpenLdap;
    let elsewhere: Listener;

    beforeAll(async () => {
      elsewhere = await startListener();
      rig = await startOpenLdap({ referralUrl: `ldap://127.0.0.1:${elsewhere.port}/${ELSEWHERE}` });
    });
    afterAll(async () => {
      await rig.stop();
      await elsewhere.stop();
    });

    test('two entries for one login: nobody is let in', async () => {
      const account = { ...BY_SEARCH, filter: '(employeeNumber={login})' };
      const answer = await directoryFor(rig, { account }).verify(ACCOUNTS.shared);
      expect(answer).toEqual({ outcome: 'unavailable', cause: 'configuration' });
    });

    test('a wrong service password is the settings’ fault, not the person’s', async () => {
      const account = { ...BY_SEARCH, servicePassword: 'guess' };
      const answer = await directoryFor(rig, { account }).verify(ACCOUNTS.student);
      expect(answer).toEqual({ outcome: 'unavailable', cause: 'configuration' });
    });

    test('referrals are not chased, neither beside entries nor in place of them', async () => {
      const wide = { ...BY_SEARCH, base: BASE };
      expect(await directoryFor(rig, { account: wide }).verify(ACCOUNTS.student)).toMatchObject({
        outcome: 'ok',
      });
      const nobody = { ...ACCOUNTS.student, login: 'nobody' };
      expect(await directoryFor(rig, { account: wide }).verify(nobody)).toEqual({ outcome: 'wrong' });
      const referred = { ...BY_SEARCH, base: ELSEWHERE };
      const answer = await directoryFor(rig, { account: referred }).verify(ACCOUNTS.student);
      expect(answer).toEqual({ outcome: 'unavailable', cause: 'configuration' });
      expect(elsewhere.connections()).toBe(0);
    });

    test('a loopback server may be asked in plaintext when the settings say so', async () => {
      const directory = directoryFor(rig, { urls: [rig.url], transport: PLAINTEXT });
      expect(await directory.verify(ACCOUNTS.student)).toMatchObject({ outcome: 'ok' });
    });

    test('I7: even the LDAP library’s own debug log holds neither the person’s nor the service’s password', () => {
      const connector = join(import.meta.dirname, '../../../main/directory/ldap.ts');
      const program = `
        const { createLdapDirectory } = await import(${JSON.stringify(connector)});
        const directory = createLdapDirectory(${JSON.stringify(settingsFor(rig, { account: BY_SEARCH }))});
        const { login, password } = ${JSON.stringify(ACCOUNTS.student)};
        console.log(await directory.verify({ login, password }), await directory.verify({ login, password: 'Secret-guess' }));
      `;
      const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        env: { ...process.env, NODE_DEBUG: 'ldapts' },
        encoding: 'utf8',
      });
      const output = run.stdout + run.stderr;
      expect(output).toContain("outcome: 'ok'");
      expect(output).toContain('LDAPTS');
      for (const secret of [ACCOUNTS.student.password, BY_SEARCH.servicePassword, 'Secret-guess']) {
        expect(output).not.toContain(secret);
      }
    });
  });
});
