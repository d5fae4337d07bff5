import { beforeEach, describe, expect, test, vi } from 'vitest';
import { decideExemption } from '../../../main/agent/policy/decide-exemption.ts';
import type { PolicyState, Store } from '../../../main/agent/ports.ts';
import { createLabSessions, type LabSessions } from '../../../main/agent/session/lab-session.ts';
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

function startAgent() {
  sessions = createLabSessions({
    store,
    audit,
    sink,
    clock: time.clock,
    boot: time.boot,
    policy: { current: () => policy },
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
  expect(sessions.signOut('signed-out')).toEqual({ ok: true, value: {} });
  expect(sessions.current()).toBeNull();
  expect(storedText(store)).not.toMatch(/taro|田中|S1001/u);
  expect(sink.emitted.at(-1)).toEqual(['session', null]);
  expect(audit.entries.at(-1)).toMatchObject({ kind: 'lab-signed-out', subject: 'S1001' });
  expect(sessions.signOut('signed-out')).toMatchObject({ ok: false, refusal: { code: 'session/none' } });
  expect(endings()).toEqual(['signed-out']);
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
