import { spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isWorldReadable, sharedTemporaryDirectory } from '../../main/cli/runtime/world-readable.ts';
import { startInstitution } from '../electron/institution.ts';
import { prepareBareGround } from './bare-application.ts';
import type { Bench, Contender } from './bench.ts';
import { startOnce } from './cold-start.bench.ts';

const root = join(import.meta.dirname, '..', '..');
const starts: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };

/**
 * Installed size of the packed application. `limit` is a bare Electron application packed the same way, with the Node that
 * the agent needs beside it. Apart, out of the same rounds: how long each takes from the start of its process until its
 * window can be used, and how much larger ours is. Only Linux can pack both here.
 */
export const bench: Bench = {
  name: 'footprint',
  about:
    'installed size of the packed application; limit: a bare packed one and the Node runtime; starts apart',
  unit: 'MB',
  better: 'lower',
  rounds: 9,
  contenders: { ours, limit, peers: {} },
};

/** Bytes of all files below a folder, in millions. */
function megabytes(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const stats = lstatSync(join(folder, name));
    if (stats.isFile()) bytes += stats.size;
  }
  return bytes / 1e6;
}

function pack(script: string, words: readonly string[]): string {
  const done = spawnSync(process.execPath, [join(root, '.build', script), ...words], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  if (done.status !== 0) throw new Error(`${script}: ${done.stderr}`);
  return done.stdout;
}

/** Where the unprivileged user of the face can run it. */
async function withinReach(folder: string, temporary: string): Promise<string> {
  if (await isWorldReadable(join(folder, 'resources'))) return folder;
  const copy = join(temporary, 'application');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

async function ours(): Promise<Contender> {
  pack('package-dir.mjs', []);
  const temporary = mkdtempSync(join(await sharedTemporaryDirectory(), 'madoguchi-footprint-'));
  const packed = await withinReach(
    realpathSync(join(root, 'out', `${process.platform}-unpacked`)),
    temporary,
  );
  const size = megabytes(packed);
  const institution = await startInstitution(['lab']);
  const { runtimeFolder } = institution.demonstration.stations.lab;
  const ground = {
    ...institution.ground,
    runtime: { ...institution.ground.runtime, executable: join(packed, 'madoguchi') },
  };
  return {
    async run() {
      starts.ours.push((await startOnce(ground, null, runtimeFolder)).readyMs);
      return size;
    },
    apart: () => {
      const [own, bare] = [middle(starts.ours), middle(starts.bare)];
      return {
        'cold start of ours, ms': own,
        'cold start of the bare one, ms': bare,
        'ours/bare': own / bare,
      };
    },
    async close() {
      await institution.stop();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

async function limit(): Promise<Contender> {
  const temporary = mkdtempSync(join(await sharedTemporaryDirectory(), 'madoguchi-footprint-'));
  mkdirSync(join(temporary, 'bare'));
  const built =
    pack('package/package-bare.mjs', [join(temporary, 'bare')])
      .trim()
      .split('\n')
      .at(-1) ?? '';
  const node = lstatSync(realpathSync(join(root, 'node_modules', 'node', 'bin', 'node'))).size / 1e6;
  const size = megabytes(built) + node;
  const { ground } = await prepareBareGround();
  const packed = { ...ground, runtime: { ...ground.runtime, executable: join(built, 'bare') } };
  spawnSync('chmod', ['-R', 'a+rX', temporary]);
  return {
    async run() {
      starts.bare.push((await startOnce(packed, null, ground.folder)).readyMs);
      return size;
    },
    async close() {
      await ground.stop();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

/** The first round only warms up. */
function middle(values: readonly number[]): number {
  const measured = values.slice(1).toSorted((left, right) => left - right);
  return measured[Math.floor(measured.length / 2)] ?? Number.NaN;
}
