import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../../main/agent/ports.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import type { Result } from '../../../preload/contract/errors.ts';
import { type AssertionWish, createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import {
  type CounterStation,
  createCounterStation,
  minute,
  operator,
  rpId,
  signingClient,
} from './counter-station.ts';

const account = 'S-1-5-21-1004336348-1177238915-682003330-1001';
const desk: Caller = { account, shared: false };
const binding = { station: 'counter-1', account };
const key = createWebAuthnSigner();
const hello = createWebAuthnSigner();
const away = createWebAuthnSigner();
let station: CounterStation;

const session = (rules: Partial<NonNullable<PolicyDocument['operatorSession']>> = {}) => {
  station.policy.state = {
    state: 'valid',
    policy: {
      ...examplePolicy({ operatorRegistry: { maximumAgeHours: 24 } }),
      operatorSession: {
        lockOnKeyRemoval: false,
        platformAuthenticators: 'bound',
        sharedAccounts: [],
        ...rules,
      },
    },
  };
};

beforeEach(() => {
  station = createCounterStation({
    client: signingClient(key),
    operators: [
      operator('op-key', [key.credential]),
      operator('op-hello', [{ ...hello.credential, binding }]),
      operator('op-away', [{ ...away.credential, binding: { ...binding, station: 'counter-2' } }]),
    ],
  });
  session();
});
afterEach(() => station.remove());

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.refusal.code);

function begin(caller = desk) {
  const request = station.now.staff.webAuthnOptions(caller);
  if (!request.ok) throw new Error(request.refusal.code);
  return request.value;
}

/** A whole sign-in through a window. */
async function signIn(signer = key, wish: Partial<AssertionWish> = {}, caller = desk) {
  const { ceremonyId, options } = begin(caller);
  const assertion = signer.assert({ challenge: options.challenge, rpId, ...wish });
  return station.now.staff.webAuthnSignIn({ ceremonyId, assertion }, caller);
}

describe('what a window is asked for', () => {
  test('verification, our relying party, and the credentials that count here', () => {
    const { options } = begin();
    expect(options).toMatchObject({ rpId, userVerification: 'required', timeout: 120_000 });
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
    expect(options.allowCredentials).toEqual([
      { id: hello.credential.id, type: 'public-key', transports: ['internal'] },
      { id: key.credential.id, type: 'public-key' },
    ]);
  });

  test('no platform credential of another account, of a shared one, or against the policy', () => {
    const ids = (caller: Caller) => begin(caller).options.allowCredentials.map(({ id }) => id);
    expect(ids({ account: 'uid:7', shared: false })).toEqual([key.credential.id]);
    expect(ids({ account: null, shared: false })).toEqual([key.credential.id]);
    expect(ids({ account, shared: true })).toEqual([key.credential.id]);
    session({ sharedAccounts: [account] });
    expect(ids(desk)).toEqual([key.credential.id]);
    session({ platformAuthenticators: 'refused' });
    expect(ids(desk)).toEqual([key.credential.id]);
  });

  test('of many operators, any credential that the authenticator holds', () => {
    station.setOperators(
      Array.from({ length: 65 }, (_, index) =>
        operator(`op-${index}`, [{ ...createWebAuthnSigner().credential }]),
      ),
    );
    expect(begin().options.allowCredentials).toEqual([]);
  });
});

