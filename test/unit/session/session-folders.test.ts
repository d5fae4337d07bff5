import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createSessionFolders } from '../../../main/agent/session/session-folders.ts';

const isRoot = process.getuid?.() === 0;
let ground: string;
let folder: string;
beforeEach(() => {
  ground = mkdtempSync(join(tmpdir(), 'madoguchi-folders-'));
  folder = join(ground, 'sessions');
  return () => rmSync(ground, { recursive: true, force: true });
});

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);

test.runIf(isRoot)(
  'a session’s folder is its group’s too, and what is made in it stays so; nobody lists the others',
  () => {
    const folders = createSessionFolders({ folder, group: 54_999 });
    const made = folders.make('one');
    expect(made).toEqual({ ok: true, value: join(folder, 'one') });
    expect(modeOf(join(folder, 'one'))).toBe('2770');
    expect(statSync(join(folder, 'one')).gid).toBe(54_999);
    writeFileSync(join(folder, 'one', 'essay'), '');
    expect(statSync(join(folder, 'one', 'essay')).gid).toBe(54_999);
    expect(modeOf(folder)).toBe('710');
  },
);

test('without a group it is the agent’s alone', () => {
  const folders = createSessionFolders({ folder, group: null });
  folders.make('one');
  expect([modeOf(folder), modeOf(join(folder, 'one'))]).toEqual(['700', '700']);
});

test('put away, it is out of reach at once, and is told as left until it is gone', () => {
  const folders = createSessionFolders({ folder, group: null });
  folders.make('one');
  writeFileSync(join(folder, 'one', 'essay'), 'x');
  expect(folders.hasStrays('one')).toBe(false);
  expect(folders.isAway('one')).toBe(false);
  folders.putAway('one');
  expect(folders.isAway('one')).toBe(true);
  expect(existsSync(join(folder, 'one'))).toBe(false);
  expect(modeOf(join(folder, '.ended'))).toBe('700');
  expect(folders.hasStrays(null)).toBe(true);
  rmSync(join(folder, '.ended', readdirSync(join(folder, '.ended'))[0] ?? ''), { recursive: true });
  expect(folders.hasStrays(null)).toBe(false);
});

test('no folder is taken over that lies there already, and none is made where a file lies', () => {
  mkdirSync(join(folder, 'one'), { recursive: true });
  expect(createSessionFolders({ folder, group: null }).make('one')).toMatchObject({
    ok: false,
    refusal: { code: 'session/no-folder' },
  });
  writeFileSync(join(ground, 'file'), '');
  expect(createSessionFolders({ folder: join(ground, 'file'), group: null }).make('one').ok).toBe(false);
});
