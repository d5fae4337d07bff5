import { beforeEach, describe, expect, test } from 'vitest';
import { createExemption } from '../../../main/agent/policy/exemption.ts';
import type { PolicyState, Store } from '../../../main/agent/ports.ts';
import { createLabSessions, type LabSessions } from '../../../main/agent/session/lab-session.ts';
import { createFailureLedger, type FailureLedger } from '../../../main/agent/sign-in/failure-ledger.ts';
import { createLabSignIn, type LabSignIn } from '../../../main/agent/sign-in/lab-sign-in.ts';
import { createOfflineSignIn } from '../../../main/agent/sign-in/offline-sign-in.ts';
import type { Directory, DirectoryAnswer, VerifyRequest } from '../../../main/directory/directory.ts';
import type { Role } from '../../../preload/contract/models/lab.ts';
import { examplePolicy, policyWith } from '../policy/exempt-question.ts';
import { createSessionGround } from '../session/session-rig.ts';
import {
  createTestAudit,
  createTestIdentity,
  createTestSink,
  createTestTime,
  openTestStore,
  storedText,
  type TestTime,
} from './station-rig.ts';

const password = 'Correct-Horse-9';
const roles: Record<string, Role[]> = { taro: ['student'], suzuki: ['staff'] };

let store: Store;
let time: TestTime;
let audit: ReturnType<typeof createTestAudit>;
let policy: PolicyState;
let addresses: string[];
let sessions: LabSessions;
let failures: FailureLedger;
let asked: string[];
let answer: (request: VerifyRequest) => Promise<DirectoryAnswer>;
let signIn: LabSignIn['signIn'];
let cancel: LabSignIn['cancel'];

async function honestAnswer({ login, password: typed }: VerifyRequest): Promise<DirectoryAnswer> {
  const known = roles[login];
  if (known === undefined || typed !== password) return { outcome: 'wrong' };
  return {
    outcome: 'ok',
    person: { id: `ID-${login}`, login, displayName: `Name of ${login}`, roles: known, groups: [] },
  };
}

beforeEach(() => {
  store = openTestStore();
  time = createTestTime();
  audit = createTestAudit();
  policy = { state: 'valid', policy: examplePolicy() };
  addresses = ['192.0.2.17'];
  asked = [];
  answer = honestAnswer;
  const { clock, boot, monotonicMs } = time;
  const policySource = { current: () => policy };
  const directory: Directory = {
    kind: 'test',
    verify: (request) => {
      asked.push(request.login);
      return answer(request);
    },
    close: async () => undefined,
  };
  sessions = createLabSessions({
    store,
    audit,
    clock,
    boot,
    policy: policySource,
    sink: createTestSink(),
    schedule: () => () => undefined,
    ...createSessionGround().ports,
  });
  failures = createFailureLedger({ store, clock, boot });
  const { identity } = createTestIdentity();
  const offline = createOfflineSignIn({
    store,
    clock,
    policy: policySource,
    identity,
    onBug: (error) => expect.fail(String(error)),
  });
  const exemption = createExemption({ policy: policySource, identity, clock, addresses: () => addresses });
  ({ signIn, cancel } = createLabSignIn({
    store,
    audit,
    directory,
    exemption,
    failures,
    sessions,
    offline,
    directoryTimeoutMs: 20,
    monotonicMs,
  }));
  return () => store.close();
});

function failureFacts() {
  return audit.entries.filter(({ kind }) => kind === 'lab-sign-in-failed').map(({ facts }) => facts);
}

async function outcome(login: string, typed = password) {
  const result = await signIn({ login, password: typed });
  return result.ok ? result.value.outcome : result.refusal.code;
}

test('the right password of an exempt person opens a session, and clears their failures', async () => {
  await outcome('taro', 'wrong');
  const result = await signIn({ login: 'taro', password });
  expect(result).toMatchObject({
    ok: true,
    value: { outcome: 'ok', session: { login: 'taro', kana: null, decision: { exempt: true } } },
  });
  expect(sessions.current()?.displayName).toBe('Name of taro');
  expect(failures.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 5 });
  expect(audit.entries.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['lab-sign-in-failed', null],
    ['lab-signed-in', 'ID-taro'],
  ]);
});

test('while a session is open nobody signs in, and nobody is asked', async () => {
  await outcome('taro');
  asked = [];
  expect(await outcome('suzuki')).toBe('session/already-open');
  expect(asked).toEqual([]);
});

