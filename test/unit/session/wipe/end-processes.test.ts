import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type DesktopProcess,
  desktopProcess,
  desktopProcesses,
  isWithinKiosk,
  sessionProcesses,
  takeBaseline,
} from '../../../../main/agent/session/desktop-processes.ts';
import { endProcesses } from '../../../../main/agent/session/wipe/end-processes.ts';
import { desktopAccount, endDesktop, isRoot, jobOf, startDesktopProgram, wipeInProcess } from './wipe-rig.ts';

const times = { politeMs: 500, killMs: 5000 };
const alive = () => (desktopProcesses(desktopAccount) ?? []).map(({ pid }) => pid);

describe.runIf(isRoot && process.platform === 'linux')('processes of the desktop account', () => {
  beforeEach(endDesktop);
  afterEach(endDesktop);

  test('that the session started are ended; those from before stay', async () => {
    const before = await startDesktopProgram('exec sleep 60');
    const baseline = takeBaseline(desktopAccount);
    await startDesktopProgram('exec sleep 60');
    await startDesktopProgram('exec sleep 60');
    expect(endProcesses(desktopAccount, baseline, times)).toMatchObject({
      state: 'none-left',
      found: 2,
      left: 0,
    });
    expect(alive()).toEqual([before.pid]);
  });

  test('that hear no request, that are stopped, or that left their parent, are killed', async () => {
    await startDesktopProgram("trap '' TERM HUP INT; while :; do sleep 1; done");
    const stopped = await startDesktopProgram('exec sleep 60');
    stopped.kill('SIGSTOP');
    const parent = await startDesktopProgram("(trap '' TERM; setsid sleep 60 >/dev/null 2>&1 &) ; exit 0");
    await once(parent, 'exit');
    const report = endProcesses(desktopAccount, [], times);
    expect(report).toMatchObject({ state: 'none-left', left: 0 });
    expect(report.killed).toBeGreaterThan(0);
    expect(alive()).toEqual([]);
  });

  test('that start themselves anew as soon as they end, are stopped before they are killed', async () => {
    await startDesktopProgram(
      "trap '' TERM; f() { while :; do (trap '' TERM; sleep 0.02); done; }; f & f & f & wait",
    );
    expect(endProcesses(desktopAccount, [], times)).toMatchObject({ state: 'none-left', left: 0 });
    expect(alive()).toEqual([]);
  });

  test('a number that was given again is another process: neither spared nor hit for it', async () => {
    const program = await startDesktopProgram('exec sleep 60');
    const mark = desktopProcess(program.pid ?? 0, desktopAccount);
    expect(mark?.start).toBeGreaterThan(0);
    const impostor = { pid: program.pid ?? 0, start: (mark?.start ?? 0) - 1 };
    expect(endProcesses(desktopAccount, [impostor], times)).toMatchObject({ state: 'none-left', found: 1 });
  });

  test('an agent without the right to end them says that it does not know', async () => {
    const program = await startDesktopProgram('exec sleep 60');
    const job = jobOf({ account: desktopAccount, baseline: [], killMs: 500 });
    expect((await wipeInProcess(job, 65_533)).processes).toMatchObject({ state: 'unknown', left: 1 });
    expect(alive()).toEqual([program.pid]);
  });
});

test('without an account, or without knowing what was there before, no process is touched', () => {
  const nothing = { state: 'unknown', found: 0, elsewhere: 0, killed: 0, left: 0 };
  expect(endProcesses(null, [], times)).toEqual(nothing);
  expect(endProcesses(desktopAccount, null, times)).toEqual(nothing);
});

test('the parts of a program from before are its own; what only looks alike is not', () => {
  const one = (pid: number, parent: number, changes: Partial<DesktopProcess> = {}): DesktopProcess => ({
    pid,
    start: pid,
    parent,
    posixSession: 10,
    program: '/opt/face',
    group: null,
    ...changes,
  });
  const face = one(10, 1);
  const part = one(20, 10);
  const program = one(21, 10, { program: '/usr/bin/editor' });
  const copy = one(22, 10, { posixSession: 22 });
  const grandchild = one(23, 21);
  const hidden = one(24, 10, { program: null });
  const left = sessionProcesses([face, part, program, copy, grandchild, hidden], [face]);
  expect(left.map(({ pid }) => pid)).toEqual([21, 22, 23, 24]);
});

test.each([
  ['/system.slice/madoguchi-kiosk.service', true],
  ['/system.slice/madoguchi-kiosk.service/part', true],
  ['/user.slice/user-990.slice/session-c1.scope', true],
  ['/user.slice/user-990.slice/user@990.service/app.slice/run-r1.service', false],
  ['/user.slice/user-990.slice/user@990.service/session.slice/dbus.service', false],
  ['/user.slice/user-990.slice/user@990.service/session-c1.scope', false],
  ['/user.slice/user-99.slice/session-c1.scope', false],
  ['/system.slice/cron.service', false],
  ['/system.slice/atd.service', false],
  ['/system.slice/madoguchi-kiosk.service.d', false],
  ['/', false],
  [null, false],
])('the control group %j is the kiosk: %j', (group, expected) => {
  expect(isWithinKiosk({ group }, 990, 'madoguchi-kiosk.service')).toBe(expected);
});

describe.runIf(isRoot && process.platform === 'linux')('where the kiosk has a service of its own', () => {
  beforeEach(endDesktop);
  afterEach(endDesktop);

  test('what ran anywhere else before a session is not spared after it, and is told', async () => {
    await startDesktopProgram('exec sleep 60');
    expect(takeBaseline(desktopAccount)).toHaveLength(1);
    const baseline = takeBaseline(desktopAccount, 'madoguchi-kiosk.service');
    expect(baseline).toEqual([]);
    const words = { ...times, kioskService: 'madoguchi-kiosk.service' };
    expect(endProcesses(desktopAccount, baseline, words)).toMatchObject({
      state: 'none-left',
      found: 1,
      elsewhere: 1,
    });
    expect(alive()).toEqual([]);
  });
});
