import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createPolicyBundle, type PolicyBundle } from '../../../main/agent/policy/policy-bundle.ts';
import type { Store } from '../../../main/agent/ports.ts';
import { readState, writeState } from '../../../main/agent/store/station-state.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { generateSigningKey, type SigningKey } from '../../../main/exchange/signing-key.ts';
import {
  createStoreFolder,
  createTestAudit,
  createTestIdentity,
  createTestTime,
  openTestStore,
} from '../sign-in/station-rig.ts';
import { examplePolicy } from './exempt-question.ts';

let store: Store;
let time: ReturnType<typeof createTestTime>;
let audit: ReturnType<typeof createTestAudit>;
let station: ReturnType<typeof createTestIdentity>;
let bundles: PolicyBundle;

beforeEach(() => {
  store = openTestStore();
  time = createTestTime();
  audit = createTestAudit();
  station = createTestIdentity();
  bundles = createPolicyBundle({ store, audit, clock: time.clock, identity: station.identity });
  return () => store.close();
});

function signed(changes: Partial<PolicyDocument> = {}, key: SigningKey = station.policyKey): string {
  return signDocument('madoguchi-policy+jws', examplePolicy(changes), key);
}

function accept(bundle: string) {
  return store.write((database) => bundles.acceptBundle(database, bundle));
}

function failure() {
  const state = bundles.current();
  return state.state === 'invalid' ? state.reason : 'valid';
}

test('a bundle by any pinned key is accepted, recorded once, and is in force', () => {
  expect(failure()).toBe('policy-missing');
  expect(accept(signed())).toMatchObject({ accepted: true, changed: true, policy: { version: 7 } });
  expect(accept(signed())).toMatchObject({ accepted: true, changed: false });
  expect(failure()).toBe('valid');
  expect(accept(signed({ version: 8 }, station.spareKey))).toMatchObject({ accepted: true, changed: true });
  expect(audit.entries.map(({ kind, facts }) => [kind, facts.version, facts.key])).toEqual([
    ['policy-accepted', 7, station.policyKey.id],
    ['policy-accepted', 8, station.spareKey.id],
  ]);
});

describe('I6: what is refused leaves the stored policy in force', () => {
  beforeEach(() => {
    accept(signed());
  });
  test.each([
    [
      'a key that is not pinned',
      'policy-signature',
      (): string => signed({ version: 9 }, generateSigningKey()),
    ],
    [
      'a key that names a pinned one',
      'policy-signature',
      (): string => signed({ version: 9 }, { ...generateSigningKey(), id: station.policyKey.id }),
    ],
    [
      'another kind of document',
      'policy-signature',
      (): string => signDocument('madoguchi-command+jws', examplePolicy({ version: 9 }), station.policyKey),
    ],
    [
      'a field that nobody knows',
      'policy-signature',
      (): string =>
        signDocument(
          'madoguchi-policy+jws',
          { ...examplePolicy({ version: 9 }), everywhere: true },
          station.policyKey,
        ),
    ],
    ['no document at all', 'policy-signature', (): string => 'no.such.document'],
    [
      'another institution',
      'policy-other-institution',
      (): string => signed({ version: 9, institution: 'other-u' }),
    ],
    ['a lower version', 'policy-rolled-back', (): string => signed({ version: 6 })],
    [
      'the same version with other content',
      'policy-same-version-differs',
      (): string => signed({ session: { maximumMinutes: 600 } }),
    ],
  ] as const)('%s: %s', (_what, reason, bundle) => {
    expect(accept(bundle())).toEqual({ accepted: false, reason });
    expect(bundles.current()).toMatchObject({ state: 'valid', policy: { version: 7 } });
    expect(audit.entries.at(-1)).toMatchObject({ kind: 'policy-refused', facts: { reason } });
  });

  test('an unenrolled station accepts nothing', () => {
    station.enrol(null);
    expect(accept(signed({ version: 9 }))).toEqual({ accepted: false, reason: 'station-unenrolled' });
    expect(failure()).toBe('policy-signature');
  });
});

test('the same content signed by another pinned key is the same version', () => {
  accept(signed());
  expect(accept(signed({}, station.spareKey))).toMatchObject({ accepted: true, changed: true });
  expect(failure()).toBe('valid');
});

