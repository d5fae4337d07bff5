import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createGround, desktopAccount, endGroup, isRoot, jobOf, wipe, wipeInProcess } from './wipe-rig.ts';

let ground: ReturnType<typeof createGround>;
beforeEach(() => {
  ground = createGround();
  return () => ground.remove();
});

const fill = (folder: string) => {
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  writeFileSync(join(folder, 'a', 'b', 'report.txt'), 'twelve bytes');
  writeFileSync(join(folder, '.hidden'), 'x');
};

describe('everything in a session’s folder goes', () => {
  test('files and folders, and the proof counts them', async () => {
    fill(ground.sessions);
    const report = await wipe({ sessionFolders: [ground.sessions] });
    expect(readdirSync(ground.sessions)).toEqual([]);
    expect(report).toMatchObject({
      folders: { wanted: 1, refused: 0 },
      removed: { entries: 4, bytes: 13 },
      left: { entries: 0, bytes: 0 },
    });
  });

  test('of any name: what is no text, a line break, a dash, a very long one', async () => {
    const names = [
      Buffer.from([0xff, 0xfe, 0x61]),
      Buffer.from('a\nb'),
      Buffer.from('-rf'),
      Buffer.from('…'.repeat(85)),
    ];
    for (const name of names) writeFileSync(Buffer.concat([Buffer.from(`${ground.sessions}/`), name]), 'x');
    expect(await wipe({ sessionFolders: [ground.sessions] })).toMatchObject({
      removed: { entries: 4 },
      left: { entries: 0 },
    });
  });

  test('of any kind: a socket, a link to nothing, a second name of the same file', async () => {
    const server = createServer().listen(join(ground.sessions, 'socket'));
    await once(server, 'listening');
    symlinkSync('/nowhere/at/all', join(ground.sessions, 'dangling'));
    writeFileSync(join(ground.sessions, 'one'), 'x');
    linkSync(join(ground.sessions, 'one'), join(ground.sessions, 'two'));
    const report = await wipe({ sessionFolders: [ground.sessions] });
    server.close();
    expect(report).toMatchObject({ removed: { entries: 4 }, left: { entries: 0 } });
  });

  test('of any depth', async () => {
    const deep = join(ground.sessions, 'top');
    mkdirSync(deep);
    let current = deep;
    // Built from the inside out by renaming, as a program would that wants no path to be too long.
    for (let level = 0; level < 400; level += 1) {
      const next = join(ground.sessions, `n${level}`);
      mkdirSync(next);
      renameSync(current, join(next, 'd'));
      current = next;
    }
    const report = await wipe({ sessionFolders: [ground.sessions] });
    expect(readdirSync(ground.sessions)).toEqual([]);
    expect(report).toMatchObject({ removed: { entries: 401 }, left: { entries: 0 } });
  });

  test('in any number', async () => {
    for (let file = 0; file < 5000; file += 1) writeFileSync(join(ground.sessions, `file-${file}`), '');
    expect(await wipe({ sessionFolders: [ground.sessions] })).toMatchObject({
      removed: { entries: 5000 },
      left: { entries: 0 },
    });
  });

  test('while a process still writes there', async () => {
    const inside = join(ground.sessions, 'busy');
    mkdirSync(inside);
    const loop = `i=0; while [ $i -lt 200000 ]; do i=$((i+1)); echo x > ${inside}/f$i 2>/dev/null || exit 0; done`;
    const writer = spawn('/bin/sh', ['-c', loop], { stdio: 'ignore', detached: true });
    try {
      while (readdirSync(inside).length < 50) await new Promise((resolve) => setImmediate(resolve));
      const report = await wipeInProcess(jobOf({ sessionFolders: [ground.sessions] }));
      expect(report.removed.entries).toBeGreaterThan(50);
      expect(report.left.entries).toBe(0);
    } finally {
      await endGroup(writer);
    }
  });

  test.runIf(isRoot)('of any mode, by an account that is not root and owns them', async () => {
    fill(ground.sessions);
    for (const path of ['a/b/report.txt', 'a/b', 'a', '.hidden', '.'])
      chownSync(join(ground.sessions, path), desktopAccount, desktopAccount);
    chmodSync(join(ground.sessions, 'a', 'b', 'report.txt'), 0);
    chmodSync(join(ground.sessions, 'a', 'b'), 0o400);
    chmodSync(join(ground.sessions, 'a'), 0);
    const report = await wipeInProcess(jobOf({ sessionFolders: [ground.sessions] }), desktopAccount);
    expect(report).toMatchObject({ removed: { entries: 4 }, left: { entries: 0 }, folders: { refused: 0 } });
    expect(readdirSync(ground.sessions)).toEqual([]);
  });

  test.runIf(isRoot)('what the account may not remove is left, and the proof says so', async () => {
    fill(ground.sessions);
    const report = await wipeInProcess(jobOf({ sessionFolders: [ground.sessions] }), desktopAccount);
    expect(report.left.entries).toBe(4);
    expect(report.removed.entries).toBe(0);
  });
});

