import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createExemption } from '../../../main/agent/policy/exemption.ts';
import type { PolicyState, Store } from '../../../main/agent/ports.ts';
import { createLabSessions, type LabSessions } from '../../../main/agent/session/lab-session.ts';
import { createFailureLedger, type FailureLedger } from '../../../main/agent/sign-in/failure-ledger.ts';
import { createLabSignIn, type LabSignIn } from '../../../main/agent/sign-in/lab-sign-in.ts';
import type { OfflineAnswer, OfflineSignIn } from '../../../main/agent/sign-in/offline-sign-in.ts';
import {
  createSecondFactorDesk,
  type SecondFactorDesk,
} from '../../../main/agent/sign-in/second-factor-desk.ts';
import type { Directory, DirectoryAnswer } from '../../../main/directory/directory.ts';
import type { FactorChallenge, SecondFactor } from '../../../main/directory/second-factor.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import { createSessionGround } from '../session/session-rig.ts';
import {
  createTestAudit,
  createTestIdentity,
  createTestSink,
  createTestTime,
  openTestStore,
} from './station-rig.ts';

const person = {
  id: 'ID-suzuki',
  login: 'suzuki',
  displayName: 'Suzuki',
  roles: ['staff'] as const,
  groups: [],
};
const challenge: FactorChallenge = {
  state: 'opaque',
  factors: [{ id: 'app', kind: 'totp', hint: null }],
  expiresInSeconds: 120,
};

let store: Store;
let policy: PolicyState;
let addresses: string[];
let answer: DirectoryAnswer;
let asked: number;
let offlineAsked: number;
let sessions: LabSessions;
let failures: FailureLedger;
let desk: SecondFactorDesk;
let lab: LabSignIn;

beforeEach(() => {
  store = openTestStore();
  const { clock, boot, monotonicMs } = createTestTime();
  const audit = createTestAudit();
  policy = { state: 'valid', policy: examplePolicy() };
  addresses = ['192.0.2.17'];
  answer = { outcome: 'ok', person };
  asked = 0;
  offlineAsked = 0;
  const source = { current: () => policy };
  const { identity } = createTestIdentity();
  const exemption = createExemption({ policy: source, identity, clock, addresses: () => addresses });
  sessions = createLabSessions({
    store,
    audit,
    clock,
    boot,
    policy: source,
    sink: createTestSink(),
    schedule: () => () => undefined,
    ...createSessionGround().ports,
  });
  failures = createFailureLedger({ store, clock, boot });
  const directory: Directory = {
    kind: 'test',
    verify: async () => {
      asked += 1;
      return answer;
    },
    secondFactor: {
      send: async () => ({ answer: 'over' }),
      verify: async ({ code }) => (code === '123456' ? { answer: 'verified', person } : { answer: 'wrong' }),
    },
    close: async () => undefined,
  };
  const beside: SecondFactor = {
    kind: 'beside',
    begin: async () => ({ answer: 'challenge', challenge }),
    send: async () => ({ answer: 'over' }),
    verify: async ({ code }) => ({ answer: code === '123456' ? 'verified' : 'wrong', person: null }),
  };
  const offlineYes = (): OfflineAnswer => {
    offlineAsked += 1;
    return { state: 'accepted', person: { ...person, roles: [...person.roles] }, verifiedAt: new Date(0) };
  };
  const offline: OfflineSignIn = {
    keep: () => undefined,
    verify: async () => offlineYes(),
    prepare: () => ({ answer: async () => offlineYes() }),
    forgetLogin: () => undefined,
    forgetPeople: () => undefined,
    prune: () => undefined,
    settled: async () => undefined,
  };
  const common = { store, audit, exemption, failures, sessions, monotonicMs };
  desk = createSecondFactorDesk({ ...common, directory, beside, provider: null });
  lab = createLabSignIn({ ...common, directory, offline, secondFactor: desk, directoryTimeoutMs: 200 });
});
afterEach(() => store.close());

const password = async () => {
  const result = await lab.signIn({ login: 'suzuki', password: 'Correct-Horse-9' });
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const verify = (code: string) => lab.inTurn(() => desk.verify({ factorId: 'app', code }));

describe('a sign-in where the policy wants a second factor', () => {
  test('a person who is not exempt is offered one, and comes in with it', async () => {
    expect(await password()).toMatchObject({
      outcome: 'mfa-required',
      decision: { exempt: false },
      secondFactor: { factors: challenge.factors, page: false },
    });
    expect(sessions.current()).toBeNull();
    expect(await verify('123456')).toMatchObject({ ok: true, value: { state: 'ok' } });
    expect(sessions.current()).toMatchObject({ login: 'suzuki', decision: { exempt: false } });
  });

  test('the directory’s own challenge is offered in its place', async () => {
    answer = { outcome: 'mfa-required', challenge };
    expect(await password()).toMatchObject({ secondFactor: { factors: challenge.factors } });
    expect(await verify('123456')).toMatchObject({ ok: true });
  });

  test('a place where nobody is exempt asks for the password first', async () => {
    addresses = ['198.51.100.1'];
    answer = { outcome: 'wrong' };
    expect(await password()).toMatchObject({ outcome: 'wrong' });
    answer = { outcome: 'ok', person: { ...person, roles: ['student'] } };
    expect(await password()).toHaveProperty('secondFactor');
  });

  test('I6: without a valid policy neither password nor second factor is asked', async () => {
    policy = { state: 'invalid', reason: 'policy-missing', policy: null };
    const refused = await password();
    expect(refused.outcome).toBe('mfa-required');
    expect(refused).not.toHaveProperty('secondFactor');
    expect(asked).toBe(0);
  });

  test('I10: the station’s own verifier never stands for a second factor', async () => {
    answer = { outcome: 'unavailable', cause: 'network' };
    addresses = ['198.51.100.1'];
    expect(await password()).toEqual({ outcome: 'unavailable' });
    expect(offlineAsked).toBe(0);
    addresses = ['192.0.2.17'];
    expect(await password()).not.toHaveProperty('secondFactor');
    expect(offlineAsked).toBe(1);
  });

  test('who knows the password cannot guess codes for ever by typing it again', async () => {
    const codes = [];
    for (let guess = 0; guess < 7; guess += 1) {
      const typed = await lab.signIn({ login: 'suzuki', password: 'Correct-Horse-9' });
      if (!typed.ok) codes.push(typed.refusal.code);
      else await verify('000000');
    }
    expect(codes).toEqual(['sign-in/wait', 'sign-in/wait']);
    expect(failures.judge('suzuki').state).toBe('wait');
  });
});
