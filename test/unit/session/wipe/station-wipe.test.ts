import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { PolicyState, Store } from '../../../../main/agent/ports.ts';
import { createSessionFolders } from '../../../../main/agent/session/session-folders.ts';
import { createStationWipe, type StationWipe } from '../../../../main/agent/session/wipe/station-wipe.ts';
import { createWipeDesk } from '../../../../main/agent/session/wipe/wipe-desk.ts';
import { startWipeProcess } from '../../../../main/agent/session/wipe/wipe-process.ts';
import type { LabPolicy, SiteHook } from '../../../../main/exchange/lab-policy.ts';
import { examplePolicy } from '../../policy/exempt-question.ts';
import {
  createTestAudit,
  createTestSink,
  createTestTime,
  openTestStore,
  storedText,
  type TestTime,
} from '../../sign-in/station-rig.ts';
import { createGround, desktopAccount, endDesktop, isRoot, startDesktopProgram } from './wipe-rig.ts';

const person = { id: 'S1001', login: 'taro', session: '0b0f2a34-0000-4000-8000-000000000001' };

let store: Store;
let time: TestTime;
let audit: ReturnType<typeof createTestAudit>;
let sink: ReturnType<typeof createTestSink>;
let ground: ReturnType<typeof createGround>;
let lab: LabPolicy;
let policy: PolicyState;
let wipe: StationWipe;

function start(account: number | null = null, run = startWipeProcess) {
  wipe = createStationWipe({
    store,
    audit,
    sink,
    clock: time.clock,
    boot: time.boot,
    policy: { current: () => policy },
    folders: createSessionFolders({ folder: ground.sessions, group: null }),
    account,
    keep: [],
    run,
    onBug: (error) => {
      throw error;
    },
  });
}

function usePolicy(changes: Partial<LabPolicy>) {
  lab = { tiles: [], hooks: [], wipedFolders: [], ...changes };
  policy = { state: 'valid', policy: examplePolicy({ lab }) };
}

function owe(changes: { boot?: string; failed?: 'hook' } = {}) {
  store.write((database) =>
    wipe.owe(database, { person, baseline: [], boot: 'boot-1', failed: null, ...changes }),
  );
}

const settled = () => wipe.settled(20_000);
const proofs = () => audit.entries.filter(({ kind }) => kind === 'lab-wiped').map(({ facts }) => facts);

beforeEach(() => {
  store = openTestStore();
  time = createTestTime();
  audit = createTestAudit();
  sink = createTestSink();
  ground = createGround();
  usePolicy({});
  start();
  return async () => {
    await wipe.close();
    store.close();
    ground.remove();
  };
});

test('nobody gets in between the end of a session and its proof', async () => {
  mkdirSync(join(ground.sessions, person.session));
  writeFileSync(join(ground.sessions, person.session, 'essay.txt'), 'twelve bytes');
  owe();
  wipe.begin();
  expect(wipe.status().state).toBe('wiping');
  expect(wipe.standing()).toMatchObject({ ok: false, refusal: { code: 'session/still-wiping' } });
  expect(await wipe.settled(0)).toMatchObject({ ok: false, refusal: { code: 'session/still-wiping' } });
  expect(await settled()).toEqual({ ok: true, value: null });
  expect(readdirSync(ground.sessions)).toEqual([]);
  expect(proofs()).toMatchObject([
    {
      outcome: 'clean',
      reason: null,
      processes: 'unknown',
      foldersWanted: 1,
      removedEntries: 2,
      removedBytes: 12,
      leftEntries: 0,
    },
  ]);
  expect(sink.emitted.map(([, status]) => (status as { state: string }).state)).toEqual(['wiping', 'clean']);
});

test('I7: proof and store name no file, and nobody once it is done', async () => {
  mkdirSync(join(ground.sessions, person.session));
  writeFileSync(join(ground.sessions, person.session, '恋文.txt'), 'x');
  owe();
  wipe.begin();
  await settled();
  expect(JSON.stringify(proofs())).not.toMatch(/恋文|taro|S1001|tmp/u);
  expect(storedText(store)).not.toMatch(/taro|S1001/u);
});

