import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LookOptions, lookForUpdate } from '../../../main/agent/update/look-for-update.ts';
import { ownSystem } from '../../../main/agent/update/release.ts';
import { agentUpdateFolders } from '../../../main/agent/update/update-folders.ts';
import { changeRelease } from '../../../main/cli/update/publish.ts';
import { readRepository, renewTimestamp, rotateRoot } from '../../../main/cli/update/repository.ts';
import { makeRoleKeys, readRoleKeys } from '../../../main/cli/update/role-keys.ts';
import { makeDebianPackage, makeUpdateRepository, serveFolder } from '../../rigs/update-repository.ts';

const dayMs = 86_400_000;
let place: string;
let repository: Awaited<ReturnType<typeof makeUpdateRepository>>;
let server: Awaited<ReturnType<typeof serveFolder>>;
let options: LookOptions;

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'madoguchi-look-'));
  repository = await makeUpdateRepository(place);
  server = await serveFolder(repository.folder);
  await repository.publish([deb('1.0.0'), deb('1.1.0')]);
  options = {
    folders: agentUpdateFolders(join(place, 'state')),
    pinnedRoot: repository.pinned,
    address: server.address,
    station: {
      id: 'st-1',
      system: ownSystem() ?? 'linux-x64',
      installed: new Map([['madoguchi', '1.0.0']]),
      failed: [],
    },
    rules: { mode: 'install', channel: 'stable', kilobytesPerSecond: 1_000_000 },
    now: new Date(),
    signal: new AbortController().signal,
    free: async () => 1e12,
  };
});
afterEach(async () => {
  await server.stop();
  rmSync(place, { recursive: true, force: true });
});

const deb = (version: string) => makeDebianPackage(place, 'madoguchi', version);
const packages = () => readdirSync(options.folders.packages).toSorted();
/** Ends a connection once what it carried has arrived. */
function cutAfter(response: ServerResponse, bytes: number): void {
  const arrived = packages().some(
    (name) => name.endsWith('.part') && statSync(join(options.folders.packages, name)).size === bytes,
  );
  if (arrived) response.destroy();
  else setImmediate(() => cutAfter(response, bytes));
}
const signing = async (now = new Date()) => ({ keys: await readRoleKeys(repository.keyFolder), now });

test('a newer version and the way back are fetched, whole and verified, and asked for once', async () => {
  const looked = await lookForUpdate(options);
  expect(looked).toMatchObject({ outcome: 'ready', offered: '1.1.0', ready: { version: '1.1.0' } });
  expect(packages()).toEqual(
    [...(looked.ready?.packages ?? []), ...(looked.ready?.previous ?? [])].toSorted(),
  );
  const asked = server.requests.length;
  expect((await lookForUpdate(options)).outcome).toBe('ready');
  const again = server.requests.slice(asked).map(({ path }) => path);
  expect(again).toEqual(['/metadata/2.root.json', '/metadata/timestamp.json']);
});

test('a package that is not what was signed is thrown away', async () => {
  server.meddle((_, response, path) => {
    if (!path.includes('1.1.0')) return false;
    const length = statSync(join(repository.folder, path)).size;
    response.end(Buffer.alloc(length, 1));
    return true;
  });
  expect(await lookForUpdate(options)).toMatchObject({
    outcome: 'fetch-failed',
    detail: 'tampered',
    ready: null,
  });
  expect(packages().filter((name) => name.includes('.part'))).toEqual([]);
});

test('a server without keys can offer nothing: changed metadata of each role is refused', async () => {
  const change: Record<string, (signed: Record<string, unknown>) => void> = {
    timestamp: (signed) => Object.assign(signed, { version: 99 }),
    snapshot: (signed) => Object.assign(signed, { expires: '2099-01-01T00:00:00Z' }),
    targets: (signed) => Object.assign(signed, { targets: {} }),
  };
  for (const [role, meddle] of Object.entries(change)) {
    server.meddle((_, response, path) => {
      if (!path.includes(`${role}.json`)) return false;
      const data = JSON.parse(readFileSync(join(repository.folder, path), 'utf8'));
      meddle(data.signed);
      response.end(JSON.stringify(data));
      return true;
    });
    expect([role, await lookForUpdate(options)]).toMatchObject([role, { outcome: 'refused', ready: null }]);
  }
  server.meddle(() => false);
  expect((await lookForUpdate(options)).outcome).toBe('ready');
});

