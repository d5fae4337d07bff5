import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createOperatorApp } from '../../../main/agent/operators/operator-app.ts';
import { createOperatorStatements } from '../../../main/agent/operators/operator-statements.ts';
import type { signInStatement } from '../../../main/exchange/operator-interface.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import {
  type CounterStation,
  createCounterStation,
  hubKey,
  operator,
  signingClient,
  start,
} from '../staff/counter-station.ts';

const operators = {
  attestation: { models: null, roots: null, none: true },
  minimumKeys: 2,
  totp: true,
} as const;

let station: CounterStation;
/** What the hub answers to a request's body. */
let hub: (path: string, body: unknown) => Result<unknown>;
beforeEach(() => {
  const client = signingClient();
  station = createCounterStation({
    client,
    operators: [
      operator('op-a', [client.signer.credential]),
      operator('op-b', [createWebAuthnSigner().credential]),
    ],
  });
  station.policy.state = { state: 'valid', policy: examplePolicy({ operators }) };
  hub = () => refuse('hub/needed');
});
afterEach(() => station.remove());

function app() {
  const { identity, clock, staff, key, store, audit } = station.now;
  const unused = () => Promise.reject(new Error('not asked for here'));
  const client = {
    pushCommands: unused,
    pushSignIns: unused,
    readFeed: unused,
    keepCheckpoint: unused,
    async ask<Schema extends z.ZodType>(path: string, body: unknown, schema: Schema) {
      const answer = hub(path, body);
      return answer.ok ? ok(schema.parse(answer.value)) : answer;
    },
  };
  const statements = createOperatorStatements({ identity, clock, staff, key, client });
  const policy = { current: () => station.policy.state };
  return createOperatorApp({ store, audit, identity, policy, staff, statements, client });
}

const word = (body: unknown, change: Partial<z.infer<typeof signInStatement>> = {}, key = hubKey) =>
  ok({
    outcome: 'ok',
    statement: signDocument(
      'madoguchi-sign-in+jws',
      {
        v: 1,
        station: 'counter-1',
        operator: 'op-a',
        nonce: (body as { nonce: string }).nonce,
        at: new Date(start).toISOString(),
        ...change,
      },
      key,
    ),
  });

describe('a sign-in by an app’s code', () => {
  test('holds by the hub’s signed word to this station, operator and nonce', async () => {
    hub = (_, body) => word(body);
    expect(await app().signIn({ operatorId: 'op-a', code: '123456' })).toMatchObject({
      ok: true,
      value: { method: 'totp' },
    });
  });

  test.each([
    ['another station', { station: 'counter-2' }],
    ['another operator', { operator: 'op-b' }],
    ['another nonce', { nonce: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ])('is refused when the word is to %s', async (_, change) => {
    hub = (__, body) => word(body, change);
    expect(await app().signIn({ operatorId: 'op-a', code: '123456' })).toEqual(refuse('totp/wrong'));
    expect(station.now.staff.current()).toBeNull();
  });

  test('is refused when the word is by another key', async () => {
    hub = (_, body) => word(body, {}, generateSigningKey());
    expect(await app().signIn({ operatorId: 'op-a', code: '123456' })).toEqual(refuse('totp/wrong'));
  });

  test('is not possible without the hub, nor where the policy does not allow it', async () => {
    expect(await app().signIn({ operatorId: 'op-a', code: '123456' })).toEqual(refuse('hub/needed'));
    station.policy.state = { state: 'valid', policy: examplePolicy() };
    expect(app().allowed()).toEqual(ok({ allowed: false }));
    expect(await app().signIn({ operatorId: 'op-a', code: '123456' })).toEqual(refuse('totp/not-allowed'));
    expect(await app().begin()).toEqual(refuse('totp/not-allowed'));
  });

  test.each([
    ['１２３ ４５６', '123456'],
    ['123 456', '123456'],
  ])('reads %s as it is meant', async (typed, sent) => {
    let seen = '';
    hub = (_, body) => {
      seen = (body as { code: string }).code;
      return refuse('hub/needed');
    };
    await app().signIn({ operatorId: 'op-a', code: typed });
    expect(seen).toBe(sent);
  });

  test.each([
    [{ outcome: 'wrong' }, refuse('totp/wrong')],
    [{ outcome: 'used' }, refuse('totp/used')],
    [{ outcome: 'wait', seconds: 60 }, refuse('totp/wait', { seconds: 60 })],
    [{ outcome: 'too-many-failures' }, refuse('totp/too-many-failures')],
    [{ outcome: 'clock', aheadSeconds: 210 }, refuse('totp/clock-ahead', { minutes: 3, seconds: 30 })],
    [{ outcome: 'clock', aheadSeconds: -60 }, refuse('totp/clock-behind', { minutes: 1, seconds: 0 })],
    [{ outcome: 'zone', aheadMinutes: 540 }, refuse('totp/zone-ahead', { hours: 9, minutes: 0 })],
    [{ outcome: 'zone', aheadMinutes: -330 }, refuse('totp/zone-behind', { hours: 5, minutes: 30 })],
  ])('says of %j what is the matter', async (verdict, refusal) => {
    hub = () => ok(verdict);
    expect(await app().signIn({ operatorId: 'op-a', code: '123456' })).toEqual(refusal);
  });
});

describe('setting an app up', () => {
  test('is not possible after a sign-in by a code: it wants the operator’s own key', async () => {
    await station.now.staff.codeSignIn('op-b', async () => ok(''));
    expect(await app().begin()).toEqual(refuse('staff/key-sign-in-needed'));
  });

  test('is on record once its first code was right, and without the secret (I7, I8)', async () => {
    await station.now.staff.signIn();
    const secret = 'A'.repeat(32);
    hub = (path) =>
      path.endsWith('/confirm')
        ? ok({ outcome: 'ok' })
        : ok({
            kind: 'totp',
            uri: `otpauth://totp/x?secret=${secret}`,
            secret,
            expiresAt: new Date(start).toISOString(),
          });
    const begun = await app().begin();
    if (!begun.ok) throw new Error(begun.refusal.code);
    expect(await app().confirm({ id: begun.value.id, code: '123456' })).toEqual(ok({}));
    const audited = station.audited();
    expect(audited.at(-1)).toMatchObject({ kind: 'totp-set-up', actor: { type: 'operator', id: 'op-a' } });
    expect(JSON.stringify(audited)).not.toContain(secret);
  });
});
