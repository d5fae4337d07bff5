import { beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../../main/agent/ports.ts';
import { createFailureLedger, type FailureLedger } from '../../../main/agent/sign-in/failure-ledger.ts';
import { createTestTime, openTestStore, storedText, type TestTime } from './station-rig.ts';

let store: Store;
let time: TestTime;
let ledger: FailureLedger;

function restartAgent() {
  ledger = createFailureLedger({ store, clock: time.clock, boot: time.boot });
}

beforeEach(() => {
  store = openTestStore();
  time = createTestTime();
  restartAgent();
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

test('counts down the free attempts, then says how long to wait', () => {
  expect(fail('taro')).toEqual({ freeAttemptsLeft: 4, waitSeconds: 0 });
  expect(fail('taro', 4)).toEqual({ freeAttemptsLeft: 0, waitSeconds: 30 });
  expect(ledger.judge('taro')).toEqual({ state: 'wait', seconds: 30 });
  time.pass(30);
  expect(ledger.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 0 });
  expect(fail('taro')).toEqual({ freeAttemptsLeft: 0, waitSeconds: 60 });
});

test('one person’s failures keep nobody else out', () => {
  fail('taro', 8);
  expect(ledger.judge('hanako')).toEqual({ state: 'free', freeAttemptsLeft: 5 });
});

test('a station on which many names were tried waits a minute at most, and forgets', () => {
  for (let person = 0; person < 60; person += 1) fail(`guess-${person}`);
  expect(ledger.judge('hanako')).toEqual({ state: 'wait', seconds: 60 });
  time.pass(60);
  expect(ledger.judge('hanako')).toMatchObject({ state: 'free' });
  time.pass(60 * 60);
  fail('guess-61');
  expect(ledger.judge('hanako')).toMatchObject({ state: 'free' });
});

test('a success clears the person and not the station', () => {
  fail('taro', 4);
  for (let person = 0; person < 8; person += 1) fail(`guess-${person}`);
  const attempt = ledger.begin('taro');
  store.write((database) => attempt.succeeded(database));
  expect(ledger.judge('taro')).toEqual({ state: 'wait', seconds: 60 });
  time.pass(60);
  expect(ledger.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 5 });
});

test('an attempt that was not judged does not count', () => {
  fail('taro', 4);
  for (let count = 0; count < 30; count += 1) {
    const attempt = ledger.begin('taro');
    store.write((database) => attempt.notJudged(database));
  }
  expect(ledger.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 1 });
});

test('an attempt that was never settled, because the plug was pulled, counts as failed', () => {
  fail('taro', 4);
  ledger.begin('taro');
  restartAgent();
  expect(ledger.judge('taro')).toEqual({ state: 'wait', seconds: 30 });
});

describe('after 100 consecutive failures', () => {
  beforeEach(() => {
    fail('taro', 100);
  });

  test('no time and no restart helps; another person may still sign in', () => {
    time.pass(86_400 * 30);
    restartAgent();
    expect(ledger.judge('taro')).toEqual({ state: 'too-many' });
    expect(ledger.judge('hanako')).toMatchObject({ state: 'free' });
  });
});

describe('nothing but time frees anybody', () => {
  beforeEach(() => {
    fail('taro', 5);
  });
  const wait = { state: 'wait', seconds: 30 };

  test('not an agent that restarts', () => {
    restartAgent();
    expect(ledger.judge('taro')).toEqual(wait);
  });

  test.each([86_400, -86_400])('not a clock set by %i s', (seconds) => {
    time.setClock(seconds);
    expect(ledger.judge('taro')).toEqual(wait);
    time.pass(29);
    expect(ledger.judge('taro')).toEqual({ state: 'wait', seconds: 1 });
    time.pass(1);
    expect(ledger.judge('taro')).toMatchObject({ state: 'free' });
  });

  test('not a reboot, nor a reboot with the clock set forward', () => {
    time.reboot();
    time.setClock(86_400);
    restartAgent();
    expect(ledger.judge('taro')).toEqual(wait);
    time.pass(30);
    expect(ledger.judge('taro')).toMatchObject({ state: 'free' });
  });

  test('after a reboot, trusted time counts the time it was off', () => {
    time.pass(3600);
    time.reboot();
    expect(ledger.judge('taro')).toEqual(wait);
    time.trust(true);
    expect(ledger.judge('taro')).toMatchObject({ state: 'free' });
  });
});

describe('I7: what was typed is not stored', () => {
  test('no login lies in the store, and the digest is another at another station', () => {
    fail('tanaka.taro');
    expect(storedText(store)).not.toMatch(/tanaka|taro/iu);
    const other = openTestStore();
    const elsewhere = createFailureLedger({ store: other, clock: time.clock, boot: time.boot });
    elsewhere.begin('tanaka.taro');
    const digests = (one: Store) =>
      one.read
        .all<{ subject: string }>(`SELECT subject FROM sign_in_failure WHERE subject <> 'station'`)
        .map(({ subject }) => subject);
    expect(digests(store)).toHaveLength(1);
    expect(digests(other)).not.toEqual(digests(store));
    other.close();
  });

  test.each([
    'taro',
    'TARO',
    ' taro ',
    'ｔａｒｏ',
    'CAMPUS\\taro',
    'taro@example.ac.jp',
    'Taro@EXAMPLE.ac.jp',
    // What servers pass over when they compare names: RFC 4518 §2.2, and Active Directory's own comparison.
    'ta\u00adro',
    't\u200ba\ufe0fro\u2060',
    'tárò',
    'tarø',
  ])('%s is the same person: spellings buy no attempts', (login) => {
    fail('taro', 4);
    expect(ledger.judge(login)).toEqual({ state: 'free', freeAttemptsLeft: 1 });
  });

  test('@ alone is no domain', () => {
    fail('@taro', 4);
    expect(ledger.judge('@hanako')).toEqual({ state: 'free', freeAttemptsLeft: 5 });
  });
});

test('the number of remembered logins is bounded; the most failed are kept', () => {
  fail('taro', 7);
  const filler = 10_050;
  store.write((database) => {
    for (let index = 0; index < filler; index += 1) {
      database.run(
        'INSERT INTO sign_in_failure (subject, failures, boot, uptime_ms, seen_at) VALUES (?, 1, ?, 0, 0)',
        `filler-${index}`,
        'boot-1',
      );
    }
  });
  fail('hanako');
  const { count } = store.read.get<{ count: number }>('SELECT COUNT(*) AS count FROM sign_in_failure')!;
  expect(count).toBeLessThanOrEqual(10_002);
  expect(ledger.judge('taro')).toMatchObject({ state: 'wait' });
  time.pass(60);
  expect(ledger.judge('hanako')).toEqual({ state: 'free', freeAttemptsLeft: 4 });
});