describe('signing in through a window', () => {
  test('with a key, and with Windows Hello where it is bound', async () => {
    expect(codeOf(await signIn(key))).toBe('ok');
    station.now.staff.signOut();
    expect(codeOf(await signIn(hello))).toBe('ok');
    expect(station.audited().filter(({ kind }) => kind === 'staff-signed-in')).toMatchObject([
      { facts: { client: 'webauthn', account: null } },
      { facts: { client: 'webauthn', account } },
    ]);
  });

  test.each([
    ['another challenge', { challenge: 'B'.repeat(43) }],
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['no user verification', { userVerified: false }],
    ['no user presence', { userPresent: false }],
    ['a registration in place of an assertion', { type: 'webauthn.create' }],
  ] as const)('with %s is refused, and on record', async (_, wish) => {
    expect(codeOf(await signIn(key, wish))).toBe('staff/assertion-refused');
    expect(station.now.staff.standing()).toEqual({ state: 'none' });
    expect(station.audited().at(-1)).toMatchObject({ kind: 'staff-sign-in-failed' });
  });

  test.each<[string, Caller, Partial<NonNullable<PolicyDocument['operatorSession']>>, string]>([
    ['at another desktop account', { account: 'uid:7', shared: false }, {}, 'staff/credential-elsewhere'],
    ['where the face names no account', { account: null, shared: false }, {}, 'staff/credential-elsewhere'],
    [
      'where the station says that its account is shared',
      { account, shared: true },
      {},
      'staff/shared-account',
    ],
    ['where the policy says that it is', desk, { sharedAccounts: [account] }, 'staff/shared-account'],
    ['where the policy refuses it', desk, { platformAuthenticators: 'refused' }, 'staff/platform-refused'],
  ])('with Windows Hello %s is refused', async (_, caller, rules, code) => {
    session(rules);
    expect(codeOf(await signIn(hello, {}, caller))).toBe(code);
  });

  test('with Windows Hello of another station is refused', async () => {
    expect(codeOf(await signIn(away))).toBe('staff/credential-elsewhere');
  });

  test('with a platform authenticator that the registry takes for a key is refused', async () => {
    expect(codeOf(await signIn(key, { attachment: 'platform' }))).toBe('staff/platform-refused');
  });

  test('with a passkey that may be copied elsewhere is refused where it is to prove a station', async () => {
    expect(codeOf(await signIn(hello, { backupEligible: true }))).toBe('staff/assertion-refused');
    expect(codeOf(await signIn(key, { backupEligible: true }))).toBe('ok');
  });

  test('twice with the same answer opens one session', async () => {
    const { ceremonyId, options } = begin();
    const answer = { ceremonyId, assertion: key.assert({ challenge: options.challenge, rpId }) };
    expect(codeOf(await station.now.staff.webAuthnSignIn(answer, desk))).toBe('ok');
    station.now.staff.signOut();
    expect(codeOf(await station.now.staff.webAuthnSignIn(answer, desk))).toBe('staff/ceremony-gone');
  });

  test('of two windows at once opens one session', async () => {
    const answers = [begin(), begin()].map(({ ceremonyId, options }) => ({
      ceremonyId,
      assertion: key.assert({ challenge: options.challenge, rpId }),
    }));
    const codes = await Promise.all(
      answers.map(async (answer) => codeOf(await station.now.staff.webAuthnSignIn(answer, desk))),
    );
    expect(codes).toEqual(['ok', 'staff/already-signed-in']);
  });

  test('too late is refused', async () => {
    const { ceremonyId, options } = begin();
    const assertion = key.assert({ challenge: options.challenge, rpId });
    station.pass(3 * minute);
    expect(codeOf(await station.now.staff.webAuthnSignIn({ ceremonyId, assertion }, desk))).toBe(
      'staff/ceremony-gone',
    );
  });

  test('over HID never with a platform credential', async () => {
    station.setOperators([operator('op-hello', [{ ...key.credential, binding }])]);
    expect(codeOf(await station.now.staff.signIn())).toBe('key/no-credential');
  });
});

describe('locked on key removal', () => {
  const device = 'software:a';
  const signedIn = () => station.now.staff.standing().state === 'signed-in';

  test('a sign-in whose key the agent did not drive ends with the first key that goes', async () => {
    session({ lockOnKeyRemoval: true });
    station.plugged.set([device, 'b']);
    await signIn(key);
    await Promise.resolve();
    station.plugged.set([device]);
    await expect.poll(signedIn).toBe(false);
    expect(station.audited().at(-1)).toMatchObject({
      kind: 'staff-signed-out',
      facts: { how: 'key-removed' },
    });
    expect(station.events.slice(-2)).toEqual([
      { name: 'staff-ended', event: { how: 'key-removed' } },
      { name: 'staff', event: null },
    ]);
    // What was begun is kept, and the next call says that the sign-in is over.
    expect(station.now.staff.standing()).toEqual({ state: 'stale' });
    expect(station.plugged.watched()).toBe(false);
  });

  test('not by Windows Hello, nor where the policy does not say so', async () => {
    session({ lockOnKeyRemoval: true });
    station.plugged.set([device]);
    await signIn(hello);
    expect(station.plugged.watched()).toBe(false);
    station.now.staff.signOut();
    session();
    await signIn(key);
    expect(station.plugged.watched()).toBe(false);
  });

  test('watching ends with the sign-in', async () => {
    session({ lockOnKeyRemoval: true });
    station.plugged.set([device]);
    await signIn(key);
    expect(station.plugged.watched()).toBe(true);
    station.now.staff.signOut();
    expect(station.plugged.watched()).toBe(false);
  });
});
