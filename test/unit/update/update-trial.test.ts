import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { healthMark, type InstallReport, readUpdateFile } from '../../../main/agent/update/update-files.ts';
import { agentUpdateFolders, installerFolders } from '../../../main/agent/update/update-folders.ts';
import { beginTrial } from '../../../main/agent/update/update-trial.ts';

const attempt = '5f3c0f6e-6a0d-4c8e-9d53-0a6f9a4f7c11';
let place: string;
let state: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'madoguchi-trial-'));
  state = join(place, 'state');
  mkdirSync(state);
  mkdirSync(join(place, 'installer'));
  store('', 'before');
  store('-wal', 'before-wal');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const store = (part: string, text: string) => writeFileSync(join(state, `station.db${part}`), text);
const stored = (part = '') => readFileSync(join(state, `station.db${part}`), 'utf8');
function report(change: Pick<InstallReport, 'state'>): void {
  const said = {
    v: 1,
    attempt,
    version: '1.1.0',
    previous: '1.0.0',
    why: null,
    at: new Date().toISOString(),
  };
  writeFileSync(installerFolders(join(place, 'installer')).report, JSON.stringify({ ...said, ...change }));
}
const begin = (version: string) =>
  beginTrial({
    stateFolder: state,
    installer: join(place, 'installer'),
    version,
    provenMs: 1,
    log: () => undefined,
  });

test('a version on trial keeps the store, and says that it works only for its own attempt (I3)', async () => {
  report({ state: 'installing' });
  const trial = begin('1.1.0');
  expect(trial.running()).toBe(true);
  expect(await trial.prove(new AbortController().signal)).toBe(true);
  expect(trial.running()).toBe(false);
  expect(readUpdateFile(agentUpdateFolders(state).healthy, healthMark)).toEqual({
    v: 1,
    attempt,
    version: '1.1.0',
  });
});

test('the version that was brought back has the store as it left it, whatever the newer one did to it', () => {
  report({ state: 'installing' });
  begin('1.1.0');
  store('', 'changed by a newer version');
  // It starts more than once, and fails each time.
  begin('1.1.0');
  store('-wal', 'newer');
  report({ state: 'rolled-back' });
  expect(begin('1.0.0').running()).toBe(false);
  expect([stored(), stored('-wal')]).toEqual(['before', 'before-wal']);
  store('', 'later');
  begin('1.0.0');
  expect(stored()).toBe('later');
});

test('a version that was stopped before its time says nothing', async () => {
  report({ state: 'installing' });
  const stopped = AbortSignal.abort();
  expect(await begin('1.1.0').prove(stopped)).toBe(false);
  expect(existsSync(agentUpdateFolders(state).healthy)).toBe(false);
});

test('without an update nothing is on trial and nothing is kept', async () => {
  expect(begin('1.0.0').running()).toBe(false);
  report({ state: 'installed' });
  expect(begin('1.1.0').running()).toBe(false);
  expect(await begin('1.1.0').prove(new AbortController().signal)).toBe(true);
  expect(existsSync(agentUpdateFolders(state).folder)).toBe(false);
});
