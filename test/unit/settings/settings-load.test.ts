import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSettingsJson } from '../../../main/agent/settings-json.ts';
import { loadSettings } from '../../../main/agent/settings-load.ts';
import type { SettingsReading } from '../../../main/agent/settings-source.ts';
import { covered } from '../../../main/cli/config/config-command.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  file = join(folder, 'station.json');
  mkdirSync(join(folder, 'state'), { mode: 0o700 });
  write({});
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(changes: Record<string, unknown>) {
  const base = {
    stateFolder: join(folder, 'state'),
    runtimeFolder: join(folder, 'run'),
    faceGroup: null,
    hub: { url: 'https://hub.example.ac.jp', enrolmentToken: 'one-time' },
    directory: { kind: 'hub' },
    softwareKeys: null,
  };
  writeFileSync(file, JSON.stringify({ ...base, ...changes }, null, 2));
}
const absent: SettingsReading = { state: 'absent' };
const managed = (content: unknown): SettingsReading =>
  readSettingsJson(JSON.stringify(content), 'managed.json');
const shut: SettingsReading = { state: 'unreadable', why: 'no-permission', problems: [] };
const load = (reading: SettingsReading, options: { set?: string[]; remember?: boolean } = {}) =>
  loadSettings({ file, remember: true, ...options, managed: { name: 'managed', read: async () => reading } });

it('one file alone means what it meant before there were other sources', async () => {
  const { settings, problems, kept, lost } = await load(absent);
  expect(settings).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  expect([problems, kept, lost]).toEqual([[], [], []]);
});

it('managed policy wins over the file, the file over the command line, and each value says where it is from', async () => {
  write({ kiosk: false });
  const loaded = await load(managed({ hub: { url: 'https://managed.example.ac.jp' } }), {
    set: ['kiosk=true', 'sharedDesktopAccount=true'],
  });
  expect(loaded.settings).toMatchObject({
    kiosk: false,
    sharedDesktopAccount: true,
    hub: { url: 'https://managed.example.ac.jp', enrolmentToken: 'one-time' },
  });
  expect(loaded.origins.get('hub.url')).toMatchObject({ source: 'managed', place: 'managed.json', line: 1 });
  expect(loaded.origins.get('kiosk')).toMatchObject({ source: 'machine', place: file });
  expect(loaded.origins.get('sharedDesktopAccount')).toMatchObject({ source: 'command-line' });
});

it('a managed hub wins over a file that says there is none, as packages write it, and the other way round', async () => {
  write({ hub: null });
  const hub = { url: 'https://managed.example.ac.jp', enrolmentToken: 'at-installation' };
  const loaded = await load(managed({ hub }));
  expect(loaded.settings?.hub).toEqual(hub);
  expect(loaded.origins.has('hub')).toBe(false);
  expect((await load(managed({ kiosk: true }))).settings?.hub).toBeNull();
  write({});
  expect((await load(managed({ hub: null }))).settings?.hub).toBeNull();
});

it('a source that cannot be read keeps what it last said, and says so: never the default (I6)', async () => {
  await load(managed({ kiosk: true, sharedDesktopAccount: true }));
  const loaded = await load(shut);
  expect(loaded.settings).toMatchObject({ kiosk: true, sharedDesktopAccount: true });
  expect(loaded.kept).toEqual([{ source: 'managed', why: 'no-permission' }]);
  expect(loaded.origins.get('kiosk')).toMatchObject({ source: 'managed', lastKnown: true });
  // And not only once.
  expect((await load(shut)).settings).toMatchObject({ kiosk: true });
  // What is really gone is gone.
  expect((await load(absent)).settings?.kiosk).toBeUndefined();
  expect((await load(shut)).lost).toEqual([{ source: 'managed', why: 'no-permission' }]);
});

it('an unknown key voids its source: file and line are named, the last known values hold', async () => {
  await load(managed({ kiosk: true }));
  const loaded = await load(managed({ kiosk: false, kisok: true }));
  expect(loaded.problems).toEqual([
    { place: 'managed.json', line: 1, problem: 'there is no setting “kisok”' },
  ]);
  expect(loaded.settings).toMatchObject({ kiosk: true });
  write({ wallpaper: 'x' });
  const [problem] = (await load(absent)).problems;
  expect(problem).toMatchObject({ place: file, problem: 'there is no setting “wallpaper”' });
  expect(readFileSync(file, 'utf8').split('\n')[(problem?.line ?? 0) - 1]).toContain('wallpaper');
});

it('managed policy cannot bring software keys, and the schema is the same for every source', async () => {
  expect((await load(managed({ softwareKeys: [] }))).problems[0]?.problem).toBe(
    '“softwareKeys” cannot be managed',
  );
  const wrong = await load(managed({ kiosk: 'yes' }));
  expect(wrong.settings).toBeNull();
  expect(wrong.problems[0]).toMatchObject({ place: 'managed.json', line: 1 });
});

it('what is remembered is the owner’s alone, holds no token, and is not believed once others could write it (I7)', async () => {
  await load(managed({ kiosk: true }));
  const kept = join(folder, 'state', 'settings-last-known.json');
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  expect(readFileSync(kept, 'utf8')).not.toContain('one-time');
  chmodSync(kept, 0o666);
  expect((await load(shut, { remember: false })).lost).toHaveLength(1);
});

it('who only looks remembers nothing', async () => {
  await load(managed({ kiosk: true }), { remember: false });
  expect(existsSync(join(folder, 'state', 'settings-last-known.json'))).toBe(false);
});

it('what is shown covers secrets, nested ones too', () => {
  expect(covered('hub.enrolmentToken', 'mdg1.x')).toBe('(covered)');
  expect(
    covered('directory', { kind: 'ldap', settings: { url: 'ldaps://x', bindPassword: 'p', apiToken: 't' } }),
  ).toEqual({
    kind: 'ldap',
    settings: { url: 'ldaps://x', bindPassword: '(covered)', apiToken: '(covered)' },
  });
});
