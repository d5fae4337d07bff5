import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Directory, DirectoryPerson } from '../../../main/directory/directory.ts';
import { createLocalDirectory } from '../../../main/directory/local.ts';
import { type NewLocalAccount, writeLocalDirectory } from '../../../main/directory/local-directory-file.ts';
import { describesDirectory } from './directory-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'local-directory-'));
const path = join(folder, 'accounts.json');
let directory: Directory;

const person: DirectoryPerson = {
  id: '2100001',
  login: 's2100001',
  displayName: '学生 太郎',
  kana: 'がくせい たろう',
  roles: ['student'],
  groups: ['students'],
};
const student = { login: person.login, password: 'Correct-1', person };
const toBeLocked = { login: 's2100002', password: 'Correct-2' };
const expired = { login: 's2100003', password: 'Correct-3' };
const mustChange = { login: 's2100004', password: 'Correct-4' };
const disabled = { login: 's2100005', password: 'Correct-5' };
const staff = { login: 't3100001', password: 'Pässwörd 語 8' };

function account(
  { login, password }: { login: string; password: string },
  state: NonNullable<NewLocalAccount['state']> = 'active',
): NewLocalAccount {
  return { person: { id: login, login, displayName: login, roles: [], groups: [] }, password, state };
}

function accounts(stateOfLockable: 'active' | 'locked'): NewLocalAccount[] {
  return [
    {
      person: { ...person, roles: [...person.roles], groups: [...(person.groups ?? [])] },
      password: student.password,
    },
    account(toBeLocked, stateOfLockable),
    account(expired, 'expired'),
    account(mustChange, 'must-change'),
    account(disabled, 'disabled'),
    account(staff),
  ];
}

beforeAll(async () => {
  await writeLocalDirectory(path, accounts('active'));
  directory = createLocalDirectory(path);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('local directory', () => {
  describesDirectory(() => ({
    directory,
    student,
    staff,
    toBeLocked,
    expired,
    mustChange,
    lock: () => writeLocalDirectory(path, accounts('locked')),
  }));

  test('an account that was switched off', async () => {
    expect(await directory.verify(disabled)).toEqual({ outcome: 'disabled' });
    expect(await directory.verify({ ...disabled, password: 'guess' })).toEqual({ outcome: 'wrong' });
  });

  test('an unknown login takes as long as a wrong password', async () => {
    const timed = async (login: string): Promise<number> => {
      const start = performance.now();
      await directory.verify({ login, password: 'guess' });
      return performance.now() - start;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 15; round += 1) {
      known.push(await timed(student.login));
      unknown.push(await timed('nobody'));
    }
    const median = (times: number[]): number => times.sort((a, b) => a - b)[7]!;
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
    expect(median(unknown) / median(known)).toBeLessThan(2);
  });

  test('I7: the file holds hashes only, is its owner’s alone, and leaves nothing beside it', () => {
    const content = readFileSync(path, 'utf8');
    for (const { password } of accounts('active')) expect(content).not.toContain(password);
    expect(content.match(/\$argon2id\$v=19\$m=19456,t=2,p=1\$/g)).toHaveLength(accounts('active').length);
    expect(readdirSync(folder)).toEqual(['accounts.json']);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('a failed write leaves the old file as it was', async () => {
    const before = readFileSync(path, 'utf8');
    await expect(writeLocalDirectory(path, [account(staff), account(staff)])).rejects.toThrow();
    await expect(writeLocalDirectory(path, [account({ login: 'x', password: '' })])).rejects.toThrow(
      RangeError,
    );
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['accounts.json']);
  });

  describe('is unavailable, and lets nobody in,', () => {
    const configuration = { outcome: 'unavailable', cause: 'configuration' };

    test('without its file', async () => {
      expect(await createLocalDirectory(join(folder, 'absent.json')).verify(student)).toEqual(configuration);
    });

    test('with a file that is not whole', async () => {
      const other = join(folder, 'broken.json');
      writeFileSync(other, readFileSync(path, 'utf8').slice(0, -20), { mode: 0o600 });
      expect(await createLocalDirectory(other).verify(student)).toEqual(configuration);
    });

    test('with a hash of another kind', async () => {
      const other = join(folder, 'weak.json');
      writeFileSync(other, readFileSync(path, 'utf8').replace('t=2', 't=1'), { mode: 0o600 });
      expect(await createLocalDirectory(other).verify(student)).toEqual(configuration);
    });

    test.skipIf(process.platform === 'win32')('with a file that others may write', async () => {
      const other = join(folder, 'open.json');
      await writeLocalDirectory(other, accounts('active'));
      expect(await createLocalDirectory(other).verify(student)).toMatchObject({ outcome: 'ok' });
      chmodSync(other, 0o620);
      expect(await createLocalDirectory(other).verify(student)).toEqual(configuration);
    });

    test('once it is closed', async () => {
      const closed = createLocalDirectory(path);
      await closed.close();
      expect(await closed.verify(student)).toEqual({ outcome: 'unavailable', cause: 'cancelled' });
    });
  });
});
