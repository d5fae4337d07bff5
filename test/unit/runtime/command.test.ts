import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A package with the real command, this test's Node as the pinned one, and a command line that tells what it saw. */
let root: string;
let command: string;
let asOldNode: readonly string[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'command-'));
  command = join(root, 'main', 'cli', 'madoguchi.mjs');
  await mkdir(join(root, 'main', 'cli'), { recursive: true });
  await mkdir(join(root, 'dist', 'node'), { recursive: true });
  await copyFile(join(import.meta.dirname, '../../../main/cli/madoguchi.mjs'), command);
  await writeFile(
    join(root, 'dist', 'node', 'cli.mjs'),
    `if (process.argv[2] === 'wait') {
       process.on('SIGTERM', () => process.exit(4));
       setInterval(() => {}, 1000);
       console.log('waiting');
     } else {
       console.log(JSON.stringify([process.versions.node, process.argv.slice(2)]));
       process.exitCode = 3;
     }`,
  );
  const old = join(root, 'old-node.cjs');
  await writeFile(
    old,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });`,
  );
  asOldNode = ['--require', old, command];
});
afterAll(() => rm(root, { recursive: true }));

const pin = async () => {
  await mkdir(join(root, 'node_modules', 'node', 'bin'), { recursive: true });
  await symlink(process.execPath, join(root, 'node_modules', 'node', 'bin', 'node'));
};

describe('the madoguchi command', () => {
  it('says how to get the pinned Node where it is missing', () => {
    const run = spawnSync(process.execPath, [...asOldNode]);
    expect(run.status).toBe(69);
    expect(run.stderr.toString()).toContain('npm ci');
  });

  it('runs in this Node when it is new enough, with its arguments and status', () => {
    const run = spawnSync(process.execPath, [command, 'a b', '--c']);
    expect([run.status, JSON.parse(run.stdout.toString())]).toEqual([
      3,
      [process.versions.node, ['a b', '--c']],
    ]);
  });

  it('continues in the pinned Node under an old one, with its arguments and status', async () => {
    await pin();
    const run = spawnSync(process.execPath, [...asOldNode, 'a b', '--c']);
    expect([run.status, JSON.parse(run.stdout.toString())]).toEqual([
      3,
      [process.versions.node, ['a b', '--c']],
    ]);
  });

  it('passes a signal on and ends as the pinned Node ends', async () => {
    const run: ChildProcess = spawn(process.execPath, [...asOldNode, 'wait'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (run.stdout !== null) await once(run.stdout, 'data');
    run.kill('SIGTERM');
    expect(await once(run, 'exit')).toEqual([4, null]);
  });
});