test('a wrong password says how many free attempts are left, then waits without asking', async () => {
  const answers = [];
  for (let count = 0; count < 5; count += 1) answers.push(await signIn({ login: 'taro', password: 'no' }));
  expect(answers[0]).toEqual({
    ok: true,
    value: { outcome: 'wrong', freeAttemptsLeft: 4, waitSeconds: 0 },
  });
  expect(answers[4]).toEqual({
    ok: true,
    value: { outcome: 'wrong', freeAttemptsLeft: 0, waitSeconds: 30 },
  });
  expect(await signIn({ login: 'taro', password })).toEqual({
    ok: false,
    refusal: { code: 'sign-in/wait', parameters: { seconds: 30 } },
  });
  expect(asked).toHaveLength(5);
  time.pass(30);
  expect(await outcome('taro')).toBe('ok');
});

describe('whoever no longer wants to wait for the directory', () => {
  test('is refused at once, signed in by no late answer, and it counts as a wrong one: the directory may have counted it', async () => {
    let late: (answer: DirectoryAnswer) => void = () => undefined;
    let signal: AbortSignal | undefined;
    let asked: () => void = () => undefined;
    const asking = new Promise<void>((resolve) => {
      asked = resolve;
    });
    answer = (request) => {
      ({ signal } = request);
      asked();
      return new Promise((resolve) => {
        late = resolve;
      });
    };
    const waiting = outcome('taro');
    await asking;
    expect(cancel()).toBe(true);
    expect(await waiting).toBe('sign-in/cancelled');
    expect(signal?.aborted).toBe(true);
    late(await honestAnswer({ login: 'taro', password }));
    expect(sessions.current()).toBeNull();
    expect(failures.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 4 });
    expect(failureFacts()).toEqual([{ outcome: 'cancelled', policyVersion: 7 }]);
    answer = honestAnswer;
    expect(await outcome('taro')).toBe('ok');
  });

  test('gets nothing out of cancelling when nothing waits', async () => {
    expect(cancel()).toBe(false);
    expect(await outcome('taro')).toBe('ok');
    expect(cancel()).toBe(false);
    expect(sessions.current()?.login).toBe('taro');
  });
});

test('after 100 consecutive failures only the counter helps', async () => {
  const always = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' };
  policy = { state: 'valid', policy: policyWith({ hours: [always] }) };
  for (let count = 0; count < 100; count += 1) {
    await outcome('taro', 'no');
    time.pass(3600);
  }
  expect(await outcome('taro')).toBe('sign-in/too-many-failures');
  expect(asked).toHaveLength(100);
});

describe('I6: where the place is not exempt', () => {
  const closed: [string, () => void][] = [
    [
      'policy-missing',
      () => {
        policy = { state: 'invalid', reason: 'policy-missing', policy: null };
      },
    ],
    [
      'network-outside-room',
      () => {
        addresses = ['198.51.100.7'];
      },
    ],
    ['clock-untrusted', () => time.trust(false)],
    ['outside-hours', () => time.pass(12 * 3600)],
  ];
  test.each(closed)('%s: MFA, whatever the password; the directory never sees it', async (reason, close) => {
    close();
    const right = await signIn({ login: 'taro', password });
    const wrong = await signIn({ login: 'nobody', password: 'no' });
    expect(right).toEqual(wrong);
    expect(right).toMatchObject({
      ok: true,
      value: { outcome: 'mfa-required', decision: { exempt: false } },
    });
    expect(asked).toEqual([]);
    expect(sessions.current()).toBeNull();
    expect(failureFacts()[0]).toMatchObject({ outcome: 'mfa-required', reason });
  });

  test('the place is decided anew after the directory answered', async () => {
    answer = async (request) => {
      addresses = [];
      return honestAnswer(request);
    };
    expect(await outcome('taro')).toBe('mfa-required');
    expect(sessions.current()).toBeNull();
  });
});

