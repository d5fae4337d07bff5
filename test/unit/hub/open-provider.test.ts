import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openProviderOfHub } from '../../../main/hub/open-provider.ts';
import { makeRsaKey, makeSecretFolder } from '../../rigs/key-files.ts';

describe('the provider of a hub', () => {
  let folder: string;
  const secrets = makeSecretFolder();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'madoguchi-provider-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  afterAll(() => secrets.remove());
  const write = (file: object, mode = 0o600, name = 'provider.json') => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(file), { mode });
    return path;
  };
  const okta = (privateKeyFile: string) => ({
    kind: 'okta',
    settings: {
      origin: 'https://example.okta.test',
      clientId: '0oa1234567890abcdef0',
      privateKeyFile,
      group: '00g1234567890abcdef0',
    },
    budget: { callsPerMinute: 200 },
  });

  test('is the simulated one where nothing else is said', async () => {
    const { provider, budget } = await openProviderOfHub(folder);
    expect(provider).toMatchObject({ kind: 'simulated', simulated: true });
    expect(budget).toEqual({ callsPerMinute: 120, concurrentCalls: 4 });
  });

  test('is what the settings file says, given or lying in the folder', async () => {
    const key = secrets.write('okta.pem', makeRsaKey().privateKeyPem);
    const path = write(okta(key));
    for (const given of [path, undefined]) {
      const { provider, budget } = await openProviderOfHub(folder, given);
      expect(provider).toMatchObject({ kind: 'okta', simulated: false });
      expect(budget).toEqual({ callsPerMinute: 200, concurrentCalls: 4 });
    }
  });

  test.each([
    [
      'ldap',
      (secret: string) => ({
        urls: ['ldaps://ldap.univ.test'],
        transport: { security: 'ldaps' },
        serviceName: 'cn=madoguchi,dc=univ,dc=test',
        servicePasswordFile: secret,
        people: { find: 'search', base: 'dc=univ,dc=test', filter: '(uid={person})', id: 'uid' },
        suspension: { by: 'attribute', attribute: 'eduPersonEntitlement', value: 'urn:mfa:exempt' },
      }),
    ],
    [
      'privacyidea',
      (secret: string) => ({
        origin: 'https://mfa.univ.test',
        realm: 'students',
        credential: { kind: 'token', tokenFile: secret },
      }),
    ],
    [
      'keycloak',
      (secret: string) => ({
        origin: 'https://sso.univ.test',
        realm: 'campus',
        clientId: 'madoguchi',
        clientSecretFile: secret,
        suspension: { by: 'role', role: 'mfa-exempt' },
      }),
    ],
  ])('%s, whose secret is a file of its owner’s alone', async (kind, settings) => {
    const file = (mode: number) => ({
      kind,
      settings: settings(secrets.write(`${kind}-${mode}`, 'word', mode)),
    });
    const { provider } = await openProviderOfHub(folder, write(file(0o600)));
    expect(provider).toMatchObject({ kind, simulated: false });
    await expect(openProviderOfHub(folder, write(file(0o644)))).rejects.toThrow(/open to others/);
    const inside = { kind, settings: { ...settings('/x'), password: 'secret' } };
    await expect(openProviderOfHub(folder, write(inside))).rejects.toThrow(/password/);
  });

  test('never falls back to the simulated one when its file is wrong', async () => {
    await expect(openProviderOfHub(folder, join(folder, 'absent.json'))).rejects.toThrow();
    await expect(openProviderOfHub(folder, write(okta(join(folder, 'absent.pem'))))).rejects.toThrow(
      /ENOENT/,
    );
    await expect(openProviderOfHub(folder, write({ kind: 'nobody', settings: {} }))).rejects.toThrow();
    const inside = { ...okta(join(folder, 'x.pem')), privateKey: 'secret' };
    await expect(openProviderOfHub(folder, write(inside))).rejects.toThrow(/privateKey/);
  });

  test('a file that others may write is refused', async () => {
    const path = write(okta(secrets.write('okta2.pem', makeRsaKey().privateKeyPem)), 0o600, 'open.json');
    const { chmodSync } = await import('node:fs');
    chmodSync(path, 0o666);
    await expect(openProviderOfHub(folder, path)).rejects.toThrow(/written by others/);
  });
});
