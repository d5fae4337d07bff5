import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDirectoryFile } from '../../../main/hub/open-directory.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-directory-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const login = { id: '(.+)@univ\\.test', roles: [] };
const file = (content: object, mode = 0o600) => {
  const path = join(folder, 'directory.json');
  writeFileSync(path, JSON.stringify(content));
  chmodSync(path, mode);
  return path;
};

describe('the hub’s directory file', () => {
  test.each([
    ['okta', { origin: 'https://univ.okta.example', login }],
    ['entra', { tenant: 'univ.test', clientId: '6731de76-14a6-49ae-97bc-6eba6914391e', login }],
    [
      'ldap',
      {
        urls: ['ldaps://directory.univ.test'],
        transport: { security: 'ldaps' },
        account: { find: 'template', bindName: 'uid={login},dc=univ,dc=test' },
        attributes: { id: 'employeeNumber', login: 'uid', displayName: 'displayName' },
        rolesByGroup: {},
      },
    ],
  ])('%s', async (kind, settings) => {
    const directory = openDirectoryFile(file({ kind, settings }));
    expect(directory.kind).toBe(kind);
    await directory.close();
  });

  test.skipIf(process.platform === 'win32').each([0o640, 0o604, 0o660])(
    'I7: one that others may read (%o) is refused, for it may hold a service account’s password',
    (mode) => {
      const path = file({ kind: 'okta', settings: { origin: 'https://univ.okta.example', login } }, mode);
      expect(() => openDirectoryFile(path)).toThrow(/open to others/);
    },
  );

  test('the demonstration’s directory is none for a hub', () => {
    expect(() => openDirectoryFile(file({ kind: 'local', settings: {} }))).toThrow();
  });
});
