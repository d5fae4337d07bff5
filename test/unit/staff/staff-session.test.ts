import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  minute,
  operator,
  type SigningClient,
  signingClient,
  start,
} from './counter-station.ts';

let client: SigningClient;
let station: CounterStation;
beforeEach(() => {
  client = signingClient();
  station = createCounterStation({ client, operators: [operator('op-a', [client.signer.credential])] });
});
afterEach(() => station.remove());

const kinds = () => station.audited().map((entry) => entry.kind);

describe('signing in', () => {
  test('with a registered key opens a session, told to the window and on record (I8)', async () => {
    const opened = await station.now.staff.signIn();
    expect(opened).toEqual(
      ok({
        operator: { id: 'op-a', name: { ja: 'op-a', en: 'op-a' }, role: 'operator' },
        method: 'key',
        signedInAt: new Date(start).toISOString(),
        expiresAt: new Date(start + 15 * minute).toISOString(),
      }),
    );
    expect(station.now.staff.standing()).toEqual({ state: 'signed-in', role: 'operator' });
    expect(station.events.at(-1)).toEqual({ name: 'staff', event: opened.ok && opened.value });
    expect(kinds()).toEqual(['staff-signed-in']);
  });

  test('a second one is refused while the first holds', async () => {
    await station.now.staff.signIn();
    expect(await station.now.staff.signIn()).toEqual(refuse('staff/already-signed-in'));
  });

  test('every time another challenge is signed', async () => {
    const challenges: string[] = [];
    const { getAssertion } = client;
    client.getAssertion = (options, context) => {
      challenges.push(options.challenge);
      return getAssertion(options, context);
    };
    await station.now.staff.signIn();
    station.now.staff.signOut();
    await station.now.staff.signIn();
    expect(new Set(challenges).size).toBe(2);
    for (const challenge of challenges) expect(Buffer.from(challenge, 'base64url')).toHaveLength(32);
  });

  test('that fails is on record, without a name', async () => {
    client.bend = { userVerified: false };
    expect(await station.now.staff.signIn()).toEqual(refuse('staff/assertion-refused'));
    expect(station.now.staff.standing()).toEqual({ state: 'none' });
    expect(station.audited()).toMatchObject([
      { kind: 'staff-sign-in-failed', actor: { id: null }, facts: { code: 'staff/assertion-refused' } },
    ]);
  });

  test('that cannot be put on record does not open a session (I8)', async () => {
    station.now.store.write((database) => database.run('DROP TABLE audit_entry'));
    await expect(station.now.staff.signIn()).rejects.toThrow();
    expect(station.now.staff.standing()).toEqual({ state: 'none' });
    expect(station.now.staff.current()).toBeNull();
  });
});

describe('the end of a sign-in (NIST SP 800-63B-4 §2.2.3)', () => {
  test('comes after 15 minutes without a call, and then it is stale, not absent', async () => {
    await station.now.staff.signIn();
    station.pass(15 * minute - 1);
    expect(station.now.staff.standing()).toEqual({ state: 'signed-in', role: 'operator' });
    station.pass(1);
    expect(station.now.staff.current()).toBeNull();
    expect(station.now.staff.standing()).toEqual({ state: 'stale' });
    expect(station.now.staff.operator()).toEqual(refuse('staff/sign-in-stale'));
    expect(station.events.at(-1)).toEqual({ name: 'staff', event: null });
    expect(station.audited().at(-1)).toMatchObject({ kind: 'staff-signed-out', facts: { how: 'stale' } });
  });

  test('is put off by a call, but never beyond 12 hours', async () => {
    await station.now.staff.signIn();
    for (let passed = 0; passed < 12 * hour - 10 * minute; passed += 10 * minute) {
      station.pass(10 * minute);
      expect(station.now.staff.standing().state).toBe('signed-in');
      station.now.staff.active();
    }
    const expiresAt = station.now.staff.current()?.expiresAt;
    expect(expiresAt).toBe(new Date(start + 12 * hour).toISOString());
    station.pass(10 * minute - 1);
    expect(station.now.staff.standing().state).toBe('signed-in');
    station.pass(1);
    expect(station.now.staff.standing()).toEqual({ state: 'stale' });
  });

  test('does not move with the wall clock', async () => {
    await station.now.staff.signIn();
    station.time.wall -= 10 * hour;
    station.time.monotonic += 15 * minute;
    expect(station.now.staff.standing()).toEqual({ state: 'stale' });
  });

  test('a call cannot wake one that has ended', async () => {
    await station.now.staff.signIn();
    station.pass(15 * minute);
    expect(station.now.staff.standing()).toEqual({ state: 'stale' });
    station.now.staff.active();
    expect(station.now.staff.standing()).toEqual({ state: 'stale' });
    expect((await station.now.staff.signIn()).ok).toBe(true);
    expect(station.now.staff.standing().state).toBe('signed-in');
  });

  test('signing out leaves none, not a stale one', async () => {
    await station.now.staff.signIn();
    expect(station.now.staff.signOut()).toEqual(ok({}));
    expect(station.now.staff.standing()).toEqual({ state: 'none' });
    expect(station.now.staff.operator()).toEqual(refuse('staff/not-signed-in'));
    station.now.staff.signOut();
    expect(kinds()).toEqual(['staff-signed-in', 'staff-signed-out']);
  });

  test('comes with a restart: nothing of it was stored', async () => {
    await station.now.staff.signIn();
    station.restart();
    expect(station.now.staff.standing()).toEqual({ state: 'none' });
  });
});

