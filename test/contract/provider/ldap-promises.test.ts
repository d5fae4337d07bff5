import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { makeSecretFolder } from '../../rigs/key-files.ts';
import { isAvailable, type OpenLdap, startOpenLdap } from '../../rigs/open-ldap.ts';
import { WRITER } from '../../rigs/open-ldap-content.ts';
import { startRelay } from './ldap-relay.ts';
import { providerFor, SUSPENSIONS } from './ldap-settings-for-rig.ts';
import { describesProvider } from './provider-suite.ts';

const people = ['2100001', 't3100001'] as const;
const never = new AbortController().signal;

describe.skipIf(!isAvailable().available)('LDAP: what every provider promises', () => {
  let rig: OpenLdap;
  const secrets = makeSecretFolder();
  beforeAll(async () => {
    rig = await startOpenLdap();
  });
  afterAll(async () => {
    await rig?.stop();
    secrets.remove();
  });

  /** A service account of its own, which can be taken away. */
  function makeAccount(): { readonly serviceName: string; readonly passwordFile: string; remove(): void } {
    const password = randomUUID();
    const serviceName = WRITER.name.replace('madoguchi', `madoguchi-${password}`);
    rig.change(`dn: ${serviceName}
changetype: add
objectClass: organizationalRole
objectClass: simpleSecurityObject
userPassword: ${password}
`);
    return {
      serviceName,
      passwordFile: secrets.write(password, password),
      remove: () => rig.change(`dn: ${serviceName}\nchangetype: delete\n`),
    };
  }

  describe.each(Object.entries(SUSPENSIONS))('by %s', (_name, suspension) => {
    describesProvider(async () => {
      const relay = await startRelay(Number(new URL(rig.url).port));
      const { serviceName, passwordFile, remove } = makeAccount();
      const settings = { serviceName, suspension };
      const direct = providerFor(rig, secrets.write('writer', WRITER.password), { suspension });
      for (const person of people) await direct.resume(person, never);
      return {
        provider: providerFor(rig, passwordFile, {
          ...settings,
          // In the clear, so that the relay can tell requests apart; TLS is proven beside the servers.
          urls: [`ldap://127.0.0.1:${relay.port}`],
          transport: { security: 'none', allowPlaintextOnLoopback: true },
          timeouts: { perServerMilliseconds: 500, totalMilliseconds: 600, listMilliseconds: 600 },
        }),
        people,
        unknown: '2999999',
        async isExempt(person) {
          const list = await direct.listSuspended(never);
          return list.ok && list.people.includes(person);
        },
        trouble: {
          fail: () => relay.set('refuse'),
          hang: () => relay.set('hang'),
          cut: () => relay.set('cut'),
          babble: () => relay.set('babble'),
          expireCredential: remove,
          failAt: (request, how) => relay.failAt(request, how),
          heal: () => relay.set('well'),
        },
        stop: () => relay.stop(),
      };
      // A server without write rights still lists and answers, so `takeRights` is tested apart from these.
    }, ['fail', 'hang', 'cut', 'babble', 'expireCredential', 'failAt']);
  });
});
