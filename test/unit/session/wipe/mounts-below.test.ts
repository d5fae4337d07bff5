import { expect, test } from 'vitest';
import { mountsBelow } from '../../../../main/agent/session/wipe/mounts-below.ts';

const line = (place: string) => `36 35 98:0 / ${place} rw,noatime master:1 - fuse.x none rw`;

test('are found whatever their name, the innermost first, and none beside or at the folder itself', () => {
  const text = ['/run/s', '/run/s/a', '/run/s/a/b\\040c', '/run/sister', '/', '/run/s/\\346\\201\\213']
    .map(line)
    .join('\n');
  expect(mountsBelow('/run/s', () => `${text}\n`)).toEqual(['/run/s/a/b c', '/run/s/a', '/run/s/恋']);
});

test('are none where the system does not say', () => {
  const nothing = () => {
    throw new Error('no such file');
  };
  expect(mountsBelow('/run/s', nothing)).toEqual([]);
});
