import { beforeEach, describe, expect, test, vi } from 'vitest';
import { decideExemption } from '../../../main/agent/policy/decide-exemption.ts';
import type { PolicyState, Store } from '../../../main/agent/ports.ts';
import { everySecond } from '../../../main/agent/session/every-second.ts';
import { createLabSessions, type LabSessions } from '../../../main/agent/session/lab-session.ts';
import { StoreFailure } from '../../../main/agent/store/store-failure.ts';
import { labSession } from '../../../preload/contract/models/lab.ts';
import { examplePolicy, exemptQuestion } from '../policy/exempt-question.ts';
import {
  createTestAudit,
  createTestSink,
  createTestTime,
  openTestStore,
  storedText,
  type TestTime,
} from '../sign-in/station-rig.ts';
import { createSessionGround } from './session-rig.ts';

const taro = { id: 'S1001', login: 'taro', displayName: '田中 太郎', kana: 'タナカ タロウ' };
const decision = decideExemption(exemptQuestion());

let store: Store;
let time: TestTime;
let audit: ReturnType<typeof createTestAudit>;
let sink: ReturnType<typeof createTestSink>;
let policy: PolicyState;
let sessions: LabSessions;
let tick: () => void;
let watching: boolean;
let ground: ReturnType<typeof createSessionGround>;

function startAgent() {
  sessions = createLabSessions({
    store,
    audit,
    sink,
    clock: time.clock,
    boot: time.boot,
    policy: { current: () => policy },
    ...ground.ports,
    schedule: (work) => {
      tick = work;
      watching = true;
      return () => {
        watching = false;
      };
    },
  });
}

beforeEach(() => {
  store = openTestStore();
  time = createTestTime();
  audit = createTestAudit();
  sink = createTestSink();
  ground = createSessionGround();
  policy = { state: 'valid', policy: examplePolicy({ session: { maximumMinutes: 60 } }) };
  startAgent();
  return () => store.close();
});

function open() {
  return sessions.open(taro, decision, () => undefined);
}

function endings() {
  return audit.entries.filter(({ kind }) => kind === 'lab-signed-out').map(({ facts }) => facts.ending);
}

test('a session opens with the policy’s length, is told, and is recorded without personal facts', () => {
  const opened = open();
  expect(opened.ok && labSession.parse(opened.value)).toMatchObject({
    login: 'taro',
    displayName: '田中 太郎',
    kana: 'タナカ タロウ',
    startedAt: '2025-06-10T01:30:00.000Z',
    endsAt: '2025-06-10T02:30:00.000Z',
  });
  expect(sessions.current()).toEqual(opened.ok && opened.value);
  expect(sink.emitted).toEqual([['session', sessions.current()]]);
  expect(audit.entries).toMatchObject([{ kind: 'lab-signed-in', subject: 'S1001', detail: null }]);
  expect(JSON.stringify(audit.entries[0]?.facts)).not.toMatch(/taro|田中|S1001/u);
});

test('there is one session at a time', () => {
  open();
  let ran = false;
  const second = sessions.open({ ...taro, id: 'S1002' }, decision, () => {
    ran = true;
  });
  expect(second).toMatchObject({ ok: false, refusal: { code: 'session/already-open' } });
  expect(ran).toBe(false);
  expect(sessions.current()?.login).toBe('taro');
});

test('signing out forgets the person and says so; once', () => {
  open();
  expect(sessions.signOut()).toEqual({ ok: true, value: {} });
  expect(sessions.current()).toBeNull();
  expect(storedText(store)).not.toMatch(/taro|田中|S1001/u);
  expect(sink.emitted.at(-1)).toEqual(['session', null]);
  expect(audit.entries.at(-1)).toMatchObject({ kind: 'lab-signed-out', subject: 'S1001' });
  expect(sessions.signOut()).toMatchObject({ ok: false, refusal: { code: 'session/none' } });
  expect(endings()).toEqual(['signed-out']);
});

