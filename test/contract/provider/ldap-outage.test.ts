import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSecretFolder } from '../../rigs/key-files.ts';
import { isAvailable, type OpenLdap, startOpenLdap } from '../../rigs/open-ldap.ts';
import { BASE, PEOPLE, WRITER } from '../../rigs/open-ldap-content.ts';
import { type Relay, type RequestFault, startRelay } from './ldap-relay.ts';
import { providerFor } from './ldap-settings-for-rig.ts';

const never = new AbortController().signal;
const someone = '2100001';
const plain = {
  transport: { security: 'none', allowPlaintextOnLoopback: true },
  timeouts: { perServerMilliseconds: 500, totalMilliseconds: 4000, listMilliseconds: 1000 },
} as const;
const faults: readonly RequestFault[] = ['fail', 'cut', 'babble', 'hang', 'trickle'];

describe.skipIf(!isAvailable().available)('LDAP while a part of it is out of order', () => {
  let rig: OpenLdap;
  let relay: Relay;
  const secrets = makeSecretFolder();
  const password = secrets.write('writer', WRITER.password);
  const relayed = () => `ldap://127.0.0.1:${relay.port}`;
  const direct = () => providerFor(rig, password);
  const at = (...urls: string[]) => providerFor(rig, password, { ...plain, urls });
  const isExempt = () => direct().status(someone, never);
  beforeAll(async () => {
    rig = await startOpenLdap();
  });
  beforeEach(async () => {
    relay = await startRelay(Number(new URL(rig.url).port));
    expect(await direct().resume(someone, never)).toMatchObject({ ok: true });
    return () => relay.stop();
  });
  afterAll(async () => {
    await rig?.stop();
    secrets.remove();
  });

  // Binding, looking the person up, the change itself: the first server goes wrong at one of them.
  test.each(faults)('a server with %s at any one request is left for the next one (I3, I5)', async (how) => {
    for (const change of ['suspend', 'resume'] as const)
      for (let request = 1; ; request += 1) {
        const before = change === 'suspend' ? 'resume' : 'suspend';
        expect(await direct()[before](someone, never)).toMatchObject({ ok: true });
        const { struck } = relay.failAt(request, how);
        const about = `${change}, request ${request}`;
        expect(await at(relayed(), rig.url)[change](someone, never), about).toMatchObject({ ok: true });
        expect(await isExempt(), about).toEqual({ ok: true, suspended: change === 'suspend' });
        if (struck()) continue;
        expect(request).toBe(4);
        break;
      }
  });

  test.each(['hang', 'trickle'] as const)(
    'a server that reads and, with %s, does not write holds up a call for its time and no more',
    async (how) => {
      const alone = at(relayed());
      relay.failAt(3, how);
      const begun = performance.now();
      expect(await alone.suspend(someone, never)).toMatchObject({ ok: false, code: 'provider/unavailable' });
      expect(performance.now() - begun).toBeLessThan(plain.timeouts.totalMilliseconds);
      // What hung was never sent on; what trickled was done, and its answer is not known.
      expect(await isExempt()).toEqual({ ok: true, suspended: how === 'trickle' });
      expect(await alone.status(someone, never)).toEqual({ ok: true, suspended: how === 'trickle' });
      expect(await alone.suspend(someone, never)).toMatchObject({ ok: true });
    },
  );

  test('I2: a replica that cannot write and lags behind never says that somebody is exempt no more', async () => {
    const replica = await startOpenLdap({ readOnly: 'unwilling' });
    try {
      expect(await direct().suspend(someone, never)).toMatchObject({ ok: true });
      expect(await at(replica.url).status(someone, never)).toEqual({ ok: true, suspended: false });
      expect(await at(replica.url).resume(someone, never)).toMatchObject({
        ok: false,
        code: 'provider/refused',
      });
      expect(await at(replica.url, rig.url).resume(someone, never)).toMatchObject({ ok: true });
      expect(await isExempt()).toEqual({ ok: true, suspended: false });
    } finally {
      await replica.stop();
    }
  });

  test('I2: an entry that was moved is not taken for gone while the server can’t say where to look', async () => {
    const entry = `uid=s2100078,${PEOPLE}`;
    const elsewhere = `uid=s2100078,ou=services,${BASE}`;
    rig.change(`dn: ${entry}
changetype: add
objectClass: inetOrgPerson
cn: Moved
sn: Moved
uid: s2100078
employeeNumber: 2100078
`);
    const suspended = await direct().suspend('2100078', never);
    const account = (suspended.ok && suspended.account) || '';
    rig.change(
      `dn: ${entry}\nchangetype: modrdn\nnewrdn: uid=s2100078\ndeleteoldrdn: 1\nnewsuperior: ou=services,${BASE}\n`,
    );
    try {
      for (let request = 1; ; request += 1) {
        const { struck } = relay.failAt(request, 'fail');
        const answer = await at(relayed()).resumeAccount(account, never);
        if (!struck()) {
          expect(answer).toMatchObject({ ok: true });
          expect(request).toBeGreaterThan(4);
          break;
        }
        expect(answer, `request ${request}`).toEqual({ ok: false, code: 'provider/unavailable' });
      }
    } finally {
      rig.change(`dn: ${elsewhere}\nchangetype: delete\n`);
    }
  });
});
