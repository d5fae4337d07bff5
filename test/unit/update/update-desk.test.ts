import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOutbox } from '../../../main/agent/outbox/outbox.ts';
import type { Store } from '../../../main/agent/ports.ts';
import {
  createUpdateDesk,
  type UpdateDesk,
  type UpdateDeskPorts,
} from '../../../main/agent/update/update-desk.ts';
import {
  installRequest,
  noUpdateState,
  readUpdateFile,
  type UpdateState,
  updateState,
} from '../../../main/agent/update/update-files.ts';
import { agentUpdateFolders, installerFolders } from '../../../main/agent/update/update-folders.ts';
import { lookFromCommandLine } from '../../../main/cli/update/station-commands.ts';
import { watchLook } from '../../../main/cli/update/watch-look.ts';
import { makeDebianPackage, makeUpdateRepository, serveFolder } from '../../rigs/update-repository.ts';
import { sampleCommand } from '../outbox/sample-command.ts';
import { createStoreFolder, type StoreFolder } from '../store/store-folder.ts';

let place: string;
let folder: StoreFolder;
let store: Store;
let server: Awaited<ReturnType<typeof serveFolder>>;
let ports: UpdateDeskPorts;
let desk: UpdateDesk;
let busy: { session: boolean; operator: boolean };
let audited: string[];
let rules: { mode: string; channel: string; kilobytesPerSecond: number };

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'madoguchi-desk-'));
  folder = createStoreFolder();
  store = folder.open();
  const repository = await makeUpdateRepository(place);
  await repository.publish(
    ['1.0.0', '1.1.0'].map((version) => makeDebianPackage(place, 'madoguchi', version)),
  );
  server = await serveFolder(repository.folder);
  busy = { session: true, operator: false };
  audited = [];
  rules = { mode: 'install', channel: 'stable', kilobytesPerSecond: 1_000_000 };
  mkdirSync(join(place, 'installer'));
  ports = {
    settings: { from: server.address },
    places: { installer: join(place, 'installer'), root: repository.pinned },
    stateFolder: place,
    store,
    identity: { enrolment: () => ({ station: { id: 'st-1' } }) },
    clock: { trusted: () => ({ ok: true, value: new Date() }) },
    audit: { append: (_: unknown, entry: { kind: string }) => void audited.push(entry.kind) },
    policy: {
      current: () => ({
        state: 'valid',
        policy: { update: rules },
      }),
    },
    trial: { running: () => false, prove: async () => true },
    hubUrl: () => null,
    sessionOpen: () => busy.session,
    operatorSignedIn: () => busy.operator,
    wiping: () => false,
    onChange: () => undefined,
    onBug: (error: unknown) => {
      throw error;
    },
    trials: {
      firstLookMs: 0,
      tickMs: 5,
      settleMs: 5,
      free: async () => 1e12,
      port: { installed: async () => new Map([['madoguchi', '1.0.0']]) },
    },
  } as unknown as UpdateDeskPorts;
  desk = createUpdateDesk(ports);
});
afterEach(async () => {
  await desk.stop();
  await server.stop();
  store.close();
  folder.remove();
  rmSync(place, { recursive: true, force: true });
});

const state = (): UpdateState | null => readUpdateFile(agentUpdateFolders(place).state, updateState);
const waiting = (waits: readonly string[]) =>
  vi.waitFor(() => expect(state()).toMatchObject({ outcome: 'ready', waits }), 10_000);
const handed = () =>
  vi.waitFor(() => {
    const request = readUpdateFile(agentUpdateFolders(place).request, installRequest);
    if (request === null) throw new Error('nothing was handed over');
    return request;
  }, 10_000);

function queue(format: number): void {
  const payload = Buffer.from(JSON.stringify({ command: { v: format } })).toString('base64url');
  const envelope = `eyJhIjoxfQ.${payload}.c2ln`;
  const outbox = createOutbox({ store, clock: { now: () => new Date() } } as Parameters<
    typeof createOutbox
  >[0]);
  store.write((database) => outbox.enqueue(database, { ...sampleCommand(1, 'person-a'), envelope }));
}

test('a session, an operator and commands that the new version cannot send hold it back; what it can send does not', async () => {
  desk.start();
  await waiting(['session-open']);
  expect(desk.pending()).toBe(true);
  busy = { session: false, operator: true };
  await waiting(['operator-signed-in']);
  queue(7);
  busy = { session: false, operator: false };
  await waiting(['unsent-in-other-format']);
  expect(existsSync(agentUpdateFolders(place).request)).toBe(false);
  expect(desk.standing()).toEqual({ ok: true, value: null });
});

test('with commands queued in a format that goes on, it is handed over, and nobody signs in meanwhile', async () => {
  queue(1);
  busy.session = false;
  desk.start();
  expect(await handed()).toMatchObject({ version: '1.1.0' });
  expect(desk.standing()).toMatchObject({ ok: false, refusal: { code: 'station/updating' } });
  expect(audited).toEqual(['update-handed-over']);
});

