import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Exemption } from '../../../main/agent/policy/exemption.ts';
import type { Store } from '../../../main/agent/ports.ts';
import { createFailureLedger } from '../../../main/agent/sign-in/failure-ledger.ts';
import { createSecondFactorDesk } from '../../../main/agent/sign-in/second-factor-desk.ts';
import type { DirectoryPerson } from '../../../main/directory/directory.ts';
import type { ProviderSignIn } from '../../../main/directory/open-id-connect.ts';
import type { FactorAnswer, FactorChallenge, SecondFactor } from '../../../main/directory/second-factor.ts';
import { ok } from '../../../preload/contract/errors.ts';
import type { ExemptionDecision, LabSession } from '../../../preload/contract/models/lab.ts';
import { createTestAudit, createTestTime, openTestStore, storedText, type TestTime } from './station-rig.ts';

const person: DirectoryPerson = {
  id: '2100001',
  login: 's2100001',
  displayName: '青葉 さくら',
  roles: ['student'],
  groups: [],
};
const challenge: FactorChallenge = {
  state: 'opaque-state',
  factors: [
    { id: 'app', kind: 'totp', hint: null },
    { id: 'phone', kind: 'push', hint: null },
  ],
  expiresInSeconds: 120,
};

let store: Store;
let time: TestTime;
let audit: ReturnType<typeof createTestAudit>;
let held: readonly string[];
let answer: FactorAnswer;
let opened: [DirectoryPerson, ExemptionDecision][];
let asked: number;
let verdict: Awaited<ReturnType<ProviderSignIn['finish']>>;

beforeEach(() => {
  store = openTestStore();
  time = createTestTime();
  audit = createTestAudit();
  held = ['policy-valid', 'station-enrolled', 'clock-trusted'];
  answer = { answer: 'verified', person: null };
  verdict = { answer: 'verified' };
  opened = [];
  asked = 0;
});
afterEach(() => store.close());

const decision = (): ExemptionDecision => ({
  exempt: false,
  reasons: [
    ...held.map((code) => ({ code: code as 'policy-valid', holds: true })),
    { code: 'outside-hours', holds: false },
  ],
  policyVersion: 3,
  rationale: null,
  contact: null,
  decidedAt: '2026-04-07T01:00:00.000Z',
});

function create(
  options: { readonly beside?: boolean; readonly byDirectory?: boolean; readonly provider?: boolean } = {},
) {
  const failures = createFailureLedger({ store, clock: time.clock, boot: time.boot });
  const verifier = {
    send: async () => {
      asked += 1;
      return answer;
    },
    verify: async () => {
      asked += 1;
      return answer;
    },
  };
  const beside: SecondFactor = {
    kind: 'privacyidea',
    ...verifier,
    begin: async () => ({ answer: 'challenge', challenge }),
  };
  const provider: ProviderSignIn = {
    begin: async () => ({
      ok: true,
      start: 'https://id.univ.test/authorize',
      origins: ['https://id.univ.test'],
      callback: 'https://madoguchi.univ.test/oidc/callback',
      request: { state: 's', nonce: 'n', verifier: 'v' },
    }),
    finish: async () => verdict,
  };
  const exemption: Exemption = { decide: decision };
  const desk = createSecondFactorDesk({
    store,
    audit,
    exemption,
    failures,
    directory: { kind: 'okta', ...(options.byDirectory ? { secondFactor: verifier } : {}) },
    beside: options.beside ? beside : null,
    provider: options.provider ? provider : null,
    monotonicMs: time.monotonicMs,
    sessions: {
      open: (who, decided, along) => {
        store.write(along);
        opened.push([who as DirectoryPerson, decided]);
        return ok({ login: who.login } as LabSession);
      },
    },
  });
  return { desk, failures };
}

const facts = () => audit.entries.map(({ kind, facts: told }) => [kind, told.reason ?? told.method]);

