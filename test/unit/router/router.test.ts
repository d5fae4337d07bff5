import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { permit } from '../../../main/agent/router.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { type ProcedureName, procedureNames, procedures } from '../../../preload/contract/procedures.ts';
import { code, routerBench } from './router-bench.ts';

const operator = { state: 'signed-in', role: 'operator' } as const;
const emptyOutbox = {
  waiting: 0,
  oldestQueuedAt: null,
  hub: { state: 'offline', lastContactAt: null },
} as const;
const caseId = '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11';

describe('a name that the contract does not hold (I9)', () => {
  test.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'lab.signin',
    'lab.signIn ',
    '',
    'station.status\0',
  ])('%j is unknown', async (name) => {
    const bench = routerBench();
    expect(await bench.connect()(name, {})).toEqual(refuse('call/unknown-procedure'));
    expect(bench.calls).toEqual([]);
  });

  test.each([[undefined], [null], [7], [true], [['station.status']], [{ toString: () => 'station.status' }]])(
    '%j is no name',
    async (name) => {
      const bench = routerBench();
      expect(code(await bench.connect()(name, {}))).toBe('call/unknown-procedure');
    },
  );

  test('whatever is said as a name and as input, the answer is a refusal with a code, and no bug', async () => {
    const bench = routerBench({}, { surfaces: () => [] });
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.anything(), async (name, input) => {
        const result = await bench.connect()(name, input);
        expect(result.ok).toBe(false);
      }),
    );
    expect(bench.calls).toEqual([]);
    expect(bench.bugs).toEqual([]);
  });
});

describe('surfaces (I9)', () => {
  const elsewhere = (name: ProcedureName) => {
    const { surface } = procedures[name];
    return surface === 'every' ? [] : [surface];
  };

  test.each(procedureNames.filter((name) => elsewhere(name).length > 0))(
    '%s is refused where the station does not offer it',
    async (name) => {
      const { surface } = procedures[name];
      for (const offered of [
        [],
        (['lab', 'counter', 'key-simulator'] as const).filter(
          (one) => surface !== 'every' && !(surface as readonly string[]).includes(one),
        ),
      ]) {
        const bench = routerBench();
        bench.surfaces = offered;
        bench.staff = { state: 'signed-in', role: 'supervisor' };
        expect(code(await bench.connect()(name, {}))).toBe('call/not-offered-here');
        expect(bench.calls).toEqual([]);
      }
    },
  );

  test('a station that is not enrolled still tells its status and how it is, and nothing else', async () => {
    const bench = routerBench();
    bench.surfaces = [];
    const offered: string[] = [];
    for (const name of procedureNames) {
      if (code(await bench.connect()(name, {})) !== 'call/not-offered-here') offered.push(name);
    }
    expect(offered).toEqual(['station.status', 'doctor.report']);
  });

  test('follow the enrolment as it is now, not as it was when the face connected', async () => {
    const bench = routerBench({ 'lab.session': () => ok(null) });
    const call = bench.connect();
    expect(code(await call('lab.session', {}))).toBe('ok');
    bench.surfaces = ['counter'];
    expect(code(await call('lab.session', {}))).toBe('call/not-offered-here');
  });
});

