import { beforeEach, describe, expect, test } from 'vitest';
import { createPushSignIns, pushInTurn } from '../../../main/agent/hub-link/push-sign-ins.ts';
import type { Store } from '../../../main/agent/ports.ts';
import { createFailureLedger, type FailureLedger } from '../../../main/agent/sign-in/failure-ledger.ts';
import { putOfflineSignIn } from '../../../main/agent/sign-in/offline-reports.ts';
import {
  readTagKey,
  takeNews,
  takeTagKey,
  waitingReports,
} from '../../../main/agent/sign-in/shared-failures.ts';
import type { FailureNews } from '../../../main/exchange/guessing.ts';
import { tagOfLogin } from '../../../main/exchange/login-tag.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { createTestTime, openTestStore, storedText, type TestTime } from './station-rig.ts';

const key = Buffer.alloc(32, 7).toString('base64url');
const tag = tagOfLogin(key, 'taro');

let store: Store;
let time: TestTime;
let ledger: FailureLedger;
let told: number;

function startAgent() {
  const onReport = () => {
    told += 1;
  };
  ledger = createFailureLedger({ store, clock: time.clock, boot: time.boot, onReport });
}
beforeEach(() => {
  store = openTestStore();
  time = createTestTime();
  told = 0;
  startAgent();
  store.write((database) => takeTagKey(database, key));
  return () => store.close();
});

function fail(login: string, times = 1) {
  let standing = { freeAttemptsLeft: -1, waitSeconds: -1 };
  for (let count = 0; count < times; count += 1) {
    const attempt = ledger.begin(login);
    standing = store.write((database) => attempt.failed(database));
  }
  return standing;
}
function succeed(login: string) {
  const attempt = ledger.begin(login);
  store.write((database) => attempt.succeeded(database));
}
function hubSays(change: Partial<FailureNews>) {
  const at = time.clock.now().toISOString();
  store.write((database) =>
    takeNews(database, { tag, elsewhere: 0, total: 0, at, clearedAt: null, ...change }),
  );
}
const reports = () => waitingReports(store.read, 100);

test('a failure is put down for the hub in the transaction that counts it, as it stands, by its tag alone (I7)', () => {
  fail('CAMPUS\\Taro', 3);
  expect(reports()).toEqual([{ tag, failures: 3, at: time.clock.now().toISOString() }]);
  expect(storedText(store)).not.toMatch(/taro/iu);
  expect(told).toBe(3);
});

test('who gets in at once leaves no trace; who had failed, or was known to the hub, is cleared', () => {
  succeed('hanako');
  expect(reports()).toEqual([]);
  fail('taro', 2);
  succeed('taro');
  expect(reports()).toEqual([{ tag, failures: 0, at: time.clock.now().toISOString() }]);
  hubSays({ elsewhere: 3, total: 3 });
  expect(ledger.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 2 });
  succeed('taro');
  expect(ledger.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 5 });
});

test('failures elsewhere narrow the attempts here, across a restart, and no clock frees anybody', () => {
  hubSays({ elsewhere: 9, total: 9 });
  startAgent();
  const wait = { state: 'wait', seconds: 30 * 60 };
  expect(ledger.judge('taro')).toEqual(wait);
  time.setClock(86_400);
  expect(ledger.judge('taro')).toEqual(wait);
  time.setClock(-86_400);
  time.trust(true);
  time.pass(30 * 60);
  expect(fail('taro')).toEqual({ freeAttemptsLeft: 0, waitSeconds: 30 });
  expect(ledger.judge('hanako')).toEqual({ state: 'free', freeAttemptsLeft: 5 });
});

test('a hundred together send the person to the counter; clearing there frees them here, and what fails after counts', () => {
  fail('taro', 4);
  hubSays({ elsewhere: 96, total: 100 });
  time.pass(86_400);
  expect(ledger.judge('taro')).toEqual({ state: 'too-many' });
  hubSays({ clearedAt: time.clock.now().toISOString() });
  expect(ledger.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 5 });
  expect(reports()).toEqual([]);
  time.pass(60);
  const clearedAt = time.clock.now().toISOString();
  time.pass(1);
  fail('taro', 2);
  hubSays({ clearedAt });
  expect(ledger.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 3 });
});

test('without the hub’s key the station counts for itself, and tells nothing', () => {
  const alone = openTestStore();
  try {
    const own = createFailureLedger({ store: alone, clock: time.clock, boot: time.boot });
    const attempt = own.begin('taro');
    expect(alone.write((database) => attempt.failed(database))).toEqual({
      freeAttemptsLeft: 4,
      waitSeconds: 0,
    });
    expect(readTagKey(alone.read)).toBeNull();
    expect(waitingReports(alone.read, 10)).toEqual([]);
  } finally {
    alone.close();
  }
});

test('another key makes what was known under the old one meaningless; failures here stay', () => {
  fail('taro', 2);
  hubSays({ elsewhere: 4, total: 6 });
  store.write((database) => takeTagKey(database, Buffer.alloc(32, 8).toString('base64url')));
  expect(reports()).toEqual([]);
  expect(ledger.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 3 });
});

describe('telling the hub', () => {
  const signal = new AbortController().signal;
  const verifiedAt = new Date('2025-06-10T00:00:00.000Z');

  test('is idle when there is nothing, keeps all while the hub is away, and forgets what it has (I3)', async () => {
    const sent: unknown[] = [];
    let reachable = false;
    const push = createPushSignIns({
      store,
      client: {
        pushSignIns: async (request) => {
          sent.push(request);
          return reachable ? ok({ taken: true }) : refuse('hub/unreachable');
        },
      },
    });
    expect(await push(signal)).toBe('idle');
    fail('taro', 2);
    store.write((database) => putOfflineSignIn(database, 'ID-taro', verifiedAt, time.clock.now()));
    expect(await push(signal)).toBe('unreachable');
    reachable = true;
    expect(await push(signal)).toBe('more');
    expect(await push(signal)).toBe('idle');
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(sent[0]).toMatchObject({
      failures: [{ tag, failures: 2 }],
      offline: [{ person: 'ID-taro', verifiedAt: verifiedAt.toISOString() }],
    });
  });

  test('keeps what failed while the hub was being told', async () => {
    fail('taro');
    const push = createPushSignIns({
      store,
      client: {
        pushSignIns: async () => {
          time.pass(1);
          fail('taro');
          return ok({ taken: true });
        },
      },
    });
    expect(await push(signal)).toBe('more');
    expect(reports()).toMatchObject([{ tag, failures: 2 }]);
  });

  test('goes on in turn: unreachable stops, either may have more', async () => {
    const asked: string[] = [];
    const says = (name: string, answer: 'more' | 'idle' | 'unreachable') => async () => {
      asked.push(name);
      return answer;
    };
    expect(await pushInTurn([says('a', 'more'), says('b', 'idle')])(signal)).toBe('more');
    expect(await pushInTurn([says('c', 'idle'), says('d', 'idle')])(signal)).toBe('idle');
    expect(await pushInTurn([says('e', 'unreachable'), says('f', 'more')])(signal)).toBe('unreachable');
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