describe('the second factor of a sign-in', () => {
  test('beside the directory: offered, verified, and the decision says so (I8)', async () => {
    const { desk } = create({ beside: true });
    const offer = await desk.begin(person.login, { person });
    expect(offer).toEqual({ factors: challenge.factors, page: false, expiresInSeconds: 120 });
    expect(JSON.stringify(offer)).not.toContain(challenge.state);
    expect(await desk.verify({ factorId: 'app', code: '123456' })).toMatchObject({ value: { state: 'ok' } });
    const [[who, decided] = []] = opened;
    expect(who).toEqual(person);
    expect(decided?.exempt).toBe(false);
    expect(decided?.reasons.at(-1)).toEqual({
      code: 'second-factor-verified',
      holds: true,
      parameters: { method: 'totp' },
    });
    expect(facts()).toEqual([['second-factor-verified', 'totp']]);
  });

  test('the directory’s own challenge: the person is whom it names at the end', async () => {
    const { desk } = create({ byDirectory: true });
    await desk.begin(person.login, { challenge });
    expect(await desk.verify({ factorId: 'app', code: '1' })).toMatchObject({
      refusal: { code: 'factor/over' },
    });
    await desk.begin(person.login, { challenge });
    answer = { answer: 'verified', person };
    expect(await desk.verify({ factorId: 'app', code: '1' })).toMatchObject({ ok: true });
    expect(opened.map(([who]) => who.id)).toEqual([person.id]);
  });

  test('I6: without a password that was right there is nothing to verify, and one answer is used once', async () => {
    const { desk } = create({ beside: true });
    expect(await desk.verify({ factorId: 'app', code: '1' })).toMatchObject({
      refusal: { code: 'factor/over' },
    });
    await desk.begin(person.login, { person });
    await desk.verify({ factorId: 'app', code: '1' });
    expect(await desk.verify({ factorId: 'app', code: '1' })).toMatchObject({
      refusal: { code: 'factor/over' },
    });
    expect(opened.length).toBe(1);
  });

  test.each(['policy-valid', 'station-enrolled', 'clock-trusted'])(
    'I6: no second factor makes up for %s, neither before nor by the time it is verified',
    async (missing) => {
      const { desk } = create({ beside: true });
      expect(desk.mayAsk(decision())).toBe(true);
      await desk.begin(person.login, { person });
      held = held.filter((code) => code !== missing);
      expect(desk.mayAsk(decision())).toBe(false);
      const verified = await desk.verify({ factorId: 'app', code: '1' });
      expect(verified).toMatchObject({ refusal: { code: 'factor/refused' } });
      expect(opened).toEqual([]);
    },
  );

  test('five wrong codes end it, and count with the passwords', async () => {
    const { desk, failures } = create({ beside: true });
    await desk.begin(person.login, { person });
    answer = { answer: 'wrong' };
    const steps = [];
    for (let tries = 0; tries < 5; tries += 1) steps.push(await desk.verify({ factorId: 'app', code: '1' }));
    expect(steps.map((step) => (step.ok ? step.value.state : step.refusal.code))).toEqual([
      'wrong',
      'wrong',
      'wrong',
      'wrong',
      'factor/too-many',
    ]);
    expect(failures.judge(person.login).state).toBe('wait');
  });

  test('while the login has to wait, nothing is asked of anybody', async () => {
    const { desk, failures } = create({ beside: true });
    for (let tries = 0; tries < 6; tries += 1) {
      const attempt = failures.begin(person.login);
      store.write((database) => void attempt.failed(database));
    }
    await desk.begin(person.login, { person });
    expect(await desk.verify({ factorId: 'app', code: '1' })).toMatchObject({
      refusal: { code: 'sign-in/wait' },
    });
    expect(await desk.send({ factorId: 'phone' })).toMatchObject({ refusal: { code: 'sign-in/wait' } });
    expect(asked).toBe(0);
  });

  test('a prompt: sent at most five times, waited for without counting, turned down as a failure', async () => {
    const { desk, failures } = create({ beside: true });
    await desk.begin(person.login, { person });
    answer = { answer: 'waiting', challenge, show: '42' };
    for (let sent = 0; sent < 5; sent += 1) {
      expect(await desk.send({ factorId: 'phone' })).toEqual(ok({ state: 'waiting', show: '42' }));
    }
    expect(await desk.send({ factorId: 'phone' })).toMatchObject({ refusal: { code: 'factor/not-sent' } });
    await desk.verify({ factorId: 'phone' });
    expect(failures.judge(person.login)).toEqual({ state: 'free', freeAttemptsLeft: 5 });
    answer = { answer: 'rejected' };
    expect(await desk.verify({ factorId: 'phone' })).toMatchObject({ refusal: { code: 'factor/rejected' } });
    expect(failures.judge(person.login)).toEqual({ state: 'free', freeAttemptsLeft: 4 });
    expect(await desk.verify({ factorId: 'phone' })).toMatchObject({ refusal: { code: 'factor/over' } });
  });

  test('only a prompt that was sent is asked after: asking sends nothing by itself', async () => {
    const { desk } = create({ byDirectory: true });
    await desk.begin(person.login, { challenge });
    answer = { answer: 'waiting', challenge, show: null };
    const notSent = { refusal: { code: 'factor/not-sent' } };
    expect(await desk.verify({ factorId: 'phone' })).toMatchObject(notSent);
    await desk.send({ factorId: 'app' });
    expect(await desk.verify({ factorId: 'app' })).toMatchObject(notSent);
    expect(await desk.verify({ factorId: 'phone' })).toMatchObject(notSent);
    expect(asked).toBe(1);
  });

  test('another right password brings no other prompts: ten an hour for one login, however it is spelled', async () => {
    const { desk } = create({ beside: true });
    answer = { answer: 'waiting', challenge, show: null };
    const typed = async (login: string) => {
      await desk.begin(login, { person });
      const steps = [];
      for (let sent = 0; sent < 4; sent += 1) steps.push((await desk.send({ factorId: 'phone' })).ok);
      return steps.filter(Boolean).length;
    };
    expect([await typed('s2100001'), await typed('S2100001'), await typed('s2100001@univ.test')]).toEqual([
      4, 4, 2,
    ]);
    expect(await typed('s2100002')).toBe(4);
    time.pass(3599);
    expect(await typed('s2100001')).toBe(0);
    time.pass(2);
    expect(await typed('s2100001')).toBe(4);
    expect(asked).toBe(18);
  });

  test('time ends it; so does going back, and the next password', async () => {
    const { desk } = create({ beside: true });
    await desk.begin(person.login, { person });
    time.pass(120);
    expect(await desk.verify({ factorId: 'app', code: '1' })).toMatchObject({
      refusal: { code: 'factor/over' },
    });
    await desk.begin(person.login, { person });
    desk.leave();
    expect(await desk.verify({ factorId: 'app', code: '1' })).toMatchObject({
      refusal: { code: 'factor/over' },
    });
  });

  test('an answer that comes after the next password opens nothing', async () => {
    const { desk } = create({ beside: true });
    await desk.begin(person.login, { person });
    const late = desk.verify({ factorId: 'app', code: '1' });
    await desk.begin('s2100002', { person: { ...person, id: '2100002', login: 's2100002' } });
    expect(await late).toMatchObject({ refusal: { code: 'factor/over' } });
    expect(opened).toEqual([]);
  });

  test.each([
    [{ answer: 'locked' } as const, 'factor/locked'],
    [{ answer: 'over' } as const, 'factor/over'],
    [{ answer: 'refused', outcome: 'expired' } as const, 'factor/refused'],
    [{ answer: 'unavailable', cause: 'network' } as const, 'factor/unavailable'],
  ])('%j is told, and is no failure of the person’s', async (given, code) => {
    const { desk, failures } = create({ beside: true });
    await desk.begin(person.login, { person });
    answer = given;
    expect(await desk.verify({ factorId: 'app', code: '1' })).toMatchObject({ refusal: { code } });
    expect(failures.judge(person.login)).toEqual({ state: 'free', freeAttemptsLeft: 5 });
  });

  test('I7: neither code nor challenge is stored or recorded', async () => {
    const { desk } = create({ beside: true });
    await desk.begin(person.login, { person });
    answer = { answer: 'wrong' };
    await desk.verify({ factorId: 'app', code: '987654' });
    const kept = storedText(store) + JSON.stringify(audit.entries);
    for (const secret of ['987654', challenge.state]) expect(kept).not.toContain(secret);
  });
});

