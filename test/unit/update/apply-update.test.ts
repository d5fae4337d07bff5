import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ApplyOptions, applyUpdate } from '../../../main/agent/update/install/apply-update.ts';
import { createDebianInstaller } from '../../../main/agent/update/install/debian-installer.ts';
import { lookForUpdate } from '../../../main/agent/update/look-for-update.ts';
import { ownSystem } from '../../../main/agent/update/release.ts';
import { installReport, readUpdateFile } from '../../../main/agent/update/update-files.ts';
import { agentUpdateFolders, installerFolders } from '../../../main/agent/update/update-folders.ts';
import { makeDebianPackage, makeUpdateRepository, serveFolder } from '../../rigs/update-repository.ts';

const attempt = '5f3c0f6e-6a0d-4c8e-9d53-0a6f9a4f7c11';
let place: string;
let system: string;
let repository: Awaited<ReturnType<typeof makeUpdateRepository>>;
let options: ApplyOptions;
let healthy: boolean;

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'madoguchi-apply-'));
  system = join(place, 'system');
  for (const folder of ['var/lib/dpkg/info', 'var/lib/dpkg/updates']) {
    mkdirSync(join(system, folder), { recursive: true });
  }
  for (const file of ['status', 'available']) writeFileSync(join(system, 'var/lib/dpkg', file), '');
  repository = await makeUpdateRepository(place);
  const agent = agentUpdateFolders(join(place, 'state'));
  const own = installerFolders(join(place, 'installer'));
  healthy = true;
  options = {
    agent,
    own,
    pinnedRoot: repository.pinned,
    port: createDebianInstaller({ root: system }),
    now: () => new Date(),
    watchMs: 4000,
    wait: async () => {
      if (healthy) sayHealthy('1.1.0');
    },
    signal: new AbortController().signal,
    progress: () => undefined,
    log: () => undefined,
  };
  const old = both('1.0.0');
  expect(await options.port.install(old)).toBe('installed');
  await repository.publish([...old, ...both('1.1.0')]);
  await request('1.1.0');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const both = (version: string) =>
  ['madoguchi', 'madoguchi-lab'].map((name) => makeDebianPackage(place, name, version));
const installed = () => readFileSync(join(system, 'opt/madoguchi.txt'), 'utf8').slice(0, 5);
const report = () => readUpdateFile(options.own.report, installReport);

function sayHealthy(version: string, of = attempt): void {
  writeFileSync(options.agent.healthy, JSON.stringify({ v: 1, attempt: of, version }));
}

/** What the agent hands over: metadata and packages that it fetched and verified. */
async function request(version: string): Promise<void> {
  const server = await serveFolder(repository.folder);
  const looked = await lookForUpdate({
    folders: options.agent,
    pinnedRoot: repository.pinned,
    address: server.address,
    station: {
      id: 'st-1',
      system: ownSystem() ?? 'linux-x64',
      installed: await options.port.installed(),
      failed: [],
    },
    rules: { mode: 'install', channel: 'stable', kilobytesPerSecond: 1_000_000 },
    now: new Date(),
    signal: new AbortController().signal,
    free: async () => 1e12,
  });
  await server.stop();
  if (looked.ready?.version !== version) throw new Error(`not ready: ${JSON.stringify(looked)}`);
  writeFileSync(options.agent.request, JSON.stringify({ ...looked.ready, attempt }));
}

function requested(change: Record<string, unknown>): void {
  const before = JSON.parse(readFileSync(options.agent.request, 'utf8'));
  writeFileSync(options.agent.request, JSON.stringify({ ...before, ...change }));
}

test('both packages of a station are installed at once, and the next way back is kept', async () => {
  expect(await applyUpdate(options)).toBe('installed');
  expect(installed()).toBe('1.1.0');
  expect([...(await options.port.installed()).values()]).toEqual(['1.1.0', '1.1.0']);
  expect(report()).toMatchObject({ state: 'installed', version: '1.1.0', previous: '1.0.0' });
  expect(existsSync(options.agent.request)).toBe(false);
  expect(await applyUpdate(options)).toBe('nothing');
});

