import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWipeRetry, type WipeRetry } from '../../../../main/agent/session/wipe/wipe-retry.ts';
import { fail } from '../../../../native/client/fido-error.ts';
import type { WipeStatus } from '../../../../preload/contract/models/lab.ts';
import { procedures } from '../../../../preload/contract/procedures.ts';
import { createWebAuthnSigner } from '../../../rigs/webauthn-signer.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  operator,
  type SigningClient,
  signingClient,
} from '../../staff/counter-station.ts';

const supervisor = createWebAuthnSigner();
const clerk = createWebAuthnSigner();
const since = '2026-04-07T01:00:00.000Z';

let client: SigningClient;
let station: CounterStation;
let status: WipeStatus;
let tries: number;
let retry: WipeRetry;
beforeEach(() => {
  client = signingClient(supervisor);
  station = createCounterStation({
    client,
    operators: [
      operator('op-s', [supervisor.credential], { role: 'supervisor' }),
      operator('op-c', [clerk.credential]),
    ],
  });
  status = { state: 'failed', reason: 'hook', since };
  tries = 0;
  const { store, clock, audit, key } = station.now;
  retry = createWipeRetry({
    store,
    clock,
    audit,
    key,
    policy: { current: () => station.policy.state },
    wipe: {
      status: () => status,
      again() {
        tries += 1;
        status = { state: 'wiping', reason: null, since };
      },
    },
  });
});
afterEach(() => station.remove());

const again = async () => {
  const answer = await retry.again();
  return answer.ok ? answer.value.state : answer.refusal.code;
};
const audited = () =>
  station
    .audited()
    .filter(({ kind }) => kind.startsWith('lab-wipe-again'))
    .map(({ kind, facts }) => [kind, facts]);

test("a supervisor's key has it tried anew, and the trail keeps who did (I8)", async () => {
  expect(await again()).toBe('wiping');
  expect(tries).toBe(1);
  expect(audited()).toEqual([['lab-wipe-again', { credential: 'test key', reason: 'hook' }]]);
});

test("another operator's key does not", async () => {
  client.signer = clerk;
  expect(await again()).toBe('session/wipe-role-refused');
  expect(tries).toBe(0);
  expect(audited()).toEqual([['lab-wipe-again-refused', { code: 'session/wipe-role-refused' }]]);
});

test('nor does a key that was not touched', async () => {
  client.getAssertion = () => Promise.resolve(fail('key/cancelled'));
  expect(await again()).toBe('key/cancelled');
  expect(tries).toBe(0);
  expect(audited()).toEqual([['lab-wipe-again-refused', { code: 'key/cancelled' }]]);
});

test('where nothing has failed, no key is asked for and nothing is recorded', async () => {
  for (const state of ['clean', 'wiping'] as const) {
    status = { state, reason: null, since };
    expect(await again()).toBe(state);
  }
  expect(tries).toBe(0);
  expect(client.allowed).toEqual([]);
  expect(audited()).toEqual([]);
});

test('a registry of operators that is too old proves nobody', async () => {
  station.pass(25 * hour);
  expect(await again()).not.toBe('wiping');
  expect(tries).toBe(0);
});

test('the procedure is a lab station’s alone, at a person’s pace, and takes no words (I9)', () => {
  const { surface, role, input } = procedures['lab.wipeAgain'];
  expect([surface, role]).toEqual([['lab'], null]);
  expect(input.safeParse({ state: 'clean' }).success).toBe(false);
});
