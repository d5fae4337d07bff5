import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createOperatorStatements } from '../../../main/agent/operators/operator-statements.ts';
import { createPlatformEnrolment } from '../../../main/agent/operators/platform-enrolment.ts';
import type { Caller } from '../../../main/agent/ports.ts';
import type { EnrolmentProgress } from '../../../main/exchange/operator-interface.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { WebAuthnCreation } from '../../../preload/contract/models/staff.ts';
import { createEnrollingKey, type RegistrationWish } from '../../rigs/enrolling-key.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import {
  type CounterStation,
  createCounterStation,
  minute,
  operator,
  rpId,
  signingClient,
} from '../staff/counter-station.ts';

const account = 'S-1-5-21-1004336348-1177238915-682003330-1001';
const desk: Caller = { account, shared: false };
const binding = { station: 'counter-1', account };
const carried = createWebAuthnSigner();
const challenges = { register: 'A'.repeat(43), test: 'B'.repeat(43) };

let station: CounterStation;
let hello: ReturnType<typeof createEnrollingKey>;
let asked: { readonly step: string; readonly request: unknown }[];
/** Answers by the last part of the path; anything else goes well. */
let answers: Partial<Record<string, Result<unknown>>>;
let enrolment: ReturnType<typeof createPlatformEnrolment>;

const policy = (change: Partial<PolicyDocument> = {}) => {
  station.policy.state = {
    state: 'valid',
    policy: {
      ...examplePolicy({ operatorRegistry: { maximumAgeHours: 24 } }),
      operatorSession: { lockOnKeyRemoval: false, platformAuthenticators: 'bound', sharedAccounts: [] },
      operators: { attestation: { models: null, roots: null, none: true }, minimumKeys: 2, totp: false },
      ...change,
    },
  };
};
const session = (change: Partial<NonNullable<PolicyDocument['operatorSession']>>) =>
  policy({
    operatorSession: {
      lockOnKeyRemoval: false,
      platformAuthenticators: 'bound',
      sharedAccounts: [],
      ...change,
    },
  });

beforeEach(async () => {
  station = createCounterStation({
    client: signingClient(carried),
    operators: [
      operator('op-a', [carried.credential]),
      operator('op-b', [createWebAuthnSigner().credential]),
    ],
  });
  policy();
  hello = createEnrollingKey();
  asked = [];
  answers = {};
  const { store, clock, audit, identity, staff, key } = station.now;
  const source = { current: () => station.policy.state };
  const unused = () => Promise.reject(new Error('not asked for here'));
  const client = {
    pushCommands: unused,
    pushSignIns: unused,
    readFeed: unused,
    keepCheckpoint: unused,
    async ask<Schema extends z.ZodType>(path: string, request: unknown, schema: Schema) {
      const step = path.split('/').at(-1) ?? '';
      asked.push({ step, request });
      const given = answers[step];
      if (given !== undefined) return given.ok ? ok(schema.parse(given.value)) : given;
      if (step === 'statements')
        return ok(
          schema.parse({ kind: 'code', code: 'ABCD-EFGH-JK10-1234', expiresAt: '2025-06-10T01:45:00.000Z' }),
        );
      if (step === 'finish') return ok(schema.parse({ operator: 'op-a' }));
      const progress: EnrolmentProgress = {
        operator: { id: 'op-a', name: { ja: 'op-a', en: 'op-a' }, role: 'operator' },
        purpose: 'platform',
        keys: [],
        minimumKeys: 1,
        challenge: step === 'enrolment' ? challenges.register : challenges.test,
        attestation: 'none',
        exclude: ['Zm9v'],
        expiresAt: '2025-06-10T01:45:00.000Z',
      };
      return ok(schema.parse(progress));
    },
  };
  enrolment = createPlatformEnrolment({
    store,
    clock,
    audit,
    identity,
    policy: source,
    staff,
    client,
    link: station.link,
    statements: createOperatorStatements({ identity, clock, staff, key, client }),
    monotonicMs: () => station.time.monotonic,
  });
  const signedIn = await staff.signIn();
  if (!signedIn.ok) throw new Error(signedIn.refusal.code);
});
afterEach(() => station.remove());

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.refusal.code);
const begin = async (caller = desk): Promise<WebAuthnCreation> => {
  const begun = await enrolment.begin({ label: 'this computer' }, caller);
  if (!begun.ok) throw new Error(begun.refusal.code);
  return begun.value;
};
const register = (creation: WebAuthnCreation, wish: Partial<RegistrationWish> = {}, caller = desk) =>
  enrolment.register(
    {
      ceremonyId: creation.ceremonyId,
      registration: hello.register({
        challenge: creation.options.challenge,
        rpId,
        attachment: 'platform',
        ...wish,
      }),
    },
    caller,
  );