test('a version that never says that it works is taken back', async () => {
  healthy = false;
  expect(await applyUpdate(options)).toBe('rolled-back');
  expect(installed()).toBe('1.0.0');
  expect(report()).toMatchObject({ state: 'rolled-back', why: 'never-healthy', version: '1.1.0' });
});

test('a version whose agent cannot even stay up is taken back without waiting for its time', async () => {
  const port = { ...options.port, agentKeepsEnding: async () => true };
  const wait = async () => {
    throw new Error('it waited');
  };
  expect(await applyUpdate({ ...options, port, wait })).toBe('rolled-back');
  expect(report()).toMatchObject({ state: 'rolled-back', why: 'never-healthy', previous: '1.0.0' });
  expect(installed()).toBe('1.0.0');
});

test('whoever cancels before anything is installed finds the station as it was, and it may be offered again', async () => {
  const cancelling = new AbortController();
  const told: string[] = [];
  const progress = (phase: string, done: number, total: number | null) => {
    told.push(`${phase} ${total === null ? '' : done < total}`);
    cancelling.abort();
  };
  expect(await applyUpdate({ ...options, signal: cancelling.signal, progress })).toBe('refused');
  expect(told).toEqual(['verifying true']);
  expect(installed()).toBe('1.0.0');
  expect(report()).toMatchObject({ state: 'refused', why: 'cancelled', version: '1.1.0' });
  expect(existsSync(options.agent.request)).toBe(false);
  expect(existsSync(options.own.journal)).toBe(false);
});

test('whoever cancels while another installation is waited for has nothing installed', async () => {
  const cancelling = new AbortController();
  const port = { ...options.port, install: async () => 'busy' as const };
  const wait = async () => cancelling.abort();
  expect(await applyUpdate({ ...options, port, wait, signal: cancelling.signal })).toBe('refused');
  expect(report()).toMatchObject({ state: 'refused', why: 'cancelled' });
  expect(existsSync(options.own.journal)).toBe(false);
});

test('whoever cancels after the packages are in has the version before back, although dpkg is waited for', async () => {
  healthy = false;
  const cancelling = new AbortController();
  let waits = 0;
  const wait = async () => {
    waits += 1;
    cancelling.abort();
  };
  const { port } = options;
  const busyOnce = [false, true];
  const install: typeof port.install = async (files) => (busyOnce.shift() ? 'busy' : port.install(files));
  const phases: string[] = [];
  const progress = (phase: string) => void (phases.at(-1) === phase || phases.push(phase));
  const cancelled = { ...options, port: { ...port, install }, wait, progress, signal: cancelling.signal };
  expect(await applyUpdate(cancelled)).toBe('rolled-back');
  expect(installed()).toBe('1.0.0');
  expect(report()).toMatchObject({ state: 'rolled-back', why: 'cancelled', version: '1.1.0' });
  expect(waits).toBe(2);
  expect(phases).toEqual([
    'verifying',
    'installing',
    'waiting until it says that it works',
    'taking it back',
    'waiting for the package system',
  ]);
});

test('an earlier attempt’s word and another version’s word are no word', async () => {
  for (const say of [() => sayHealthy('1.1.0', crypto.randomUUID()), () => sayHealthy('1.0.0')]) {
    await request('1.1.0');
    expect(await applyUpdate({ ...options, wait: async () => say() })).toBe('rolled-back');
  }
});

test('a package whose own script fails is taken back', async () => {
  const broken = ['madoguchi', 'madoguchi-lab'].map((name) =>
    makeDebianPackage(place, name, '1.2.0', '#!/bin/nowhere\nexit 1\n'),
  );
  await repository.publish(broken);
  await request('1.2.0');
  expect(await applyUpdate(options)).toBe('rolled-back');
  expect(installed()).toBe('1.0.0');
  expect(report()).toMatchObject({ why: 'install-failed', version: '1.2.0' });
});