describe('nothing outside goes', () => {
  test('behind a link, wherever it points', async () => {
    const outside = join(ground.folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'kept'), 'x');
    symlinkSync(outside, join(ground.sessions, 'link'));
    symlinkSync(join(outside, 'kept'), join(ground.sessions, 'file-link'));
    symlinkSync('..', join(ground.sessions, 'up'));
    const report = await wipe({ sessionFolders: [ground.sessions] });
    expect(report).toMatchObject({ removed: { entries: 3, bytes: 0 }, left: { entries: 0 } });
    expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('x');
  });

  test('when a folder is swapped for a link again and again while it is wiped', async () => {
    const outside = join(ground.folder, 'outside');
    mkdirSync(outside);
    for (let file = 0; file < 20; file += 1) writeFileSync(join(outside, `kept-${file}`), 'x');
    const trap = join(ground.sessions, 'trap');
    const loop = `while :; do mkdir -p ${trap} && touch ${trap}/x; rm -rf ${trap}; ln -s ${outside} ${trap}; rm -f ${trap}; done`;
    const swapper = spawn('/bin/sh', ['-c', loop], { stdio: 'ignore', detached: true });
    try {
      for (let round = 0; round < 5; round += 1)
        await wipe({ sessionFolders: [ground.sessions], foldersMs: 200 });
    } finally {
      await endGroup(swapper);
    }
    expect(readdirSync(outside)).toHaveLength(20);
  });

  test('a folder of the policy that became a link loses the link alone', async () => {
    const outside = join(ground.folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'kept'), 'x');
    const named = join(ground.folder, 'downloads');
    symlinkSync(outside, named);
    expect(await wipe({ wipedFolders: [named] })).toMatchObject({
      folders: { refused: 0 },
      left: { entries: 0 },
    });
    expect(existsSync(named)).toBe(false);
    expect(readdirSync(outside)).toEqual(['kept']);
  });

  test('behind a link further up the path: that is refused, and counts as not wiped', async () => {
    const outside = join(ground.folder, 'outside');
    mkdirSync(join(outside, 'downloads'), { recursive: true });
    writeFileSync(join(outside, 'downloads', 'kept'), 'x');
    symlinkSync(outside, join(ground.folder, 'home'));
    const report = await wipe({ wipedFolders: [join(ground.folder, 'home', 'downloads')] });
    expect(report.folders).toMatchObject({ wanted: 1, refused: 1 });
    expect(readdirSync(join(outside, 'downloads'))).toEqual(['kept']);
  });
});

const canMount = (() => {
  if (!isRoot || process.platform !== 'linux') return false;
  const trial = createGround();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', 'none', trial.sessions]).status === 0;
  if (mounted) spawnSync('umount', [trial.sessions]);
  trial.remove();
  return mounted;
})();

describe.runIf(canMount)('what is mounted', () => {
  test('in a session’s folder is taken off, and what lies on it elsewhere stays', async () => {
    const outside = join(ground.folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'kept'), 'x');
    const memory = join(ground.sessions, 'a b');
    const bound = join(ground.sessions, 'bound');
    for (const place of [memory, bound]) mkdirSync(place);
    spawnSync('mount', ['-t', 'tmpfs', 'none', memory]);
    writeFileSync(join(memory, 'inside'), 'x');
    spawnSync('mount', ['--bind', outside, bound]);
    const report = await wipe({ sessionFolders: [ground.sessions] });
    expect(report).toMatchObject({ folders: { unmounted: 2 }, left: { entries: 0 } });
    expect(readdirSync(outside)).toEqual(['kept']);
  });

  test('in a folder of the policy is neither crossed nor taken off, and counts as left', async () => {
    const outside = join(ground.folder, 'outside');
    const named = join(ground.folder, 'downloads');
    mkdirSync(outside);
    mkdirSync(join(named, 'bound'), { recursive: true });
    writeFileSync(join(outside, 'kept'), 'x');
    spawnSync('mount', ['--bind', outside, join(named, 'bound')]);
    try {
      const report = await wipe({ wipedFolders: [named] });
      expect(report.left.entries).toBe(1);
      expect(readdirSync(outside)).toEqual(['kept']);
    } finally {
      spawnSync('umount', [join(named, 'bound')]);
    }
  });
});

test('a folder of the policy is emptied and stays; one that is not there is nothing', async () => {
  const named = join(ground.folder, 'downloads');
  mkdirSync(named);
  fill(named);
  const report = await wipe({ wipedFolders: [named, join(ground.folder, 'absent', 'too')] });
  expect(report).toMatchObject({ folders: { wanted: 2, refused: 0 }, removed: { entries: 4 } });
  expect(readdirSync(named)).toEqual([]);
});

test('what holds the agent’s own state is never emptied', async () => {
  const named = join(ground.folder, 'state');
  fill(named);
  const report = await wipe({ wipedFolders: [ground.folder], keep: [named] });
  expect(report.folders.refused).toBe(1);
  expect(existsSync(join(named, '.hidden'))).toBe(true);
});

test('I7: the proof names no file, and equal listings have equal digests under one salt only', async () => {
  const digestOf = async (salt: number) => {
    writeFileSync(join(ground.sessions, '恋文.txt'), 'x');
    writeFileSync(join(ground.sessions, 'b'), 'y');
    const report = await wipe({
      sessionFolders: [ground.sessions],
      salt: Buffer.alloc(32, salt).toString('base64url'),
    });
    expect(JSON.stringify(report)).not.toMatch(/恋文|sessions/u);
    return report.removed.digest;
  };
  const first = await digestOf(1);
  expect(await digestOf(1)).toBe(first);
  expect(await digestOf(2)).not.toBe(first);
});