describe('input (I9)', () => {
  test.each<readonly [string, unknown, string]>([
    ['lab.signIn', { login: 'a' }, 'a missing field'],
    ['lab.signIn', { login: 'a', password: 'b', surface: 'counter' }, 'an extra field'],
    ['lab.signIn', { login: '', password: 'b' }, 'too short'],
    ['lab.signIn', { login: 'a', password: 'b'.repeat(1025) }, 'too long'],
    ['lab.signIn', { login: ['a'], password: 'b' }, 'another type'],
    ['lab.signIn', [{ login: 'a', password: 'b' }], 'a list'],
    ['lab.signIn', null, 'null'],
    ['lab.signIn', undefined, 'nothing'],
    ['station.status', { extra: 1 }, 'an extra field where there is none'],
    ['people.search', { query: 'a', offset: 191 }, 'a number over the limit'],
    ['people.search', { query: 'a', offset: 1.5 }, 'no whole number'],
    ['suspension.list', { limit: Number.NaN }, 'not a number'],
    ['counter.open', { personId: '../x', reason: 'other' }, 'no identifier'],
    ['counter.open', { personId: 'S1', reason: '__proto__' }, 'no known reason'],
    ['counter.decide', { caseId, act: { kind: 'suspend', until: '2025-06-10' } }, 'no instant'],
    [
      'counter.decide',
      { caseId, act: { kind: 'suspend', until: '2025-06-10T00:00:00.000+09:00' } },
      'an instant that is not UTC',
    ],
    [
      'counter.recordCheck',
      {
        caseId,
        documents: [
          { type: 'passport', photoMatches: true, nameMatches: true, validUntil: null, lastFour: '12345' },
        ],
      },
      'more of a document number than four characters (I7)',
    ],
    ['counter.recordCheck', { caseId, documents: [] }, 'no document (I1)'],
  ])('%s refuses %j: %s', async (name, input) => {
    const bench = routerBench();
    bench.staff = operator;
    expect(code(await bench.connect()(name, input))).toBe('call/bad-input');
    expect(bench.calls).toEqual([]);
  });

  test.each([
    ['{"login":"a","password":"b","__proto__":{"admin":true}}'],
    ['{"login":"a","password":"b","constructor":{"prototype":{"admin":true}}}'],
    ['{"__proto__":{"login":"a","password":"b"}}'],
  ])('%s pollutes nothing and reaches no handler with what it smuggles', async (text) => {
    const bench = routerBench({ 'lab.signIn': () => ok({ outcome: 'unavailable' }) });
    await bench.connect()('lab.signIn', JSON.parse(text));
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
    for (const { input } of bench.calls) {
      expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
      expect(input).toEqual({ login: 'a', password: 'b' });
      expect((input as Record<string, unknown>).admin).toBeUndefined();
    }
  });

  test('the handler gets what was parsed', async () => {
    const bench = routerBench({ 'lab.signIn': () => ok({ outcome: 'unavailable' }) });
    await bench.connect()('lab.signIn', { login: 'a', password: 'b' });
    expect(bench.calls).toEqual([{ name: 'lab.signIn', input: { login: 'a', password: 'b' } }]);
  });
});

/** Of the right shape; the router looks no further. */
const webAuthnAnswer = {
  ceremonyId: caseId,
  assertion: {
    id: 'aa',
    rawId: 'aa',
    type: 'public-key',
    response: { clientDataJSON: 'aa', authenticatorData: 'aa', signature: 'aa' },
    clientExtensionResults: {},
  },
};
const registration = {
  id: 'aa',
  rawId: 'aa',
  type: 'public-key',
  response: { clientDataJSON: 'aa', attestationObject: 'aa' },
};

const selection = { person: null, operator: null, reference: null, from: null, to: null };

