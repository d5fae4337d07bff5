import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { applyFeed, cursorKey } from '../../../main/agent/hub-link/apply-feed.ts';
import { nextResend } from '../../../main/agent/outbox/resend-rows.ts';
import { createPolicyBundle, type PolicyBundle } from '../../../main/agent/policy/policy-bundle.ts';
import { readShared } from '../../../main/agent/sign-in/shared-failures.ts';
import { activeOperators } from '../../../main/agent/staff/operator-registry.ts';
import { readState } from '../../../main/agent/store/station-state.ts';
import type { FeedItem, FeedResponse } from '../../../main/exchange/hub-interface.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  hubKey,
  operator,
  person,
  signingClient,
  start,
} from '../staff/counter-station.ts';

const { credential } = createWebAuthnSigner();
let station: CounterStation;
let policy: PolicyBundle;
beforeEach(() => {
  station = createCounterStation({ client: signingClient(), operators: [operator('op-a', [credential])] });
  policy = createPolicyBundle(station.now);
  const { store, people } = station.now;
  store.write((database) => people.confirm(database));
});
afterEach(() => station.remove());

function feed(items: readonly FeedItem[], more: Partial<FeedResponse> = {}): FeedResponse {
  return {
    items: [...items],
    cursor: 7,
    more: false,
    time: '',
    registryAsOf: new Date(start + hour).toISOString(),
    ...more,
  };
}

const forgotten: unknown[] = [];
const offline = { forgetPeople: (_: unknown, ...said: readonly unknown[]) => void forgotten.push(said) };
const told: unknown[][] = [];
const sessions = {
  tell: (...said: unknown[]) => void told.push(['tell', ...said]),
  endByStaff: (...said: unknown[]) => void told.push(['end', ...said]),
};
const apply = (response: FeedResponse) =>
  applyFeed({ ...station.now, policy, offline, sessions, station: () => 'counter-1' }, response);
const cursor = () => readState(station.now.store.read, cursorKey, z.number());
const registryAsOf = () => readState(station.now.store.read, 'operators-as-of', z.string());
const nothing = { policy: false, operators: false, people: false, commands: false };

test('an empty answer moves the cursor and confirms the registry', () => {
  expect(apply(feed([]))).toEqual(nothing);
  expect(cursor()).toBe(7);
  expect(registryAsOf()).toBe(new Date(start + hour).toISOString());
});

test('an answer with more behind it confirms the registry too: a changed one comes first (I10)', () => {
  apply(feed([], { more: true }));
  expect(registryAsOf()).toBe(new Date(start + hour).toISOString());
});

test('operators come as the whole registry: who is missing is gone', () => {
  const item: FeedItem = {
    kind: 'operators',
    operators: [
      operator('op-b', [credential]),
      operator('op-c', [], { revokedAt: new Date(start).toISOString() }),
    ],
    asOf: new Date(start).toISOString(),
  };
  expect(apply(feed([item]))).toEqual({ ...nothing, operators: true });
  expect(activeOperators(station.now.store.read).map((one) => one.id)).toEqual(['op-b']);
  expect(station.audited().at(-1)).toMatchObject({ kind: 'operators-updated', facts: { operators: 2 } });
});

test('people come and go', () => {
  expect(apply(feed([{ kind: 'people', upsert: [person('S2001')], remove: ['S1001'] }]))).toEqual({
    ...nothing,
    people: true,
  });
  expect(station.now.people.get('S2001')?.id).toBe('S2001');
  expect(station.now.people.get('S1001')).toBeUndefined();
});

test('the end of the first copy is a change of the people, also in an answer that brings nobody', () => {
  const { store, people } = station.now;
  store.write((database) => database.run('UPDATE people_replica SET confirmed_at = NULL'));
  const part: FeedItem = { kind: 'people', upsert: [person('S2001')], remove: [] };
  expect(apply(feed([part], { more: true }))).toEqual({ ...nothing, people: true });
  expect(people.status()).toMatchObject({ receiving: true });
  expect(apply(feed([], { more: true }))).toEqual(nothing);
  expect(apply(feed([]))).toEqual({ ...nothing, people: true });
  expect(people.status()).toMatchObject({ receiving: false });
  expect(apply(feed([]))).toEqual(nothing);
});

test('an outcome of a command that is not ours changes nothing', () => {
  const item: FeedItem = {
    kind: 'outcome',
    commandId: '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11',
    state: 'applied',
    ending: null,
    refusal: null,
    at: new Date(start).toISOString(),
  };
  expect(apply(feed([item]))).toEqual(nothing);
});

