import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKioskExits, type KioskExits } from '../../../main/agent/kiosk/kiosk-exit.ts';
import { fail } from '../../../native/client/fido-error.ts';
import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { procedures } from '../../../preload/contract/procedures.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  minute,
  operator,
  type SigningClient,
  signingClient,
  start,
} from '../staff/counter-station.ts';

const supervisor = createWebAuthnSigner();
const clerk = createWebAuthnSigner();
const somebody = { id: 'open' } as LabSession;

let client: SigningClient;
let station: CounterStation;
let session: LabSession | null;
/** Timers that run, with what they are to do. */
let timers: Map<() => void, number>;
let told: unknown[];
let exits: KioskExits;
beforeEach(() => {
  client = signingClient(supervisor);
  session = null;
  station = createCounterStation({
    client,
    operators: [
      operator('op-s', [supervisor.credential], { role: 'supervisor' }),
      operator('op-c', [clerk.credential]),
    ],
  });
  exits = begin();
});
afterEach(() => station.remove());

/** A new agent's: nothing of the one before is known to it but the store. */
function begin(): KioskExits {
  timers = new Map();
  told = [];
  const { store, clock, audit, key } = station.now;
  return createKioskExits({
    store,
    clock,
    audit,
    key,
    policy: { current: () => station.policy.state },
    sink: { emit: (name, event) => void told.push([name, event]) },
    session: () => session,
    setTimer(work, milliseconds) {
      timers.set(work, milliseconds);
      return { cancel: () => void timers.delete(work) };
    },
  });
}
const inside = { leftUntil: null, by: null };
const open = {
  leftUntil: new Date(start + 15 * minute).toISOString(),
  by: { ja: 'op-s', en: 'op-s' },
};
const leave = async () => {
  const left = await exits.leave();
  return left.ok ? left.value : left.refusal.code;
};
const audited = () =>
  station
    .audited()
    .filter(({ kind }) => kind.startsWith('kiosk-'))
    .map(({ kind, facts }) => [kind, facts]);
const left = ['kiosk-left', { credential: 'test key', minutes: 15 }];

test("a supervisor's key opens the kiosk for 15 minutes, which everybody is told and the trail keeps (I8)", async () => {
  expect(exits.state()).toEqual(inside);
  expect(await leave()).toEqual(open);
  expect(exits.state()).toEqual(open);
  expect(told).toEqual([['kiosk', open]]);
  expect([...timers.values()]).toEqual([15 * minute]);
  expect(audited()).toEqual([left]);
});

test('a second press asks for no second key and prolongs nothing', async () => {
  await leave();
  station.pass(10 * minute);
  expect(await leave()).toEqual(open);
  expect(client.allowed).toHaveLength(1);
  expect(timers.size).toBe(1);
});

describe('who may', () => {
  test("no operator's key, where the policy does not say so", async () => {
    client.signer = clerk;
    expect(await leave()).toBe('kiosk/role-refused');
    expect(exits.state()).toEqual(inside);
    expect(told).toEqual([]);
    expect(audited()).toEqual([['kiosk-leave-refused', { code: 'kiosk/role-refused' }]]);
  });

  test('every operator, where it does', async () => {
    station.policy.state = {
      state: 'valid',
      policy: examplePolicy({
        operatorRegistry: { maximumAgeHours: 24 },
        kiosk: { leaveRole: 'operator' },
      }),
    };
    client.signer = clerk;
    expect(await leave()).toEqual({ ...open, by: { ja: 'op-c', en: 'op-c' } });
  });

  test('nobody without a key: a sign-in by code is not offered at a lab, and asks nothing here (I9)', async () => {
    expect(procedures['staff.totpSignIn'].surface).not.toContain('lab');
    expect(procedures['kiosk.leave'].input.safeParse({ code: '123456' }).success).toBe(false);
    client.getAssertion = () => Promise.resolve(fail('key/cancelled') as never);
    expect(await leave()).toBe('key/cancelled');
    expect(exits.state()).toEqual(inside);
    expect(audited()).toEqual([['kiosk-leave-refused', { code: 'key/cancelled' }]]);
  });

  test("no key of somebody who is not in the registry, and none that the hub's word is too old for (I10)", async () => {
    client.signer = createWebAuthnSigner();
    expect(await leave()).not.toEqual(open);
    client.signer = supervisor;
    station.pass(25 * hour);
    expect(await leave()).toBe('staff/registry-too-old');
    expect(exits.state()).toEqual(inside);
  });
});

describe("a person's session never runs outside", () => {
  test('while one is open no key is asked for', async () => {
    session = somebody;
    expect(await leave()).toBe('kiosk/session-open');
    expect(client.allowed).toEqual([]);
  });

  test('one that opens while the key is waited for wins', async () => {
    client.before = async () => {
      session = somebody;
    };
    expect(await leave()).toBe('kiosk/session-open');
    expect(exits.state()).toEqual(inside);
    expect(timers.size).toBe(0);
  });

  test('a sign-in closes the kiosk at once', async () => {
    await leave();
    exits.sessionOpened();
    expect(exits.state()).toEqual(inside);
    expect(told.at(-1)).toEqual(['kiosk', inside]);
    expect(timers.size).toBe(0);
    expect(audited()).toEqual([left, ['kiosk-returned', { how: 'session-opened' }]]);
  });
});

describe('the end', () => {
  test('comes when the time is over, whatever the wall clock says meanwhile', async () => {
    await leave();
    station.disagree();
    expect(exits.state()).toEqual(open);
    for (const work of timers.keys()) work();
    expect(exits.state()).toEqual(inside);
    expect(audited()).toEqual([left, ['kiosk-returned', { how: 'time-over' }]]);
  });

  test('comes when anybody closes it, once', async () => {
    await leave();
    expect(exits.return()).toEqual({ ok: true, value: inside });
    exits.return();
    expect(audited()).toEqual([left, ['kiosk-returned', { how: 'closed' }]]);
  });

  test('comes with the agent: one that starts anew has a closed kiosk, and says so (I6)', async () => {
    await leave();
    exits.close();
    expect(audited()).toEqual([left, ['kiosk-returned', { how: 'agent-stopped' }]]);
    exits = begin();
    expect(exits.state()).toEqual(inside);
  });

  test('comes without a word where the agent died: what is open lives in memory only', async () => {
    await leave();
    exits = begin();
    expect(exits.state()).toEqual(inside);
  });
});
