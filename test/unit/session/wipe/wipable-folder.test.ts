import { expect, test } from 'vitest';
import { isWipable } from '../../../../main/agent/session/wipe/wipable-folder.ts';

const keep = ['/var/lib/madoguchi', '/run/madoguchi'];

test.each(['/home/lab', '/home/lab/Downloads/', '/tmp', '/var/tmp', '/dev/shm', '/srv/lab/'])(
  '%s may be emptied',
  (path) => {
    expect(isWipable(path, keep, false)).toBe(true);
  },
);

test.each([
  '/',
  '//',
  '/home',
  '/home/',
  '/etc',
  '/etc/x',
  '/usr/local',
  '/var',
  '/var/lib',
  '/var/lib/madoguchi',
  '/home/../etc',
  'relative',
  '/proc/1',
])('%s may not', (path) => {
  expect(isWipable(path, keep, false)).toBe(false);
});

test('on Windows, whatever the capitals', () => {
  const own = ['C:\\ProgramData\\Madoguchi'];
  expect(isWipable('D:\\Work', own, true)).toBe(true);
  expect(isWipable('C:\\Users\\lab\\Downloads', own, true)).toBe(true);
  for (const path of [
    'C:\\',
    'c:\\users',
    'C:\\WINDOWS\\Temp',
    'C:\\Program Files\\x',
    'c:\\programdata',
    'C:\\PROGRAMDATA\\madoguchi',
  ])
    expect(isWipable(path, own, true), path).toBe(false);
});
