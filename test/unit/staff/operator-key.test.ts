import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCredential, recordCounter } from '../../../main/agent/staff/operator-registry.ts';
import { fail } from '../../../native/client/fido-error.ts';
import { refuse } from '../../../preload/contract/errors.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import {
  type CounterStation,
  createCounterStation,
  operator,
  type SigningClient,
  signingClient,
  start,
} from './counter-station.ts';

const other = createWebAuthnSigner();
const challenge = 'A'.repeat(43);
let client: SigningClient;
let station: CounterStation;
beforeEach(() => {
  client = signingClient();
  station = createCounterStation({
    client,
    operators: [operator('op-a', [client.signer.credential]), operator('op-b', [other.credential])],
  });
});
afterEach(() => station.remove());

const prove = (only: string | null = null) => station.now.key.prove('sign-in', challenge, only);
const codeOf = async (only: string | null = null) => {
  const result = await prove(only);
  return result.ok ? 'ok' : result.refusal.code;
};
const storedCounter = () => findCredential(station.now.store.read, client.signer.credential.id)?.counter;

test('a proof says whose it is', async () => {
  const proof = await prove();
  expect(proof.ok && proof.value.owner.operator.id).toBe('op-a');
  expect(proof.ok && proof.value.assertion.id).toBe(client.signer.credential.id);
});

describe('the signature counter (WebAuthn Level 3 §7.2 step 22)', () => {
  test.each([
    ['goes up', 7, 8, 'ok'],
    ['leaps', 7, 4_294_967_295, 'ok'],
    ['stands still', 7, 7, 'staff/counter-regress'],
    ['goes back: a cloned key', 7, 3, 'staff/counter-regress'],
    ['falls to nothing: a cloned key', 7, 0, 'staff/counter-regress'],
    ['was never there', 0, 0, 'ok'],
    ['begins', 0, 1, 'ok'],
  ])('%s: from %d to %d is %s', async (_, before, after, expected) => {
    station.now.store.write((database) => recordCounter(database, client.signer.credential.id, before));
    client.bend = { counter: after };
    expect(await codeOf()).toBe(expected);
    expect(storedCounter()).toBe(expected === 'ok' ? after : before);
    const flagged = station.audited().filter((entry) => entry.kind === 'key-counter-regress');
    expect(flagged.map((entry) => entry.facts)).toEqual(
      expected === 'ok' ? [] : [{ credential: 'test key', seen: before, given: after }],
    );
  });

  test('is kept when the registry comes again, and through a restart', async () => {
    client.bend = { counter: 41 };
    expect(await codeOf()).toBe('ok');
    station.setOperators([operator('op-a', [client.signer.credential])]);
    station.restart();
    expect(storedCounter()).toBe(41);
    expect(await codeOf()).toBe('staff/counter-regress');
  });
});

describe('whose key', () => {
  test('only one operator’s keys are asked for where only one may sign', async () => {
    await prove('op-b');
    await prove(null);
    expect(client.allowed[0]).toEqual([other.credential.id]);
    expect(client.allowed[1]).toEqual([client.signer.credential.id, other.credential.id]);
  });

  test('a key that signs though it was not asked is refused (I1)', async () => {
    expect(await codeOf('op-b')).toBe('staff/unknown-credential');
  });

  test('a key of nobody is refused', async () => {
    client.signer = createWebAuthnSigner();
    expect(await codeOf()).toBe('staff/unknown-credential');
  });

  test('revoked while the key was waited for: refused', async () => {
    client.before = async () =>
      station.setOperators([
        operator('op-a', [client.signer.credential], { revokedAt: new Date(start).toISOString() }),
      ]);
    expect(await codeOf()).toBe('staff/unknown-credential');
  });

  test('an operator without a key, or unknown, has nothing to sign with', async () => {
    station.setOperators([operator('op-a', [])]);
    expect(await codeOf('op-a')).toBe('staff/registry-empty');
    expect(await codeOf('nobody')).toBe('staff/registry-empty');
  });
});

test.each([
  ['another challenge', { challenge: 'B'.repeat(43) }],
  ['another origin', { origin: 'https://evil.example' }],
  ['another relying party', { rpId: 'evil.example' }],
  ['no user verification', { userVerified: false }],
] as const)('an assertion with %s is refused, and its counter not kept', async (_, bend) => {
  client.bend = bend;
  expect(await codeOf()).toBe('staff/assertion-refused');
  expect(storedCounter()).toBe(0);
});

test('an answer of the client that is no assertion is refused', async () => {
  client.getAssertion = async () => ({ ok: true, value: { id: 7 } }) as never;
  expect(await codeOf()).toBe('staff/assertion-refused');
});

describe('prompts', () => {
  test('a second operation is refused while the first waits, and free afterwards', async () => {
    let finish: (() => void) | undefined;
    client.before = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      });
    const first = prove();
    expect(await prove()).toEqual(refuse('key/busy'));
    expect(await station.now.staff.signIn()).toEqual(refuse('key/busy'));
    finish?.();
    expect((await first).ok).toBe(true);
    client.before = async () => undefined;
    expect((await prove()).ok).toBe(true);
  });

  test('a client that throws frees the key, and takes the prompt down', async () => {
    client.before = () => Promise.reject(new Error('broken'));
    await expect(prove()).rejects.toThrow('broken');
    expect(station.events.at(-1)).toEqual({ name: 'key', event: null });
    client.before = async () => undefined;
    expect((await prove()).ok).toBe(true);
  });

  test('a failure keeps its code and the tries that are left', async () => {
    client.getAssertion = async () => ({
      ok: false,
      error: { code: 'key/pin-wrong', retriesLeft: 3 },
    });
    expect(await prove()).toEqual(refuse('key/pin-wrong', { retriesLeft: 3 }));
    client.getAssertion = async () => fail('key/timeout');
    expect(await prove()).toEqual(refuse('key/timeout'));
  });
});
