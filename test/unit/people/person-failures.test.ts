import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPeopleFailures } from '../../../main/agent/people/person-failures.ts';
import {
  type OperatorProofDocument,
  signInChallenge,
  verifyAct,
} from '../../../main/exchange/operator-act.ts';
import { keyThumbprint } from '../../../main/exchange/signing-key.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import {
  type CounterStation,
  createCounterStation,
  operator,
  signingClient,
} from '../staff/counter-station.ts';

let station: CounterStation;
let asked: { readonly path: string; readonly body: unknown }[];
let hub: Result<unknown>;
const signer = createWebAuthnSigner();

beforeEach(() => {
  const operators = [operator('op-a', [signer.credential], { person: 'S1002' })];
  station = createCounterStation({ client: signingClient(signer), operators });
  asked = [];
  hub = ok({ failures: 7, stations: 2, lastAt: '2025-06-10T01:30:00.000Z' });
});
afterEach(() => station.remove());

function failures() {
  const { store, audit, staff } = station.now;
  return createPeopleFailures({
    store,
    audit,
    staff,
    client: {
      ask: async (path, body, schema) => {
        asked.push({ path, body });
        return hub.ok ? ok(schema.parse(hub.value)) : hub;
      },
    },
  });
}
const clear = (personId: string) => failures().clear({ personId, reason: 'classmate-guessed' });

test('an operator clears a person’s failures through the hub, and it is in the audit trail (I8)', async () => {
  await station.now.staff.signIn();
  station.now.counter.open({ personId: 'S1001', reason: 'forgotten' });
  expect(await failures().of({ personId: 'S1001' })).toEqual(hub);
  expect(await clear('S1001')).toEqual(ok({ failures: 0, stations: 0, lastAt: null }));
  expect(asked).toMatchObject([
    { path: '/v1/people/failures', body: { person: 'S1001', operator: 'op-a' } },
    {
      path: '/v1/people/failures/clear',
      body: { person: 'S1001', operator: 'op-a', reason: 'classmate-guessed' },
    },
  ]);
  // What the hub verifies of both: this request, by the key that the operator's signed at their sign-in.
  for (const each of asked) {
    const { proof, ...body } = each.body as { operator: string; proof: OperatorProofDocument };
    const { grant } = proof;
    if (grant.by !== 'key') throw new Error('no key signed in');
    expect(grant.assertion.id).toBe(signer.credential.id);
    const at = { station: grant.statement.station, operator: 'op-a', path: each.path };
    expect(verifyAct(proof, { ...at, body, now: station.now.clock.now() })).toMatchObject({ ok: true });
    expect(grant.statement.sessionKey).toBe(keyThumbprint(proof.sessionKey));
    const client = JSON.parse(Buffer.from(grant.assertion.response.clientDataJSON, 'base64url').toString());
    expect(client.challenge).toBe(signInChallenge(grant.statement));
  }
  expect(station.audited().at(-1)).toMatchObject({
    kind: 'failures-cleared',
    actor: { type: 'operator', id: 'op-a' },
    facts: { reason: 'classmate-guessed', failures: 7, stations: 2 },
  });
});

test('never their own (I4), and never without a sign-in', async () => {
  expect(await clear('S1002')).toEqual(refuse('staff/not-signed-in'));
  await station.now.staff.signIn();
  station.now.counter.open({ personId: 'S1001', reason: 'forgotten' });
  station.now.staff.signOut();
  expect(await failures().of({ personId: 'S1001' })).toMatchObject({ ok: false });
  expect(await clear('S1001')).toEqual(refuse('staff/not-signed-in'));
  await station.now.staff.signIn();
  expect(await clear('S1002')).toEqual(refuse('case/own-account'));
  expect(asked).toEqual([]);
});

test('of nobody whose case is not open: what happened in a name is part of the record', async () => {
  await station.now.staff.signIn();
  expect(await failures().of({ personId: 'S1001' })).toEqual(refuse('case/none'));
  expect(await clear('S1001')).toEqual(refuse('case/none'));
  station.now.counter.open({ personId: 'S1001', reason: 'forgotten' });
  expect(await failures().of({ personId: 'S2001' })).toEqual(refuse('case/none'));
  expect(asked).toEqual([]);
});

test('without the hub nothing is cleared, and nothing recorded as cleared', async () => {
  await station.now.staff.signIn();
  station.now.counter.open({ personId: 'S1001', reason: 'forgotten' });
  hub = refuse('hub/needed');
  expect(await clear('S1001')).toEqual(refuse('hub/needed'));
  expect(station.audited().some(({ kind }) => kind === 'failures-cleared')).toBe(false);
});