test('a repository of other keys is refused, and so is a root that the old keys did not sign', async () => {
  const other = await makeUpdateRepository(join(place, 'other'));
  await other.publish([deb('9.0.0')]);
  server.meddle((_, response, path) => {
    const name = path === '/metadata/2.root.json' ? '/metadata/1.root.json' : path;
    response.end(readFileSync(join(other.folder, name)));
    return true;
  });
  expect((await lookForUpdate(options)).outcome).toBe('refused');
  server.meddle((_, response, path) => {
    if (path === '/metadata/2.root.json') response.writeHead(404).end();
    else response.end(readFileSync(join(other.folder, path)));
    return true;
  });
  expect((await lookForUpdate(options)).outcome).toBe('refused');
});

test('metadata out of date is refused by the trusted time, whatever the computer’s clock says', async () => {
  const later = new Date(Date.now() + 31 * dayMs);
  expect(await lookForUpdate({ ...options, now: later })).toMatchObject({ outcome: 'expired', ready: null });
  await renewTimestamp(await readRepository(repository.folder), await signing(later));
  expect((await lookForUpdate({ ...options, now: later })).outcome).toBe('ready');
});

test('a frozen repository that signs nothing any more is noticed', async () => {
  const long = await makeUpdateRepository(join(place, 'old'), new Date(Date.now() - 40 * dayMs));
  await long.publish([deb('1.2.0')]);
  const frozen = await serveFolder(long.folder);
  const looked = await lookForUpdate({ ...options, address: frozen.address, pinnedRoot: long.pinned });
  await frozen.stop();
  expect(looked).toMatchObject({ outcome: 'expired', ready: null });
});

test('what was seen once never goes back: an older timestamp, and an older snapshot under it', async () => {
  const old = readFileSync(join(repository.folder, 'metadata', 'timestamp.json'));
  await repository.publish([deb('1.2.0')]);
  expect((await lookForUpdate(options)).offered).toBe('1.2.0');
  writeFileSync(join(repository.folder, 'metadata', 'timestamp.json'), old);
  expect(await lookForUpdate(options)).toMatchObject({ outcome: 'refused' });
});

test('files of two publications do not mix', async () => {
  await repository.publish([deb('1.2.0')]);
  server.meddle((_, response, path) => {
    if (!path.endsWith('3.targets.json')) return false;
    response.end(readFileSync(join(repository.folder, 'metadata', '2.targets.json')));
    return true;
  });
  expect(await lookForUpdate(options)).toMatchObject({ outcome: 'refused', ready: null });
});

test('a signed older version is not offered, and no version that was taken back', async () => {
  const station = { ...options.station, installed: new Map([['madoguchi', '1.1.0']]) };
  expect(await lookForUpdate({ ...options, station })).toMatchObject({ outcome: 'current', offered: null });
  const failed = { ...options.station, failed: ['1.1.0'] };
  expect(await lookForUpdate({ ...options, station: failed })).toMatchObject({
    outcome: 'offered',
    waits: ['failed-before'],
  });
});

test('endless metadata and endless packages are left', async () => {
  const endless = (name: string) =>
    server.meddle((_, response, path) => {
      if (!path.includes(name)) return false;
      const more = () => {
        while (response.write(Buffer.alloc(64 * 1024, 32)));
      };
      response.on('drain', more);
      more();
      return true;
    });
  endless('timestamp');
  expect(await lookForUpdate(options)).toMatchObject({ outcome: 'unreachable', detail: 'answer too large' });
  endless('1.1.0');
  expect(await lookForUpdate(options)).toMatchObject({ outcome: 'fetch-failed', detail: 'tampered' });
  expect(packages().filter((name) => name.includes('.part'))).toEqual([]);
});

test('nobody is followed to another place', async () => {
  server.meddle((_, response, path) => {
    if (!path.includes('timestamp')) return false;
    response.writeHead(302, { location: '/metadata/1.snapshot.json' }).end();
    return true;
  });
  expect((await lookForUpdate(options)).outcome).toBe('unreachable');
});

test('an interrupted download goes on where it ended', async () => {
  server.meddle((request, response, path) => {
    if (!path.includes('1.1.0') || request.headers.range !== undefined) return false;
    const bytes = readFileSync(join(repository.folder, path));
    const { size, mtimeMs } = statSync(join(repository.folder, path));
    response.writeHead(200, { etag: `"${size}-${Math.round(mtimeMs)}"`, 'content-length': bytes.length });
    response.write(bytes.subarray(0, 100_000));
    cutAfter(response, 100_000);
    return true;
  });
  expect(await lookForUpdate(options)).toMatchObject({ outcome: 'fetch-failed', detail: 'interrupted' });
  const [part] = packages().filter((name) => name.endsWith('.part'));
  const had = statSync(join(options.folders.packages, part ?? '')).size;
  expect(had).toBeGreaterThan(0);
  expect((await lookForUpdate(options)).outcome).toBe('ready');
  expect(server.requests.map(({ range }) => range)).toContain(`bytes=${had}-`);
});