describe('I6: current() judges anew each time', () => {
  beforeEach(() => {
    accept(signed());
  });

  test('before validFrom and from validUntil on', () => {
    accept(
      signed({ version: 8, validFrom: '2025-06-10T01:30:01.000Z', validUntil: '2025-06-10T01:30:03.000Z' }),
    );
    const seen = [0, 1, 1, 1].map((seconds) => {
      time.pass(seconds);
      return failure();
    });
    expect(seen).toEqual(['policy-not-yet-valid', 'valid', 'valid', 'policy-expired']);
  });

  test('a stored text that was changed is verified again', () => {
    expect(failure()).toBe('valid');
    const other = signed({ version: 7, session: { maximumMinutes: 600 } }, generateSigningKey());
    store.write((database) => writeState(database, 'policy.bundle', other));
    expect(failure()).toBe('policy-signature');
  });

  test('an older bundle put back into the store is rolled back, though its signature holds', () => {
    const old = signed({ version: 6 });
    store.write((database) => writeState(database, 'policy.bundle', old));
    expect(failure()).toBe('policy-rolled-back');
    const sameVersion = signed({ session: { maximumMinutes: 600 } });
    store.write((database) => writeState(database, 'policy.bundle', sameVersion));
    expect(failure()).toBe('policy-rolled-back');
  });

  test('a store that forgot the highest version trusts no bundle', () => {
    store.write((database) => database.run(`DELETE FROM station_state WHERE key = 'policy.highest'`));
    expect(failure()).toBe('policy-rolled-back');
  });

  test('a key that is no longer pinned no longer counts', () => {
    expect(failure()).toBe('valid');
    station.enrol({ ...station.enrolment, policyKeys: station.enrolment.policyKeys.slice(0, 1) });
    expect(failure()).toBe('policy-signature');
  });

  test('a station enrolled elsewhere drops the policy and starts with the other institution anew', () => {
    station.enrol({ ...station.enrolment, institution: { ...station.enrolment.institution, id: 'other-u' } });
    expect(bundles.current()).toEqual({
      state: 'invalid',
      reason: 'policy-other-institution',
      policy: null,
    });
    expect(accept(signed({ institution: 'other-u', version: 1 }))).toMatchObject({ accepted: true });
    expect(failure()).toBe('valid');
  });

  test('what was accepted before a restart is never gone back behind', () => {
    const folder = createStoreFolder();
    const open = () => {
      const opened = folder.open();
      const restarted = createPolicyBundle({
        store: opened,
        audit: createTestAudit(),
        clock: time.clock,
        identity: station.identity,
      });
      const offer = (bundle: string) => opened.write((database) => restarted.acceptBundle(database, bundle));
      return { restarted, offer, close: () => opened.close() };
    };
    try {
      const first = open();
      expect(first.offer(signed({ version: 9 }))).toMatchObject({ accepted: true });
      first.close();
      const second = open();
      expect(second.restarted.current()).toMatchObject({ state: 'valid', policy: { version: 9 } });
      expect(second.offer(signed({ version: 8 }))).toEqual({ accepted: false, reason: 'policy-rolled-back' });
      expect(second.offer(signed({ version: 9, session: { maximumMinutes: 600 } }))).toEqual({
        accepted: false,
        reason: 'policy-same-version-differs',
      });
      expect(second.offer(signed({ version: 10 }))).toMatchObject({ accepted: true, changed: true });
      second.close();
      const third = open();
      expect(third.offer(signed({ version: 9 }))).toEqual({ accepted: false, reason: 'policy-rolled-back' });
      expect(third.restarted.current()).toMatchObject({ state: 'valid', policy: { version: 10 } });
      third.close();
    } finally {
      folder.remove();
    }
  });

  test('a transaction that fails takes the acceptance back', () => {
    const before = readState(store.read, 'policy.bundle', z.string());
    expect(() =>
      store.write((database) => {
        bundles.acceptBundle(database, signed({ version: 8 }));
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
    expect(readState(store.read, 'policy.bundle', z.string())).toBe(before);
    expect(bundles.current()).toMatchObject({ policy: { version: 7 } });
  });
});