describe('I6: a person who is not exempt', () => {
  test('is told so only for the right password', async () => {
    const wrong = await signIn({ login: 'suzuki', password: 'no' });
    expect(wrong).toEqual(await signIn({ login: 'taro', password: 'no' }));
    expect(await signIn({ login: 'suzuki', password })).toMatchObject({
      ok: true,
      value: { outcome: 'mfa-required', decision: { exempt: false } },
    });
    expect(sessions.current()).toBeNull();
    expect(audit.entries.at(-1)).toMatchObject({
      kind: 'lab-sign-in-failed',
      subject: 'ID-suzuki',
      facts: { outcome: 'mfa-required', reason: 'role-not-exempt', policyVersion: 7 },
    });
    expect(failures.judge('suzuki')).toEqual({ state: 'free', freeAttemptsLeft: 5 });
  });

  test('nor is one without any role', async () => {
    roles.ghost = [];
    expect(await outcome('ghost')).toBe('mfa-required');
    delete roles.ghost;
  });
});

describe('what else a directory answers', () => {
  test.each(['locked', 'expired', 'must-change', 'disabled', 'not-allowed'] as const)(
    '%s is passed on, recorded, and counts',
    async (refused) => {
      answer = async () => ({ outcome: refused });
      expect(await signIn({ login: 'taro', password })).toEqual({ ok: true, value: { outcome: refused } });
      expect(failureFacts()).toEqual([{ outcome: refused, policyVersion: 7 }]);
      expect(failures.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 4 });
    },
  );

  test('mfa-required is passed on and does not count', async () => {
    answer = async () => ({ outcome: 'mfa-required' });
    expect(await outcome('taro')).toBe('mfa-required');
    expect(sessions.current()).toBeNull();
    expect(failures.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 5 });
  });

  test('unavailable does not count, and many of them leave few records', async () => {
    answer = async () => ({ outcome: 'unavailable', cause: 'network' });
    for (let count = 0; count < 30; count += 1) expect(await outcome('taro')).toBe('unavailable');
    expect(failures.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 5 });
    time.pass(60);
    await outcome('taro');
    expect(failureFacts()).toEqual([
      { outcome: 'unavailable', reason: 'network', policyVersion: 7, repeated: 0 },
      { outcome: 'unavailable', reason: 'network', policyVersion: 7, repeated: 29 },
    ]);
  });

  test('a directory that never answers is unavailable, and its late answer opens nothing', async () => {
    let answerLate: (late: DirectoryAnswer) => void = () => undefined;
    let aborted = false;
    answer = ({ signal }) =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => {
          aborted = true;
        });
        answerLate = resolve;
      });
    expect(await outcome('taro')).toBe('unavailable');
    expect(aborted).toBe(true);
    answerLate(await honestAnswer({ login: 'taro', password }));
    await Promise.resolve();
    expect(sessions.current()).toBeNull();
  });
});

describe('sign-ins at the same time', () => {
  test('take turns: the second finds the session of the first', async () => {
    const both = await Promise.all([outcome('taro'), outcome('taro')]);
    expect(both).toEqual(['ok', 'session/already-open']);
    expect(asked).toEqual(['taro']);
  });

  test('cannot get round the back-off, and no more than two wait', async () => {
    for (let count = 0; count < 4; count += 1) await outcome('taro', 'no');
    const rest = await Promise.all([1, 2, 3, 4, 5].map(() => outcome('taro', 'no')));
    expect(rest).toEqual(['wrong', 'sign-in/wait', 'sign-in/wait', 'call/flood', 'call/flood']);
    expect(asked).toHaveLength(5);
  });

  test('a bug in one does not stop the next; its attempt counts', async () => {
    answer = () => Promise.reject(new Error('bug'));
    await expect(signIn({ login: 'taro', password })).rejects.toThrow('bug');
    answer = honestAnswer;
    expect(failures.judge('taro')).toEqual({ state: 'free', freeAttemptsLeft: 4 });
    expect(await outcome('taro')).toBe('ok');
  });
});

test('I7: neither password nor a refused login lies in store or audit trail, in any outcome', async () => {
  const secretLogin = 'typed-my-password-here';
  answer = async (request) => (request.login === secretLogin ? { outcome: 'wrong' } : honestAnswer(request));
  await outcome(secretLogin);
  answer = async () => ({ outcome: 'unavailable', cause: 'tls' });
  await outcome(secretLogin);
  answer = honestAnswer;
  await outcome('suzuki');
  await outcome('taro');
  const everything = storedText(store) + JSON.stringify(audit.entries);
  expect(everything).not.toContain(password);
  expect(everything).not.toContain(secretLogin);
});