describe('the provider’s page', () => {
  const callback = 'https://madoguchi.univ.test/oidc/callback?code=c&state=s';

  test('opens a session for the person whose password was typed', async () => {
    const { desk } = create({ provider: true });
    expect(await desk.begin(person.login, { person })).toEqual({
      factors: [],
      page: true,
      expiresInSeconds: 300,
    });
    const page = await desk.openPage();
    expect(page).toMatchObject({ ok: true, value: { origins: ['https://id.univ.test'] } });
    expect(JSON.stringify(page)).not.toContain('verifier');
    expect(await desk.finishPage({ callback })).toMatchObject({ value: { state: 'ok' } });
    expect(facts()).toEqual([['second-factor-verified', 'page']]);
  });

  test('an address without a page that was opened is nothing, and counts once', async () => {
    const { desk } = create({ provider: true });
    await desk.begin(person.login, { person });
    expect(await desk.finishPage({ callback })).toMatchObject({ refusal: { code: 'factor/over' } });
    await desk.openPage();
    verdict = { answer: 'refused', reason: 'page' };
    expect(await desk.finishPage({ callback })).toMatchObject({
      refusal: { code: 'factor/provider-refused' },
    });
    verdict = { answer: 'verified' };
    expect(await desk.finishPage({ callback })).toMatchObject({ refusal: { code: 'factor/over' } });
    expect(opened).toEqual([]);
  });

  test('somebody else’s sign-in opens nothing, and counts as a failure', async () => {
    const { desk, failures } = create({ provider: true });
    await desk.begin(person.login, { person });
    await desk.openPage();
    verdict = { answer: 'other-person' };
    expect(await desk.finishPage({ callback })).toMatchObject({ refusal: { code: 'factor/other-person' } });
    expect(failures.judge(person.login)).toEqual({ state: 'free', freeAttemptsLeft: 4 });
    expect(opened).toEqual([]);
  });

  test('without anything that asks, nothing is offered', async () => {
    const { desk } = create();
    expect(desk.mayAsk(decision())).toBe(false);
    expect(await desk.begin(person.login, { person })).toBeNull();
  });
});