test('an agent that was taken over can have nothing installed that is not signed', async () => {
  const [hash] = JSON.parse(readFileSync(options.agent.request, 'utf8')).packages;
  const path = join(options.agent.packages, hash);
  const good = readFileSync(path);
  const evil = Buffer.from(good);
  evil[good.length - 10] = 1;
  writeFileSync(path, evil);
  expect(await applyUpdate(options)).toBe('refused');
  expect(report()).toMatchObject({ state: 'refused', why: 'package-refused' });

  await request('1.1.0').catch(() => undefined);
  renameSync(path, join(place, 'elsewhere'));
  writeFileSync(join(place, 'elsewhere'), good);
  symlinkSync(join(place, 'elsewhere'), path);
  expect(await applyUpdate(options)).not.toBe('installed');

  rmSync(path);
  writeFileSync(path, good);
  await request('1.1.0');
  requested({ packages: ['0'.repeat(64)] });
  expect(await applyUpdate(options)).toBe('refused');
  expect(installed()).toBe('1.0.0');
});

test('only a newer version is installed, and never half of a station’s packages', async () => {
  const { previous, packages } = JSON.parse(readFileSync(options.agent.request, 'utf8'));
  requested({ version: '1.0.0', packages: previous });
  expect(await applyUpdate(options)).toBe('refused');
  expect(report()).toMatchObject({ why: 'not-newer' });
  await request('1.1.0');
  requested({ packages: packages.slice(0, 1) });
  expect(await applyUpdate(options)).toBe('refused');
  expect(report()).toMatchObject({ why: 'package-refused' });
});

test('metadata of other keys, out of date or missing is refused, and no root means no update', async () => {
  const other = await makeUpdateRepository(join(place, 'other'));
  expect(await applyUpdate({ ...options, pinnedRoot: other.pinned })).toBe('refused');
  await request('1.1.0');
  const late = new Date(Date.now() + 31 * 86_400_000);
  expect(await applyUpdate({ ...options, now: () => late })).toBe('refused');
  expect(report()).toMatchObject({ why: 'metadata-refused' });
  await request('1.1.0');
  expect(await applyUpdate({ ...options, pinnedRoot: join(place, 'none') })).toBe('refused');
  expect(report()).toMatchObject({ why: 'root-missing' });
  expect(installed()).toBe('1.0.0');
});

test('while the system is at work on packages it waits, and leaves everything as it was', async () => {
  const port = { ...options.port, install: async () => 'busy' as const };
  expect(await applyUpdate({ ...options, port })).toBe('refused');
  expect(report()).toMatchObject({ why: 'busy' });
});

class PowerCut extends Error {}

test.each([true, false])(
  'cut off before or after any step, it ends well (healthy: %s)',
  async (works) => {
    healthy = works;
    const handed = join(place, 'handed');
    const { cpSync } = await import('node:fs');
    cpSync(join(place, 'state'), handed, { recursive: true });
    cpSync(system, join(place, 'system-before'), { recursive: true });
    let cuts = 0;
    for (let cutAt = 1; ; cutAt += 1) {
      for (const [from, to] of [
        [handed, join(place, 'state')],
        [join(place, 'system-before'), system],
      ] as const) {
        rmSync(to, { recursive: true, force: true });
        cpSync(from, to, { recursive: true });
      }
      rmSync(options.own.folder, { recursive: true, force: true });
      let steps = 0;
      const mayCut = () => {
        steps += 1;
        if (steps === cutAt) throw new PowerCut();
      };
      const around = async <T>(work: () => Promise<T>): Promise<T> => {
        mayCut();
        const done = await work();
        mayCut();
        return done;
      };
      const { port } = options;
      const fragile: ApplyOptions = {
        ...options,
        now: () => {
          mayCut();
          return new Date();
        },
        wait: (milliseconds) => around(() => options.wait(milliseconds)),
        port: {
          installed: () => around(port.installed),
          describe: (file) => around(() => port.describe(file)),
          install: (files) => around(() => port.install(files)),
          stopAgent: () => around(port.stopAgent),
          startAgent: () => around(port.startAgent),
          agentKeepsEnding: () => around(port.agentKeepsEnding),
        },
      };
      let cut = false;
      const first = await applyUpdate(fragile).catch((error) => {
        if (!(error instanceof PowerCut)) throw error;
        cut = true;
        return null;
      });
      const end = cut ? await applyUpdate(options) : first;
      const told = report();
      expect([cutAt, end === 'nothing' ? told?.state : end]).toEqual([
        cutAt,
        works ? 'installed' : 'rolled-back',
      ]);
      expect(installed()).toBe(works ? '1.1.0' : '1.0.0');
      if (!cut) break;
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(8);
  },
  120_000,
);