test('what was owed when the power went is done by the next start, before anybody gets in', async () => {
  mkdirSync(join(ground.sessions, person.session));
  owe();
  time.reboot();
  start();
  expect(wipe.standing()).toMatchObject({ ok: false, refusal: { code: 'session/still-wiping' } });
  wipe.begin();
  expect(await settled()).toMatchObject({ ok: true });
  expect(proofs()).toMatchObject([{ outcome: 'clean', processes: 'ended-by-restart' }]);
});

test('a wipe that was cut off is owed still', async () => {
  owe();
  wipe.begin();
  await wipe.close();
  expect(proofs()).toEqual([]);
  start();
  wipe.begin();
  expect(await settled()).toMatchObject({ ok: true });
});

test('what the wipe is at is told while it goes on, and no longer', async () => {
  let end: (report: null) => void = () => undefined;
  start(null, (_, __, onProgress) => {
    onProgress?.({ part: 'files', done: 10, total: 40 });
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  owe();
  wipe.begin();
  await expect.poll(() => wipe.status().progress).toEqual({ part: 'files', done: 10, total: 40 });
  expect(sink.emitted.at(-1)).toMatchObject(['wipe', { state: 'wiping', progress: { done: 10 } }]);
  end(null);
  await settled();
  expect(wipe.status()).not.toHaveProperty('progress');
});

describe('what cannot be wiped', () => {
  test('locks the station, over a restart too, until IT has it tried anew', async () => {
    usePolicy({ wipedFolders: ['/etc/madoguchi'] });
    owe();
    wipe.begin();
    expect(await settled()).toMatchObject({ ok: false, refusal: { code: 'session/wipe-failed' } });
    expect(wipe.status()).toMatchObject({ state: 'failed', reason: 'folder' });
    start();
    wipe.begin();
    expect(await settled()).toMatchObject({ ok: false, refusal: { code: 'session/wipe-failed' } });
    usePolicy({});
    wipe.again();
    expect(await settled()).toEqual({ ok: true, value: null });
    expect(proofs().map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'clean']);
  });

  test('is also what a wipe without a report leaves', async () => {
    start(null, async () => null);
    owe();
    wipe.begin();
    expect(await settled()).toMatchObject({ ok: false });
    expect(proofs()).toMatchObject([{ outcome: 'failed', reason: 'folder', report: false }]);
  });

  test('is told to IT in the agent’s own folder, where a file asks for another try', async () => {
    vi.useFakeTimers();
    try {
      const again = vi.fn();
      const desk = createWipeDesk({ stateFolder: ground.folder, again });
      desk.changed({ state: 'failed', reason: 'process', since: '2025-06-10T01:30:00.000Z' }, null);
      expect(JSON.parse(readFileSync(join(ground.folder, 'wipe.json'), 'utf8'))).toMatchObject({
        reason: 'process',
      });
      writeFileSync(join(ground.folder, 'wipe-again'), '');
      vi.advanceTimersByTime(2000);
      expect(again).toHaveBeenCalledOnce();
      expect(existsSync(join(ground.folder, 'wipe-again'))).toBe(false);
      desk.changed({ state: 'clean', reason: null, since: '2025-06-10T01:30:00.000Z' }, null);
      expect(existsSync(join(ground.folder, 'wipe.json'))).toBe(false);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the site’s commands', () => {
  const command = (name: string, script: string): string => {
    const path = join(ground.folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const hook = (path: string, changes: Partial<SiteHook> = {}): SiteHook => ({
    id: 'unmount',
    when: 'end',
    path,
    arguments: [],
    timeoutSeconds: 5,
    whenFails: 'lock',
    ...changes,
  });

  test('run with the verified person and nothing else, before the folders are emptied', async () => {
    mkdirSync(join(ground.sessions, person.session));
    const out = join(ground.folder, 'out');
    const path = command(
      'clean',
      `env > ${out}; ls ${ground.sessions} >> ${out}; echo secret; echo secret >&2`,
    );
    usePolicy({ hooks: [hook(path), hook('/nowhere', { when: 'start' })] });
    owe();
    wipe.begin();
    expect(await settled()).toMatchObject({ ok: true });
    const lines = readFileSync(out, 'utf8').trim().split('\n');
    const given = lines.filter((line) => line.startsWith('MADOGUCHI_')).sort();
    expect(given).toEqual([
      'MADOGUCHI_LOGIN=taro',
      'MADOGUCHI_PERSON_ID=S1001',
      `MADOGUCHI_SESSION=${person.session}`,
    ]);
    // A shell sets these itself.
    expect(lines.filter((line) => !/^(MADOGUCHI_|PWD=|OLDPWD=|SHLVL=|_=)/.test(line))).toEqual([
      person.session,
    ]);
    expect(proofs()).toMatchObject([{ hooksRun: 1, hooksFailed: 0 }]);
    expect(JSON.stringify(proofs())).not.toContain('secret');
  });

  test('that fail lock the station until IT has seen to it, where the policy says so', async () => {
    usePolicy({ hooks: [hook(command('fail', 'exit 3'))] });
    owe();
    wipe.begin();
    await settled();
    expect(wipe.status()).toMatchObject({ state: 'failed', reason: 'hook' });
  });

  test('that fail are only recorded where it says that', async () => {
    usePolicy({ hooks: [hook('/nowhere/at/all', { whenFails: 'report' })] });
    owe();
    wipe.begin();
    expect(await settled()).toMatchObject({ ok: true });
    expect(proofs()).toMatchObject([{ outcome: 'clean', hooksRun: 1, hooksFailed: 1 }]);
  });

  test('that do not end are killed with all that they started', async () => {
    usePolicy({
      hooks: [hook(command('hang', 'sleep 61 & sleep 62'), { timeoutSeconds: 1, whenFails: 'report' })],
    });
    owe();
    wipe.begin();
    expect(await settled()).toMatchObject({ ok: true });
    const running = readdirSync('/proc').flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        return [];
      }
    });
    expect(running.filter((line) => /^sleep\0(61|62)/.test(line))).toEqual([]);
  });

  test('that a session could not begin without keep the station locked, however clean it is', async () => {
    owe({ failed: 'hook' });
    wipe.begin();
    await settled();
    expect(wipe.status()).toMatchObject({ state: 'failed', reason: 'hook' });
    wipe.again();
    expect(await settled()).toMatchObject({ ok: true });
  });
});

test('a policy that has run out still knows where traces lie', async () => {
  const named = join(ground.folder, 'downloads');
  mkdirSync(named);
  writeFileSync(join(named, 'x'), 'x');
  usePolicy({ wipedFolders: [named] });
  policy = { state: 'invalid', reason: 'policy-expired', policy: policy.policy };
  owe();
  wipe.begin();
  await settled();
  expect(readdirSync(named)).toEqual([]);
});

test.runIf(isRoot && process.platform === 'linux')(
  'a session’s programs are ended before its folder goes',
  async () => {
    endDesktop();
    start(desktopAccount);
    await startDesktopProgram('exec sleep 60');
    owe();
    wipe.begin();
    expect(await settled()).toMatchObject({ ok: true });
    expect(proofs()).toMatchObject([{ processes: 'none-left', processesFound: 1, processesLeft: 0 }]);
  },
);

describe('a command for the start that failed after its session was over', () => {
  const lockFor = (session: string) => store.write((database) => wipe.lockFor(database, session));

  test('locks the station with its message to IT, however clean the folders are, over restarts too', async () => {
    owe();
    let heard: () => void = () => undefined;
    wipe.begin(
      new Promise<void>((resolve) => {
        heard = resolve;
      }),
    );
    lockFor(person.session);
    heard();
    expect(await settled()).toMatchObject({ ok: false, refusal: { code: 'session/wipe-failed' } });
    expect(wipe.status()).toMatchObject({ state: 'failed', reason: 'hook' });
    await wipe.close();
    start();
    wipe.begin();
    expect(await settled()).toMatchObject({ ok: false });
    expect(wipe.status().reason).toBe('hook');
    wipe.again();
    expect(await settled()).toEqual({ ok: true, value: null });
  });

  test("is nothing to another session's wipe, nor after a boot", async () => {
    owe();
    lockFor('0b0f2a34-0000-4000-8000-000000000002');
    time.reboot();
    lockFor(person.session);
    wipe.begin();
    expect(await settled()).toEqual({ ok: true, value: null });
  });
});