test('a part of another file is found out at the end, and the next time begins anew', async () => {
  server.meddle((request, response, path) => {
    if (!path.includes('1.1.0') || request.headers.range !== undefined) return false;
    response.writeHead(200, { 'content-length': 1_000_000 });
    response.write(Buffer.alloc(50_000, 7));
    cutAfter(response, 50_000);
    return true;
  });
  expect((await lookForUpdate(options)).detail).toBe('interrupted');
  expect((await lookForUpdate(options)).detail).toBe('tampered');
  server.meddle(() => false);
  expect((await lookForUpdate(options)).outcome).toBe('ready');
});

test('without room nothing is begun', async () => {
  const looked = await lookForUpdate({ ...options, free: async () => 300 * 1024 ** 2 - 1e6 * 50 });
  expect(looked).toMatchObject({ outcome: 'fetch-failed', detail: 'disk-full' });
  expect(packages()).toEqual([]);
});

test('a run that was cut off leaves what is trusted as it was', async () => {
  expect((await lookForUpdate(options)).outcome).toBe('ready');
  const { metadata } = options.folders;
  writeFileSync(join(metadata, 'work-left-over'), 'half');
  await repository.publish([deb('1.2.0')]);
  expect((await lookForUpdate(options)).offered).toBe('1.2.0');
  expect(readdirSync(metadata).filter((name) => name.startsWith('work-'))).toEqual([]);
});

test('new keys are followed from the pinned root, and the old ones are worth nothing then', async () => {
  expect((await lookForUpdate(options)).outcome).toBe('ready');
  const fresh = join(place, 'new-keys');
  await makeRoleKeys(fresh, 2);
  const before = await readRepository(repository.folder);
  const next = { keys: await readRoleKeys(fresh), now: new Date() };
  await rotateRoot(before, await readRoleKeys(repository.keyFolder), next, 2);
  expect((await lookForUpdate(options)).outcome).toBe('ready');
  const stolen = await signing();
  await expect(renewTimestamp(await readRepository(repository.folder), stolen)).rejects.toThrow(
    'signed by 0/1',
  );
});

test('a share of the stations, a withdrawn version, another channel, and IT that deploys', async () => {
  const change = async (to: Parameters<typeof changeRelease>[2]) =>
    changeRelease(await readRepository(repository.folder), '1.1.0', to, await signing());
  await change({ share: 0 });
  expect(await lookForUpdate(options)).toMatchObject({ outcome: 'offered', waits: ['not-this-station-yet'] });
  await change({ share: 100 });
  expect(await lookForUpdate({ ...options, rules: { mode: 'report', channel: 'stable' } })).toMatchObject({
    outcome: 'offered',
    offered: '1.1.0',
    waits: ['reported-only'],
    ready: null,
  });
  expect((await lookForUpdate({ ...options, rules: { mode: 'install', channel: 'trial' } })).outcome).toBe(
    'current',
  );
  await change('withdraw');
  expect((await lookForUpdate(options)).outcome).toBe('current');
});

test('no pinned root, no update; and without a way back none either', async () => {
  expect((await lookForUpdate({ ...options, pinnedRoot: join(place, 'none') })).outcome).toBe('root-missing');
  const station = { ...options.station, installed: new Map([['madoguchi', '0.9.0']]) };
  expect(await lookForUpdate({ ...options, station })).toMatchObject({ waits: ['no-way-back'], ready: null });
  expect(existsSync(options.folders.request)).toBe(false);
});

/** Blocks of a temporary file system that one of the two packages takes. */
const blocksOfPackage = () => Math.ceil(statSync(join(place, 'madoguchi_1.1.0_all.deb')).size / 4096);
test.for([
  ['the middle', () => blocksOfPackage() * 1.5],
  // Beside the second package its tag takes a block. The system then writes a part of the last piece and refuses nothing.
  ['the last block', () => blocksOfPackage() * 2],
] as const)('a disk that fills in %s of a download is left as it was', async ([, blocks], { skip }) => {
  const small = options.folders.packages;
  mkdirSync(small, { recursive: true });
  const size = `size=${Math.floor(blocks()) * 4096}`;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'none', small]);
  if (mounted.status !== 0) return skip('only root may mount');
  try {
    const looked = await lookForUpdate(options);
    expect(looked).toMatchObject({ outcome: 'fetch-failed', detail: 'disk-full', ready: null });
    expect(packages().filter((name) => name.includes('.part'))).toEqual([]);
  } finally {
    spawnSync('umount', [small]);
  }
});