describe('a disk that somebody filled', () => {
  const full = new StoreFailure({ code: 'station/disk-full' }, null);

  test('prolongs no session: the windows shut at its end, and it is stored as soon as there is room', () => {
    open();
    const { write } = store;
    store.write = () => {
      throw full;
    };
    time.pass(3600);
    expect(tick).toThrow(full);
    expect(tick).toThrow(full);
    expect(sink.emitted.slice(1)).toEqual([
      ['session-ended', { how: 'expired' }],
      ['session', null],
    ]);
    expect(() => sessions.current()).toThrow(full);
    expect(() => sessions.open({ ...taro, id: 'S1002' }, decision, () => undefined)).toThrow(full);
    expect(ground.putAway).toHaveLength(1);
    store.write = write;
    tick();
    expect(sessions.current()).toBeNull();
    expect(endings()).toEqual(['expired']);
    expect(ground.putAway).toHaveLength(1);
  });

  test('keeps nobody signed in: the windows shut when they ask for it, nobody else comes in, and it is stored later', () => {
    open();
    const { write } = store;
    store.write = () => {
      throw full;
    };
    expect(sessions.signOut()).toEqual({ ok: true, value: {} });
    expect(sink.emitted.slice(1)).toEqual([
      ['session-ended', { how: 'signed-out' }],
      ['session', null],
    ]);
    expect(() => sessions.current()).toThrow(full);
    expect(() => sessions.open({ ...taro, id: 'S1002' }, decision, () => undefined)).toThrow(full);
    expect(tick).toThrow(full);
    store.write = write;
    tick();
    expect(sessions.current()).toBeNull();
    expect(endings()).toEqual(['signed-out']);
    expect(sessions.open({ ...taro, id: 'S1002' }, decision, () => undefined)).toMatchObject({ ok: true });
  });

  test('gives a session that was left to nobody, where the agent is started anew once there is room', () => {
    open();
    const { write } = store;
    store.write = () => {
      throw full;
    };
    sessions.signOut();
    sessions.close();
    store.write = write;
    startAgent();
    expect(sessions.current()).toBeNull();
    expect(endings()).toEqual(['signed-out']);
    expect(ground.owed).toHaveLength(1);
    expect(ground.putAway).toHaveLength(1);
  });

  test('does not keep staff from ending a session', () => {
    open();
    const { write } = store;
    store.write = () => {
      throw full;
    };
    const asked = time.clock.now();
    expect(() => sessions.endByStaff(asked)).toThrow(full);
    expect(sink.emitted.at(-1)).toEqual(['session', null]);
    store.write = write;
    sessions.endByStaff(asked);
    expect(endings()).toEqual(['signed-out-by-staff']);
  });

  test('leaves what the site’s commands could not do undone, and nothing opens without them', async () => {
    const outcome = ground.holdPreparation();
    open();
    store.write = () => {
      throw full;
    };
    outcome('failed');
    await expect(sessions.place()?.prepared).rejects.toBe(full);
  });

  test('ends no watch: the next second comes', () => {
    vi.useFakeTimers();
    try {
      let turns = 0;
      const stop = everySecond(() => {
        turns += 1;
        throw full;
      });
      vi.advanceTimersByTime(3000);
      stop();
      expect(turns).toBe(3);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a transaction that fails opens nothing', () => {
  const broken = () =>
    sessions.open(taro, decision, () => {
      throw new Error('disk full');
    });
  expect(broken).toThrow('disk full');
  expect(sessions.current()).toBeNull();
  expect(sink.emitted).toEqual([]);
  expect(open().ok).toBe(true);
});

describe('I6: no session without a policy or a trusted clock', () => {
  test('policy', () => {
    policy = { state: 'invalid', reason: 'policy-expired', policy: examplePolicy() };
    expect(open()).toMatchObject({ ok: false, refusal: { code: 'policy/missing' } });
  });
  test('clock', () => {
    time.trust(false);
    expect(open()).toMatchObject({ ok: false, refusal: { code: 'clock/untrusted' } });
    expect(sessions.current()).toBeNull();
  });
});

describe('the end', () => {
  test('comes by itself when the length is over', () => {
    open();
    time.pass(3599);
    tick();
    expect(endings()).toEqual([]);
    time.pass(1);
    tick();
    expect(endings()).toEqual(['expired']);
    expect(sink.emitted.at(-1)).toEqual(['session', null]);
  });

  test('is watched every second unless another schedule is given', () => {
    vi.useFakeTimers();
    try {
      open();
      const own = createLabSessions({
        store,
        audit,
        sink,
        clock: time.clock,
        boot: time.boot,
        policy: { current: () => policy },
        ...ground.ports,
      });
      time.pass(3600);
      vi.advanceTimersByTime(1000);
      expect(endings()).toEqual(['expired']);
      own.close();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is seen by whoever looks before the timer does', () => {
    open();
    time.pass(3600);
    expect(sessions.current()).toBeNull();
    expect(open().ok).toBe(true);
  });

  test('is not put off by a clock set back', () => {
    open();
    time.pass(1800);
    time.setClock(-86_400);
    expect(sessions.current()).not.toBeNull();
    time.pass(1800);
    expect(sessions.current()).toBeNull();
  });

  test('comes early when the clock is set forward beyond it', () => {
    open();
    time.setClock(3600);
    expect(sessions.current()).toBeNull();
  });

  test('is no longer watched once closed, and the session stays stored', () => {
    open();
    sessions.close();
    expect(watching).toBe(false);
    startAgent();
    expect(sessions.current()?.login).toBe('taro');
  });
});

describe('an agent that starts', () => {
  test('finds the session that is open and tells it', () => {
    open();
    const before = sessions.current();
    time.pass(600);
    startAgent();
    expect(sessions.current()).toEqual(before);
    expect(sink.emitted.at(-1)).toEqual(['session', before]);
    time.pass(3000);
    tick();
    expect(endings()).toEqual(['expired']);
  });

  test('ends one whose time is over', () => {
    open();
    time.pass(3600);
    startAgent();
    expect(sessions.current()).toBeNull();
    expect(endings()).toEqual(['expired']);
  });

  test('ends it after a boot, when nobody knows who sits there now', () => {
    open();
    time.reboot();
    startAgent();
    expect(sessions.current()).toBeNull();
    expect(endings()).toEqual(['station-restarted']);
    expect(sink.emitted.at(-1)).toEqual(['session', null]);
    expect(storedText(store)).not.toMatch(/taro|田中/u);
  });
});

describe('what a session owes', () => {
  test('its end records the wipe before anybody is told, and its folder is out of reach', () => {
    open();
    const id = sessions.current()?.id ?? '';
    expect(ground.made).toEqual([id]);
    sessions.signOut();
    expect(ground.owed).toEqual([
      {
        person: { id: 'S1001', login: 'taro', session: id },
        baseline: [{ pid: 1000, start: 5 }],
        boot: 'boot-1',
        failed: null,
      },
    ]);
    expect(ground.putAway).toEqual([id]);
    expect(sink.emitted.slice(-2)).toEqual([
      ['session-ended', { how: 'signed-out' }],
      ['session', null],
    ]);
  });

  test('a power cut in mid-session: the next start wipes first, by the boot the session ran in', () => {
    open();
    time.reboot();
    const before = ground.begun();
    startAgent();
    expect(ground.owed).toMatchObject([{ person: { id: 'S1001' }, boot: 'boot-1' }]);
    expect(ground.begun()).toBeGreaterThan(before);
  });

  test('traces of nobody known are wiped too', () => {
    ground.leaveStrays();
    startAgent();
    expect(ground.owed).toEqual([{ person: null, baseline: null, boot: 'boot-1', failed: null }]);
  });

  test.each(['session/still-wiping', 'session/wipe-failed'] as const)('nobody gets in before: %s', (code) => {
    ground.stand({ ok: false, refusal: { code } });
    expect(open()).toMatchObject({ ok: false, refusal: { code } });
    expect(ground.made).toEqual([]);
  });

  test('without a folder there is no session', () => {
    ground.refuseFolders();
    expect(open()).toMatchObject({ ok: false, refusal: { code: 'session/no-folder' } });
    expect(sessions.current()).toBeNull();
  });

  test('a transaction that fails leaves no folder in reach', () => {
    expect(() =>
      sessions.open(taro, decision, () => {
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
    expect(ground.putAway).toEqual(ground.made);
  });

  test('a command of the site that it cannot do without ends it, and locks the station', async () => {
    const finish = ground.holdPreparation();
    open();
    const place = sessions.place();
    finish('failed');
    await place?.prepared;
    expect(sessions.current()).toBeNull();
    expect(endings()).toEqual(['preparation-failed']);
    expect(ground.owed).toMatchObject([{ failed: 'hook' }]);
  });

  test('an agent that is killed under such commands ends the session at its start, and locks the station', async () => {
    ground.holdPreparation();
    open();
    startAgent();
    expect(sessions.current()).toBeNull();
    expect(endings()).toEqual(['preparation-failed']);
    expect(ground.owed).toMatchObject([{ person: { id: 'S1001' }, failed: 'hook' }]);
    expect(audit.entries.filter(({ kind }) => kind === 'lab-hook-failed')).toMatchObject([
      { facts: { hook: null, ending: 'agent-ended' } },
    ]);
    startAgent();
    expect(ground.owed).toHaveLength(1);
  });

  test('an agent that is killed after them takes the session up again', async () => {
    const finish = ground.holdPreparation();
    open();
    const place = sessions.place();
    finish('done');
    await place?.prepared;
    startAgent();
    expect(sessions.current()).not.toBeNull();
    expect(ground.owed).toEqual([]);
  });

  test('after a boot nothing of such a command is left: it is wiped, and locks nothing', () => {
    ground.holdPreparation();
    open();
    time.reboot();
    startAgent();
    expect(endings()).toEqual(['station-restarted']);
    expect(ground.owed).toMatchObject([{ failed: null }]);
    startAgent();
    expect(ground.locked).toEqual([]);
  });

  test.each(['heard', 'unheard'])(
    'signing out under such commands makes nobody forget that one failed: %s',
    async (how) => {
      const finish = ground.holdPreparation();
      open();
      const place = sessions.place();
      sessions.signOut();
      expect(ground.owed).toMatchObject([{ failed: null }]);
      if (how === 'heard') {
        finish('failed');
        await place?.prepared;
      } else startAgent();
      expect(ground.locked).toEqual([place?.session.id]);
      startAgent();
      expect(ground.locked).toHaveLength(1);
    },
  );
});

describe('limits by the policy', () => {
  const rules = {
    maximumMinutes: 60,
    idleMinutes: 10,
    warningSeconds: 90,
    extensionMinutes: 30,
    keepPlaceMinutes: 5,
  };
  beforeEach(() => {
    policy = { state: 'valid', policy: examplePolicy({ session: rules }) };
  });

  test('are told: the nearest end, the warning before it, and what can be put off', () => {
    open();
    expect(sessions.current()).toMatchObject({
      endsAt: '2025-06-10T02:30:00.000Z',
      endsBecause: 'length',
      idleEndsAt: '2025-06-10T01:40:00.000Z',
      warnAt: '2025-06-10T01:38:30.000Z',
      extensionsLeft: 10,
      lockedUntil: null,
      canLock: true,
    });
  });

  test('nobody at the machine: it ends, and any touch puts that off', () => {
    open();
    time.pass(599);
    expect(sessions.active()).toEqual({ ok: true, value: {} });
    time.pass(599);
    tick();
    expect(endings()).toEqual([]);
    time.pass(1);
    tick();
    expect(endings()).toEqual(['idle']);
  });

  test('a clock set back keeps no idle session open, nor a locked one', () => {
    open();
    time.setClock(-86_400);
    time.pass(600);
    tick();
    expect(endings()).toEqual(['idle']);
    time.trust(true);
    open();
    sessions.lock();
    time.setClock(-86_400);
    time.pass(300);
    tick();
    expect(endings()).toEqual(['idle', 'place-given-up']);
  });

  test('touches that come without pause are not stored without pause', () => {
    open();
    time.pass(6);
    sessions.active();
    const told = sink.emitted.length;
    for (let touch = 0; touch < 100; touch += 1) sessions.active();
    expect(sink.emitted).toHaveLength(told);
  });

  test('the length is put off ten times and no more', () => {
    open();
    for (let turn = 1; turn <= 10; turn += 1) {
      expect(sessions.extend()).toMatchObject({ ok: true, value: { extensionsLeft: 10 - turn } });
    }
    expect(sessions.extend()).toMatchObject({ ok: false, refusal: { code: 'session/no-extension' } });
    expect(sessions.current()?.endsAt).toBe('2025-06-10T07:30:00.000Z');
  });

  test('without such a rule, or without a valid policy, it is not put off', () => {
    policy = { state: 'valid', policy: examplePolicy({ session: { maximumMinutes: 60 } }) };
    open();
    expect(sessions.extend()).toMatchObject({ ok: false, refusal: { code: 'session/no-extension' } });
    sessions.signOut();
    policy = { state: 'valid', policy: examplePolicy({ session: rules }) };
    open();
    policy = { state: 'invalid', reason: 'policy-expired', policy: null };
    expect(sessions.extend()).toMatchObject({ ok: false, refusal: { code: 'session/no-extension' } });
  });

  test('closing time ends it before its length, and nothing puts that off', () => {
    policy = {
      state: 'valid',
      policy: examplePolicy({
        session: { ...rules, maximumMinutes: 1440, endsAtClosing: true, idleMinutes: 240 },
      }),
    };
    open();
    const closing = sessions.current();
    expect(closing).toMatchObject({ endsBecause: 'closing', extensionsLeft: 0 });
    expect(sessions.extend()).toMatchObject({ ok: false, refusal: { code: 'session/no-extension' } });
    time.setClock((Date.parse(closing?.endsAt ?? '') - Date.parse(closing?.startedAt ?? '')) / 1000);
    tick();
    expect(endings()).toEqual(['closing']);
  });

  test('they survive a restart of the agent', () => {
    open();
    time.pass(60);
    sessions.active();
    sessions.extend();
    sessions.lock();
    const before = sessions.current();
    startAgent();
    expect(sessions.current()).toEqual(before);
    time.pass(300);
    tick();
    expect(endings()).toEqual(['place-given-up']);
  });

  test('a locked place: nothing opens, nobody passing by can end it, and idling does not', () => {
    open();
    expect(sessions.lock()).toMatchObject({
      ok: true,
      value: { lockedUntil: '2025-06-10T01:35:00.000Z', idleEndsAt: null },
    });
    for (const call of [sessions.lock, sessions.extend, sessions.signOut])
      expect(call()).toMatchObject({ ok: false, refusal: { code: 'session/locked' } });
    expect(sessions.active()).toEqual({ ok: true, value: {} });
    expect(sessions.unlock(() => undefined)).toMatchObject({ ok: true, value: { lockedUntil: null } });
    expect(sessions.unlock(() => undefined)).toMatchObject({
      ok: false,
      refusal: { code: 'session/not-locked' },
    });
  });

  test('without a rule for it no place is kept', () => {
    policy = { state: 'valid', policy: examplePolicy({ session: { maximumMinutes: 60 } }) };
    open();
    expect(sessions.lock()).toMatchObject({ ok: false, refusal: { code: 'session/cannot-lock' } });
  });
});

describe('staff', () => {
  const text = { ja: '17時に閉室します。', en: 'We close at 17:00.' };

  test('can tell the person something, and it is not in the trail', () => {
    open();
    time.pass(60);
    sessions.tell(text, time.clock.now());
    expect(sessions.current()?.message).toEqual({ text, at: time.clock.now().toISOString() });
    expect(JSON.stringify(audit.entries)).not.toContain(text.en);
    sessions.signOut();
    open();
    expect(sessions.current()?.message).toBeNull();
  });

  test('end the session that was open when they said so, not a later one', () => {
    const said = time.clock.now();
    time.pass(60);
    open();
    sessions.endByStaff(said);
    sessions.tell(text, said);
    expect(sessions.current()).toMatchObject({ message: null });
    time.pass(60);
    sessions.endByStaff(time.clock.now());
    expect(endings()).toEqual(['signed-out-by-staff']);
  });

  test('end a locked one too', () => {
    policy = {
      state: 'valid',
      policy: examplePolicy({ session: { maximumMinutes: 60, keepPlaceMinutes: 5 } }),
    };
    open();
    sessions.lock();
    sessions.endByStaff(time.clock.now());
    expect(endings()).toEqual(['signed-out-by-staff']);
  });
});