const steps = () => asked.map(({ step }) => step);

describe('registering this computer', () => {
  test('goes from the key’s signature over the binding to a test of the computer’s own, on record (I8)', async () => {
    const creation = await begin();
    expect(creation.options).toMatchObject({
      challenge: challenges.register,
      rp: { id: rpId },
      user: { name: 'op-a' },
      excludeCredentials: [{ id: 'Zm9v', transports: ['internal'] }],
      authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required' },
      attestation: 'none',
      timeout: 120_000,
    });
    expect(creation.options.pubKeyCredParams.map(({ alg }) => alg).sort()).toEqual([-257, -7, -8]);
    expect(asked[0]).toMatchObject({
      step: 'statements',
      request: {
        statement: { kind: 'platform', operator: 'op-a', by: 'op-a', station: 'counter-1', account },
      },
    });
    const test = await register(creation);
    if (!test.ok) throw new Error(test.refusal.code);
    expect(test.value.options).toMatchObject({
      challenge: challenges.test,
      userVerification: 'required',
      allowCredentials: [{ id: hello.credential.id, transports: ['internal'] }],
    });
    const assertion = hello.assert({ challenge: challenges.test, rpId });
    const proved = await enrolment.prove({ ceremonyId: test.value.ceremonyId, assertion }, desk);
    expect(proved).toEqual(ok({ label: 'this computer' }));
    expect(steps()).toEqual(['statements', 'enrolment', 'register', 'prove', 'finish']);
    expect(station.audited().at(-1)).toMatchObject({
      kind: 'operator-platform-registered',
      facts: { credential: 'this computer', account },
    });
    expect(JSON.stringify(station.audited())).not.toContain('ABCD-EFGH');
    expect(station.link.woken).toBe(1);
  });

  test.each([
    ['a shared account', { account, shared: true }, {}, 'staff/shared-account'],
    ['an account that the policy calls shared', desk, { sharedAccounts: [account] }, 'staff/shared-account'],
    ['an account that is not known', { account: null, shared: false }, {}, 'enrolment/account-unknown'],
    ['something that is no account', { account: 'root', shared: false }, {}, 'enrolment/account-unknown'],
    ['a policy that refuses it', desk, { platformAuthenticators: 'refused' }, 'staff/platform-refused'],
  ] as const)('is refused on %s, before anything is signed (I10)', async (_, caller, rules, code) => {
    session({ ...rules, sharedAccounts: [...('sharedAccounts' in rules ? rules.sharedAccounts : [])] });
    expect(enrolment.offer(caller)).toEqual(ok({ refused: code, registered: null }));
    expect(codeOf(await enrolment.begin({ label: 'x' }, caller))).toBe(code);
    expect(asked).toEqual([]);
  });

  test('is refused where the policy is no longer in force, or says nothing', async () => {
    const { operatorSession: _, ...silent } = examplePolicy({ operatorRegistry: { maximumAgeHours: 24 } });
    station.policy.state = { state: 'valid', policy: silent };
    expect(codeOf(await enrolment.begin({ label: 'x' }, desk))).toBe('staff/platform-refused');
    policy();
    const { state } = station.policy;
    if (state.policy === null) throw new Error('no policy');
    station.policy.state = { state: 'invalid', reason: 'policy-expired', policy: state.policy };
    expect(codeOf(await enrolment.begin({ label: 'x' }, desk))).toBe('staff/platform-refused');
  });

  test('says what is registered here already', () => {
    expect(enrolment.offer(desk)).toEqual(ok({ refused: null, registered: null }));
    station.setOperators([
      operator('op-a', [carried.credential, { ...hello.credential, label: 'mine', binding }]),
    ]);
    expect(enrolment.offer(desk)).toEqual(ok({ refused: null, registered: 'mine' }));
    const elsewhere = { account: 'uid:7', shared: false };
    expect(enrolment.offer(elsewhere)).toEqual(ok({ refused: null, registered: null }));
  });
});

