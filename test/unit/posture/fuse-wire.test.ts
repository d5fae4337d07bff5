import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, getCurrentFuseWire } from '@electron/fuses';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFuseWire, wrongFuses } from '../../../main/agent/posture/fuse-wire.ts';
import { packageOwning, policyVersions } from '../../../main/agent/posture/look-at-program.ts';
import { developmentRuntimeDirectory } from '../../../main/cli/runtime/development-runtime.ts';
import { runtimeCacheDirectory } from '../../../main/cli/runtime/runtime-cache.ts';

const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const never = new AbortController().signal;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fuses-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const pieceLength = 4 * 1024 * 1024;
const written = (before: number, bytes: readonly number[], after = 64) => {
  const path = join(folder, 'electron');
  writeFileSync(
    path,
    Buffer.concat([Buffer.alloc(before), sentinel, Buffer.from(bytes), Buffer.alloc(after)]),
  );
  return readFuseWire(path, never);
};

it.each([0, 100, pieceLength - 16, pieceLength - 33, pieceLength - 1, pieceLength])(
  'is read wherever it lies, across pieces too: %i bytes before it',
  async (before) => {
    expect(await written(before, [1, 4, 0x30, 0x31, 0x72, 0x30])).toEqual(['off', 'on', 'removed', 'off']);
  },
);

it('is read at the very end of a file', async () => {
  expect(await written(10, [1, 1, 0x31], 0)).toEqual(['on']);
});

it('is not guessed: another version, an absurd length, none at all', async () => {
  expect(await written(10, [2, 4, 0x30, 0x31, 0x30, 0x30])).toBeNull();
  expect(await written(10, [1, 200, 0x30])).toBeNull();
  writeFileSync(join(folder, 'none'), Buffer.alloc(1000));
  expect(await readFuseWire(join(folder, 'none'), never)).toBeNull();
});

const uid = process.getuid?.() ?? -1;
const runtime = join(
  developmentRuntimeDirectory(runtimeCacheDirectory(uid, process.env, homedir())),
  'electron',
);

it.runIf(existsSync(runtime))('agrees with @electron/fuses about a real executable', async () => {
  const theirs = await getCurrentFuseWire(runtime);
  const ours = await readFuseWire(runtime, never);
  const states = { [FuseState.ENABLE]: 'on', [FuseState.DISABLE]: 'off' } as const;
  const expected = Object.entries(theirs)
    .filter(([index]) => /^\d+$/.test(index))
    .map(([, state]) => states[state as FuseState.ENABLE | FuseState.DISABLE] ?? 'removed');
  expect(ours).toEqual(expected);
  expect(wrongFuses(ours ?? []).wrong).toContain('run-as-node');
});

it('finds the package that owns a file', () => {
  expect(packageOwning('madoguchi: /opt/Madoguchi/madoguchi\n')).toBe('madoguchi');
  expect(packageOwning('madoguchi:amd64: /opt/Madoguchi/madoguchi\n')).toBe('madoguchi');
  expect(packageOwning('dpkg-query: no path found\n')).toBeNull();
});

it('what apt offers, and nothing where apt knows no version', () => {
  const policy =
    'madoguchi:\n  Installed: 1.2.0\n  Candidate: 1.3.0~rc1\n  Version table:\n     1.3.0~rc1 500\n';
  expect(policyVersions(policy)).toEqual({ installed: '1.2.0', offered: '1.3.0~rc1' });
  expect(policyVersions('madoguchi:\n  Installed: (none)\n  Candidate: (none)\n')).toEqual({
    installed: null,
    offered: null,
  });
});