describe('a policy', () => {
  const bundle = (key = hubKey) => signDocument('madoguchi-policy+jws', examplePolicy(), key);

  test('by a pinned key is taken', () => {
    expect(apply(feed([{ kind: 'policy', bundle: bundle() }]))).toEqual({ ...nothing, policy: true });
    expect(policy.current().state).toBe('valid');
  });

  test.each([
    ['by another key', () => bundle(generateSigningKey())],
    ['that is none', () => 'junk'],
  ])('%s is refused and on record, and what came with it still counts (I6, I8)', (_, made) => {
    const changes = apply(
      feed([
        { kind: 'policy', bundle: made() },
        { kind: 'people', upsert: [person('S2001')], remove: [] },
      ]),
    );
    expect(changes).toEqual({ ...nothing, people: true });
    expect(policy.current().state).toBe('invalid');
    expect(station.audited().at(-1)).toMatchObject({
      kind: 'policy-refused',
      facts: { reason: 'policy-signature' },
    });
    expect(station.now.people.get('S2001')?.id).toBe('S2001');
    expect(cursor()).toBe(7);
  });
});

test('one item that cannot be applied leaves all as it was, the cursor too (I3)', () => {
  apply(feed([], { cursor: 3 }));
  const twice = [operator('op-b', [credential]), operator('op-c', [credential])];
  const items: FeedItem[] = [
    { kind: 'people', upsert: [person('S2001')], remove: [] },
    { kind: 'operators', operators: twice, asOf: new Date(start).toISOString() },
  ];
  expect(() => apply(feed(items))).toThrow();
  expect(cursor()).toBe(3);
  expect(station.now.people.get('S2001')).toBeUndefined();
  expect(activeOperators(station.now.store.read).map((one) => one.id)).toEqual(['op-a']);
});

test('the same answer again changes nothing more', () => {
  const items: FeedItem[] = [
    { kind: 'people', upsert: [person('S2001')], remove: ['S1001'] },
    { kind: 'policy', bundle: signDocument('madoguchi-policy+jws', examplePolicy(), hubKey) },
  ];
  apply(feed(items));
  const people = station.now.people.status().people;
  apply(feed(items));
  expect(station.now.people.status().people).toBe(people);
  expect(policy.current().state).toBe('valid');
});

test('what staff say reaches the session, by the time at which they said it', () => {
  const text = { ja: '閉室します。', en: 'We are closing.' };
  const at = new Date(start).toISOString();
  told.length = 0;
  apply(
    feed([
      { kind: 'lab-message', text, at },
      { kind: 'lab-sign-out', at },
    ]),
  );
  expect(told).toEqual([
    ['tell', text, new Date(start)],
    ['end', new Date(start)],
  ]);
  expect(cursor()).toBe(7);
});

describe('guessing', () => {
  const tagKey = Buffer.alloc(32, 3).toString('base64url');
  const at = new Date(start).toISOString();

  test('the institution’s key comes before the items that need it; people are forgotten by tag', () => {
    forgotten.length = 0;
    const item: FeedItem = { kind: 'verifiers-void', people: ['abcde'], before: at };
    apply(feed([item]));
    expect(forgotten).toEqual([]);
    apply(feed([item], { tagKey }));
    expect(forgotten).toEqual([[tagKey, ['abcde'], new Date(start)]]);
  });

  test('failures elsewhere are kept as they stand, and a clearing is in the audit trail (I8)', () => {
    const news = { kind: 'sign-in-failures', tag: 'abcde', total: 5, at, clearedAt: null } as const;
    apply(feed([{ ...news, elsewhere: 4 }], { tagKey }));
    expect(readShared(station.now.store.read, 'abcde', start + hour)).toEqual({
      elsewhere: 4,
      total: 5,
      elapsedMs: hour,
    });
    apply(feed([{ ...news, elsewhere: 0, total: 0, clearedAt: at }]));
    expect(readShared(station.now.store.read, 'abcde', start + hour).elsewhere).toBe(0);
    expect(station.audited().at(-1)).toMatchObject({ kind: 'failures-cleared' });
  });
});

test('another epoch than before is on record, and what was sent goes to the hub again (I3, I8)', () => {
  const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
  apply(feed([], { epoch: first }));
  expect(nextResend(station.now.store.read, 10)).toBeNull();
  apply(feed([], { epoch: first }));
  expect(nextResend(station.now.store.read, 10)).toBeNull();
  apply(feed([], { epoch: second }));
  expect(nextResend(station.now.store.read, 10)).not.toBeNull();
  expect(station.audited().at(-1)).toMatchObject({ kind: 'hub-restored' });
});