test('a version that was taken back is noted and not tried again', async () => {
  busy.session = false;
  desk.start();
  const { attempt } = await handed();
  const report = {
    v: 1,
    attempt,
    state: 'rolled-back',
    version: '1.1.0',
    previous: '1.0.0',
    why: 'never-healthy',
  };
  const path = installerFolders(join(place, 'installer')).report;
  writeFileSync(path, JSON.stringify({ ...report, at: new Date().toISOString() }));
  await vi.waitFor(() => expect(state()).toMatchObject({ handed: null, failed: ['1.1.0'] }), 10_000);
  expect(desk.standing()).toEqual({ ok: true, value: null });
  expect(audited).toEqual(['update-handed-over', 'update-taken-back']);
  expect(readFileSync(path, 'utf8')).toContain('rolled-back');
});

test('an installer that says nothing keeps nobody out for ever, though the clock was set back meanwhile', async () => {
  if (ports.trials === undefined) throw new Error('no trials');
  const { state: path, folder: updates } = agentUpdateFolders(place);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  mkdirSync(updates, { recursive: true });
  writeFileSync(path, JSON.stringify({ ...noUpdateState, handed: { attempt: randomUUID(), at: tomorrow } }));
  desk = createUpdateDesk({ ...ports, trials: { ...ports.trials, firstLookMs: 3_600_000, answerMs: 500 } });
  expect(desk.standing()).toMatchObject({ ok: false, refusal: { code: 'station/updating' } });
  desk.start();
  await vi.waitFor(() => expect(state()).toMatchObject({ handed: null, detail: 'installer-silent' }), 10_000);
  expect(desk.standing()).toEqual({ ok: true, value: null });
});

test('whoever runs the computer has the repository asked at once, and not twice', async () => {
  if (ports.trials === undefined) throw new Error('no trials');
  desk = createUpdateDesk({ ...ports, trials: { ...ports.trials, firstLookMs: 3_600_000 } });
  desk.start();
  const file = join(place, 'station.json');
  const nothing = { faceGroup: null, hub: null, directory: null, softwareKeys: null };
  writeFileSync(file, JSON.stringify({ ...nothing, stateFolder: place, runtimeFolder: join(place, 'run') }));
  expect(state()).toBeNull();
  expect(await lookFromCommandLine({ settings: file })).toBe(0);
  await waiting(['session-open']);
  expect(existsSync(agentUpdateFolders(place).asked)).toBe(false);
  expect(server.requests.filter(({ path }) => path === '/metadata/timestamp.json')).toHaveLength(1);
});

test('while a version is fetched it is said how far it is, also to whoever waits on the command line', async () => {
  await desk.stop();
  rules.kilobytesPerSecond = 200;
  const folders = agentUpdateFolders(place);
  desk = createUpdateDesk(ports);
  desk.start();
  const told: { phase: string; done: number; total: number | null }[] = [];
  const printed: UpdateState[] = [];
  const status = await watchLook(
    { folders, before: null, print: (one) => printed.push(one) },
    {
      signal: new AbortController().signal,
      progress: () => undefined,
      tell: (one) => told.push(one),
      say: () => undefined,
    },
  );
  expect(status).toBe(0);
  expect(printed).toMatchObject([{ outcome: 'ready', offered: '1.1.0' }]);
  const far = told.at(-1);
  expect(far?.phase).toBe('fetching 1.1.0');
  expect(far?.done).toBeGreaterThan(0);
  expect(far?.done).toBeLessThanOrEqual(far?.total ?? 0);
  expect(existsSync(folders.fetching)).toBe(false);
}, 30_000);

test('whoever watches an agent that does not ask hears so, and may leave', async () => {
  const folders = agentUpdateFolders(place);
  mkdirSync(folders.folder, { recursive: true });
  writeFileSync(folders.asked, '');
  const leaving = new AbortController();
  const at = (signal: AbortSignal) => ({
    signal,
    progress: () => undefined,
    tell: () => undefined,
    say: () => undefined,
  });
  const watch = { folders, before: null, print: () => undefined };
  expect(await watchLook({ ...watch, beginWithinMs: 0 }, at(leaving.signal))).toBe(69);
  const watching = watchLook(watch, at(leaving.signal));
  leaving.abort();
  expect(await watching).toBe(130);
  // The agent that comes later asks when it is due, not because somebody wanted it and changed their mind.
  expect(existsSync(folders.asked)).toBe(false);
});

test('whoever watches may have a fetch left; what came of it is kept, and taken up when it is asked for anew', async () => {
  await desk.stop();
  rules.kilobytesPerSecond = 1;
  const folders = agentUpdateFolders(place);
  desk = createUpdateDesk(ports);
  desk.start();
  const leaving = new AbortController();
  const said: string[] = [];
  const status = await watchLook(
    { folders, before: null, print: () => undefined },
    {
      signal: leaving.signal,
      progress: () => undefined,
      tell: () => leaving.abort(),
      say: (text) => said.push(text),
    },
  );
  expect(status).toBe(130);
  expect(said).toEqual([
    'Cancelled. What was fetched so far is kept, and taken up when the agent asks the next time.',
  ]);
  expect(state()).toMatchObject({ outcome: 'fetch-failed', detail: 'cancelled', ready: null });
  expect(readdirSync(folders.packages).some((name) => name.endsWith('.part'))).toBe(true);
  expect(existsSync(folders.cancelled)).toBe(false);
  rules.kilobytesPerSecond = 200_000;
  writeFileSync(folders.asked, '');
  await waiting(['session-open']);
}, 30_000);