describe('what the window answers', () => {
  test.each<[string, Partial<RegistrationWish>, string]>([
    ['another challenge', { challenge: 'C'.repeat(43) }, 'staff/assertion-refused'],
    ['another origin', { origin: 'https://evil.example' }, 'staff/assertion-refused'],
    ['no user verification', { userVerified: false }, 'staff/assertion-refused'],
    ['a key that is carried', { attachment: 'cross-platform' }, 'enrolment/not-this-computer'],
    ['a passkey that is copied', { backupEligible: true }, 'enrolment/not-this-computer'],
  ])('with %s never reaches the hub, and cannot be tried again', async (_, wish, code) => {
    const creation = await begin();
    expect(codeOf(await register(creation, wish))).toBe(code);
    expect(codeOf(await register(creation))).toBe('staff/ceremony-gone');
    expect(steps()).toEqual(['statements', 'enrolment']);
  });

  test('is judged by the policy’s rule of models', async () => {
    policy({
      operators: {
        attestation: { models: ['2fc0579f-8113-47ea-b116-bb5a8db9202a'], roots: null, none: true },
        minimumKeys: 2,
        totp: false,
      },
    });
    expect(codeOf(await register(await begin()))).toBe('enrolment/model-refused');
  });

  test('counts once, in time, from the same account', async () => {
    const first = await begin();
    expect(codeOf(await register(first, {}, { account: 'uid:7', shared: false }))).toBe(
      'staff/ceremony-gone',
    );
    const second = await begin();
    station.pass(3 * minute);
    expect(codeOf(await register(second))).toBe('staff/ceremony-gone');
    const third = await begin();
    const fourth = await begin();
    expect(codeOf(await register(third))).toBe('staff/ceremony-gone');
    expect(codeOf(await register(fourth))).toBe('ok');
    expect(codeOf(await register(fourth))).toBe('staff/ceremony-gone');
  });

  test('is worth nothing once its operator has signed out, or the account turned out to be shared', async () => {
    const creation = await begin();
    session({ sharedAccounts: [account] });
    expect(codeOf(await register(creation))).toBe('staff/shared-account');
    session({});
    station.now.staff.signOut();
    expect(codeOf(await register(creation))).toBe('staff/not-signed-in');
    expect(steps()).toEqual(['statements', 'enrolment']);
  });

  test('does not count without a good test signature of the very same authenticator', async () => {
    const test = await register(await begin());
    if (!test.ok) throw new Error(test.refusal.code);
    const { ceremonyId } = test.value;
    const other = createEnrollingKey().assert({ challenge: challenges.test, rpId });
    expect(codeOf(await enrolment.prove({ ceremonyId, assertion: other }, desk))).toBe(
      'staff/assertion-refused',
    );
    const assertion = hello.assert({ challenge: challenges.test, rpId });
    expect(codeOf(await enrolment.prove({ ceremonyId, assertion }, desk))).toBe('staff/ceremony-gone');
    expect(steps()).not.toContain('prove');
    expect(station.audited().map(({ kind }) => kind)).not.toContain('operator-platform-registered');
  });

  test('is told apart from the test: one cannot be answered with the other', async () => {
    const creation = await begin();
    const assertion = hello.assert({ challenge: creation.options.challenge, rpId });
    expect(codeOf(await enrolment.prove({ ceremonyId: creation.ceremonyId, assertion }, desk))).toBe(
      'staff/ceremony-gone',
    );
  });

  test('comes to nothing where the hub says so', async () => {
    answers.register = refuse('enrolment/key-taken');
    expect(codeOf(await register(await begin()))).toBe('enrolment/key-taken');
    answers.enrolment = refuse('enrolment/code-refused');
    expect(codeOf(await enrolment.begin({ label: 'x' }, desk))).toBe('staff/ceremony-gone');
    answers.statements = refuse('hub/needed');
    expect(codeOf(await enrolment.begin({ label: 'x' }, desk))).toBe('hub/needed');
  });
});