describe('the registry changes', () => {
  const { credential } = createWebAuthnSigner();

  test.each([
    [
      'the operator is revoked',
      () => [operator('op-a', [client.signer.credential], { revokedAt: new Date(start).toISOString() })],
    ],
    ['the operator is gone', () => [operator('op-b', [credential])]],
    ['the key is gone', () => [operator('op-a', [credential])]],
    [
      'the key is somebody else’s',
      () => [operator('op-a', [credential]), operator('op-b', [client.signer.credential])],
    ],
  ])('%s: signed out', async (_, operators) => {
    await station.now.staff.signIn();
    station.setOperators(operators());
    expect(station.now.staff.standing()).toEqual({ state: 'none' });
    expect(station.audited().at(-1)).toMatchObject({ kind: 'staff-signed-out', facts: { how: 'revoked' } });
    expect(station.events.at(-1)).toEqual({ name: 'staff', event: null });
  });

  test('a new role and a new own account count at once (I4)', async () => {
    await station.now.staff.signIn();
    station.setOperators([
      operator('op-a', [client.signer.credential], { role: 'supervisor', person: 'S1002' }),
    ]);
    expect(station.now.staff.standing()).toEqual({ state: 'signed-in', role: 'supervisor' });
    const current = station.now.staff.operator();
    expect(current.ok && current.value.person).toBe('S1002');
  });

  test('nobody is signed in: nothing happens', () => {
    station.setOperators([]);
    expect(kinds()).toEqual([]);
  });
});

describe('offline (I10)', () => {
  test('the registry may be as old as the policy says, and no older', async () => {
    station.pass(24 * hour);
    expect((await station.now.staff.signIn()).ok).toBe(true);
    station.now.staff.signOut();
    station.pass(1);
    expect(await station.now.staff.signIn()).toEqual(refuse('staff/registry-too-old', { hours: 24 }));
    expect(client.allowed).toHaveLength(1);
  });

  test('without a registry nobody signs in', async () => {
    station.now.store.write((database) =>
      database.run(`DELETE FROM station_state WHERE key = 'operators-as-of'`),
    );
    expect(await station.now.staff.signIn()).toEqual(refuse('staff/registry-empty'));
  });

  test('with a registry of nobody, nobody signs in', async () => {
    station.setOperators([]);
    expect(await station.now.staff.signIn()).toEqual(refuse('staff/registry-empty'));
    expect(client.allowed).toEqual([]);
  });

  test('without a trusted clock nobody signs in', async () => {
    station.disagree();
    expect(await station.now.staff.signIn()).toEqual(refuse('clock/untrusted'));
  });

  test('without a valid policy nobody signs in', async () => {
    station.policy.state = { state: 'invalid', reason: 'policy-expired', policy: null };
    expect(await station.now.staff.signIn()).toEqual(refuse('policy/missing'));
  });
});
