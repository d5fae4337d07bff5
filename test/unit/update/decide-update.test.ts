import { expect, test } from 'vitest';
import { checkPauseMs } from '../../../main/agent/update/check-time.ts';
import { chooseRelease, hindrances, type Moment } from '../../../main/agent/update/decide-update.ts';
import { compareVersions, type ReleaseFacts, readReleases } from '../../../main/agent/update/release.ts';
import { isInShare } from '../../../main/agent/update/rollout-share.ts';
import { updateAddress } from '../../../main/agent/update/update-address.ts';

const facts = (change: Partial<ReleaseFacts>): ReleaseFacts => ({
  v: 1,
  package: 'madoguchi',
  version: '1.1.0',
  system: 'linux-x64',
  channels: ['stable'],
  share: 100,
  commandFormats: [1],
  ...change,
});
const released = (change: Partial<ReleaseFacts>) => ({
  path: `${change.version}.deb`,
  length: 1,
  sha256: 'a'.repeat(64),
  facts: facts(change),
});
const station = {
  id: 'st-1',
  system: 'linux-x64',
  installed: new Map([['madoguchi', '1.0.0']]),
  failed: [],
};
const now = released({ version: '1.0.0' });

test('of several newer versions the newest that is for this station is chosen', () => {
  const offered = [now, released({ version: '1.1.0' }), released({ version: '1.10.0', share: 0 })];
  expect(chooseRelease(offered, station, 'stable')).toMatchObject({
    release: { version: '1.1.0' },
    newest: '1.10.0',
  });
});

test('another system, another channel, half a release and too wide a step are not chosen', () => {
  const choose = (change: Partial<ReleaseFacts>) =>
    chooseRelease([now, released({ version: '1.1.0', ...change })], station, 'stable');
  expect(choose({ system: 'win32-x64' })).toBeNull();
  expect(choose({ channels: ['trial'] })).toBeNull();
  expect(choose({ package: 'madoguchi-lab' })).toBeNull();
  expect(choose({ from: '1.0.1' })).toMatchObject({ release: null, why: 'too-old' });
  expect(choose({ from: '1.0.0' })).toMatchObject({ release: { version: '1.1.0' } });
});

test('where the system’s installer knows none of the packages, or several versions, nothing is called current', () => {
  const offered = [now, released({ version: '1.1.0' })];
  const several = new Map([
    ['madoguchi', '1.0.0'],
    ['madoguchi-lab', '1.1.0'],
  ]);
  for (const installed of [new Map<string, string>(), several]) {
    expect(chooseRelease(offered, { ...station, installed }, 'stable')).toEqual({
      release: null,
      newest: '1.1.0',
      why: 'not-installed-whole',
    });
    expect(chooseRelease(offered, { ...station, installed }, 'trial')).toBeNull();
  }
});

const quiet: Moment = {
  now: new Date('2026-11-22T00:00:00.000Z'),
  sessionOpen: false,
  operatorSignedIn: false,
  wiping: false,
  unsentFormats: [],
};
const release = { version: '1.1.0', packages: [released({ commandFormats: [2, 3] })] };
const rules = { mode: 'install' as const, channel: 'stable' };
const freeze = { from: '2026-11-21T00:00:00.000Z', until: '2026-11-23T00:00:00.000Z' };

test.each([
  [{}, {}, []],
  [{}, { sessionOpen: true }, ['session-open']],
  [{}, { operatorSignedIn: true }, ['operator-signed-in']],
  [{}, { wiping: true }, ['wiping']],
  [{}, { now: null }, ['clock-untrusted']],
  [{}, { unsentFormats: [2] }, []],
  [{}, { unsentFormats: [1, 2] }, ['unsent-in-other-format']],
  [{}, { unsentFormats: [0] }, ['unsent-in-other-format']],
  [{ freezes: [freeze] }, {}, ['frozen']],
  [{ freezes: [{ ...freeze, from: freeze.until, until: '2026-12-01T00:00:00.000Z' }] }, {}, []],
  [
    { mode: 'report' as const, freezes: [freeze] },
    { sessionOpen: true },
    ['reported-only', 'frozen', 'session-open'],
  ],
])('policy %j at a moment %j waits for %j', (policy, moment, waits) => {
  expect(hindrances(release, { ...rules, ...policy }, { ...quiet, ...moment })).toEqual(waits);
});

test('a share is that share of the stations, only ever grows, and begins elsewhere with each version', () => {
  const stations = Array.from({ length: 4000 }, (_, index) => `st-${index}`);
  const within = (version: string, share: number) => stations.filter((id) => isInShare(id, version, share));
  expect(within('1.1.0', 10).length).toBeGreaterThan(320);
  expect(within('1.1.0', 10).length).toBeLessThan(480);
  const more = new Set(within('1.1.0', 30));
  expect(within('1.1.0', 10).every((id) => more.has(id))).toBe(true);
  expect(within('1.1.0', 10)).not.toEqual(within('1.2.0', 10));
  expect([within('1.1.0', 0).length, within('1.1.0', 100).length]).toEqual([0, 4000]);
});

test('versions compare by their numbers', () => {
  expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0);
  expect(compareVersions('1.2.3', '1.2.3')).toBe(0);
  expect(() => compareVersions('1.2', '1.2.0')).toThrow();
});

test('what a later version signs and this one does not know is left out; what has no SHA-256 is refused', () => {
  const target = (custom: object, hashes: object) => ({ length: 1, hashes, custom });
  const file = (one: object) => JSON.stringify({ signed: { targets: { 'a.deb': one } } });
  const sha256 = { sha256: 'b'.repeat(64) };
  expect(readReleases(file(target(facts({}), sha256)))).toHaveLength(1);
  expect(readReleases(file(target({ ...facts({}), v: 2 }, sha256)))).toEqual([]);
  expect(() => readReleases(file(target(facts({}), {})))).toThrow();
});

test.each([
  ['https://updates.example.ac.jp/madoguchi', 'https://updates.example.ac.jp/madoguchi/'],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
  ['http://updates.example.ac.jp/', null],
  ['https://user:secret@updates.example.ac.jp/', null],
  ['https://updates.example.ac.jp/?a=b', null],
  ['file:///etc/', null],
])('a repository at %s: %s', (address, taken) => {
  expect(updateAddress.safeParse(address).data ?? null).toBe(taken);
});

test('a room does not ask all at once', () => {
  expect(checkPauseMs('answer', 4, 0)).toBe(2 * 3_600_000);
  expect(checkPauseMs('answer', 4, 1)).toBe(6 * 3_600_000);
  expect(checkPauseMs('failure', 24, 0.5)).toBe(1_800_000);
});