describe("the operator's sign-in", () => {
  const needing = procedureNames.filter((name) => procedures[name].role !== null);

  test.each(needing)('%s needs one that is fresh', async (name) => {
    const bench = routerBench();
    const input = procedures[name].input;
    const given = [
      {},
      { query: 'a', offset: 0 },
      { scanned: '20240001', ending: 'terminator' },
      { limit: 1 },
      { caseId },
      { commandId: caseId },
      { personId: 'S1' },
      { personId: 'S1', reason: 'other' },
      { id: caseId, code: '123456' },
      { caseId, answer: webAuthnAnswer },
      webAuthnAnswer,
      { ceremonyId: caseId, registration },
      { label: 'this computer' },
      { operatorId: 'op-a' },
      { operatorId: 'op-a', revokeKeys: true },
      { id: 'op-a', name: { ja: '名', en: 'Name' }, role: 'operator', person: null },
      { caseId, until: '2025-06-10T00:00:00.000Z' },
      { caseId, questionId: 'another-method', optionId: 'no' },
      { caseId, stepId: 'carrier' },
      { caseId, reference: 'K7PX 3MQ' },
      { caseId, result: 'reached' },
      {
        caseId,
        answers: { name: true, number: true, affiliation: true, reference: true },
        prompts: [],
      },
      { caseId, method: 'documents' },
      { caseId, positions: [1] },
      { caseId, act: { kind: 'new-totp' } },
      { caseId, code: '123456' },
      { requestId: caseId, outcome: 'done' },
      { commandId: caseId, printer: null },
      { handOverId: caseId },
      { handOverId: caseId, answer: webAuthnAnswer },
      { day: null },
      { alertId: caseId },
      { days: 7 },
      { selection, before: null },
      { format: 'csv', selection, after: 0, through: 1 },
      { format: 'csv', selection, through: 1 },
      { format: 'csv', selection },
      {
        caseId,
        documents: [
          { type: 'passport', photoMatches: true, nameMatches: true, validUntil: null, lastFour: '' },
        ],
      },
    ].find((one) => input.safeParse(one).success);
    expect(given).toBeDefined();
    expect(await bench.connect()(name, given)).toEqual(refuse('staff/not-signed-in'));
    bench.staff = { state: 'stale' };
    expect(await bench.connect()(name, given)).toEqual(refuse('staff/sign-in-stale'));
    expect(bench.calls).toEqual([]);
    expect(bench.active).toBe(0);
  });

  test('is kept from idling out by what a person does, not by what the window asks by itself', async () => {
    const bench = routerBench({
      'outbox.status': () => ok(emptyOutbox),
      'staff.session': () => ok(null),
      'counter.close': () => ok({}),
    });
    expect(procedures['outbox.status'].byItself).toBe(true);
    bench.staff = operator;
    await bench.connect()('staff.session', {});
    await bench.connect()('counter.close', { bad: 1 });
    await bench.connect()('nothing', {});
    expect(await bench.connect()('outbox.status', {})).toEqual(ok(emptyOutbox));
    expect(bench.active).toBe(0);
    expect(await bench.connect()('counter.close', { caseId })).toEqual(ok({}));
    expect(bench.active).toBe(1);
  });

  test('an operator may not do what needs a supervisor, a supervisor may do all', () => {
    expect(permit('supervisor', operator)).toEqual(refuse('staff/not-permitted'));
    expect(permit('supervisor', { state: 'signed-in', role: 'supervisor' }).ok).toBe(true);
    expect(permit('operator', { state: 'signed-in', role: 'supervisor' }).ok).toBe(true);
    expect(permit('operator', operator).ok).toBe(true);
    expect(permit('supervisor', { state: 'none' })).toEqual(refuse('staff/not-signed-in'));
    expect(permit('supervisor', { state: 'stale' })).toEqual(refuse('staff/sign-in-stale'));
    expect(permit(null, { state: 'none' }).ok).toBe(true);
  });
});

describe('the rate of a person (I9)', () => {
  test('a flood is refused per procedure and per connection, and over when time passes', async () => {
    const bench = routerBench({ 'lab.signOut': () => ok({}), 'lab.session': () => ok(null) });
    const call = bench.connect();
    const { burst, perSecond } = procedures['lab.signOut'].rate;
    for (let count = 0; count < burst; count += 1) expect(code(await call('lab.signOut', {}))).toBe('ok');
    expect(await call('lab.signOut', {})).toEqual(refuse('call/flood'));
    expect(bench.calls).toHaveLength(burst);
    expect(code(await call('lab.session', {}))).toBe('ok');
    expect(code(await bench.connect()('lab.signOut', {}))).toBe('ok');
    bench.now += 1000 / perSecond;
    expect(code(await call('lab.signOut', {}))).toBe('ok');
    expect(code(await call('lab.signOut', {}))).toBe('call/flood');
  });

  test('is used up by calls that are refused later on the way too', async () => {
    const bench = routerBench();
    const call = bench.connect();
    const answers: string[] = [];
    for (let count = 0; count <= procedures['lab.signIn'].rate.burst; count += 1) {
      answers.push(code(await call('lab.signIn', {})));
    }
    expect(answers.slice(0, -1).every((one) => one === 'call/bad-input')).toBe(true);
    expect(answers.at(-1)).toBe('call/flood');
  });
});

test('the checks come in their order: name, surface, rate, input, sign-in, handler', async () => {
  const bench = routerBench();
  bench.surfaces = ['lab'];
  const call = bench.connect();
  const bad = { wrong: true };
  expect(code(await call('counter.unknown', bad))).toBe('call/unknown-procedure');
  // What is not offered uses up nothing of the allowance.
  for (let count = 0; count < 100; count += 1) {
    expect(code(await call('counter.sign', bad))).toBe('call/not-offered-here');
  }
  bench.surfaces = ['counter'];
  expect(code(await call('counter.sign', bad))).toBe('call/bad-input');
  expect(code(await call('counter.sign', { caseId }))).toBe('staff/not-signed-in');
  for (let count = 2; count < procedures['counter.sign'].rate.burst; count += 1)
    await call('counter.sign', bad);
  expect(code(await call('counter.sign', bad))).toBe('call/flood');
  expect(bench.calls).toEqual([]);
});
