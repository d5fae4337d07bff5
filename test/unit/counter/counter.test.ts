import { describe, expect, test } from 'vitest';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { hour, minute, operator } from '../staff/counter-station.ts';
import {
  as,
  card,
  checked,
  client,
  codeOf,
  counter,
  decided,
  kinds,
  later,
  opened,
  otherId,
  signed,
  signers,
  station,
  value,
} from './counter-desk.ts';

/** Every step with an input that fits, as it is refused. */
async function everyStep(caseId: string): Promise<string[]> {
  return [
    codeOf(counter().current()),
    codeOf(counter().open({ personId: 'S1003', reason: 'other' })),
    codeOf(counter().recordCheck({ caseId, documents: [card] })),
    codeOf(counter().decide({ caseId, until: later(hour) })),
    codeOf(await counter().sign({ caseId })),
    codeOf(counter().close({ caseId })),
  ];
}

describe('every step needs', () => {
  test.each([
    ['a signed-in operator', 'staff/not-signed-in', () => station.now.staff.signOut()],
    ['a fresh sign-in', 'staff/sign-in-stale', () => station.pass(15 * minute)],
    ['a trusted clock', 'clock/untrusted', () => station.disagree()],
    [
      'a valid policy',
      'policy/missing',
      () => {
        station.policy.state = { state: 'invalid', reason: 'policy-expired', policy: null };
      },
    ],
  ])('%s (I10)', async (_, code, take) => {
    const caseId = decided();
    const before = kinds();
    take();
    expect(new Set(await everyStep(caseId))).toEqual(new Set([code]));
    expect(station.now.outbox.depth()).toBe(0);
    expect(kinds().filter((kind) => kind !== 'staff-signed-out')).toEqual(before);
  });
});

describe('steps come in their order (I1)', () => {
  test('no decision without a check, no signature without a decision', async () => {
    const caseId = opened();
    expect(counter().decide({ caseId, until: later(hour) })).toEqual(refuse('case/no-check'));
    expect(await counter().sign({ caseId })).toEqual(refuse('case/not-decided'));
    value(counter().recordCheck({ caseId, documents: [card] }));
    expect(await counter().sign({ caseId })).toEqual(refuse('case/not-decided'));
    expect(station.now.outbox.depth()).toBe(0);
  });

  test('a new check takes the decision back', async () => {
    const caseId = decided();
    value(counter().recordCheck({ caseId, documents: [card] }));
    expect(await counter().sign({ caseId })).toEqual(refuse('case/not-decided'));
  });

  test('what is signed is signed: no step but closing is left, and no second command', async () => {
    const { id } = await signed();
    expect(counter().recordCheck({ caseId: id, documents: [card] })).toEqual(refuse('case/none'));
    expect(counter().decide({ caseId: id, until: later(hour) })).toEqual(refuse('case/none'));
    expect(await counter().sign({ caseId: id })).toEqual(refuse('case/not-decided'));
    expect(station.now.outbox.depth()).toBe(1);
    expect(counter().close({ caseId: id })).toEqual(ok({}));
    expect(counter().current()).toEqual(ok(null));
  });

  test('a decision that lay about for a quarter of an hour is made anew', async () => {
    const caseId = decided();
    station.pass(10 * minute);
    station.now.staff.active();
    station.pass(5 * minute + 1);
    expect(await counter().sign({ caseId })).toEqual(refuse('case/not-decided'));
    value(counter().decide({ caseId, until: later(hour) }));
    expect((await counter().sign({ caseId })).ok).toBe(true);
  });
});

describe('one case at a time', () => {
  test('a second is refused, a closed one makes room', () => {
    const caseId = opened();
    expect(counter().open({ personId: 'S1003', reason: 'other' })).toEqual(refuse('case/already-open'));
    expect(counter().close({ caseId })).toEqual(ok({}));
    expect(counter().close({ caseId })).toEqual(refuse('case/none'));
    expect(counter().open({ personId: 'S1003', reason: 'other' }).ok).toBe(true);
  });

  test('another id is no case', async () => {
    decided();
    expect(codeOf(counter().recordCheck({ caseId: otherId, documents: [card] }))).toBe('case/none');
    expect(codeOf(counter().decide({ caseId: otherId, until: later(hour) }))).toBe('case/none');
    expect(codeOf(await counter().sign({ caseId: otherId }))).toBe('case/none');
    expect(codeOf(counter().close({ caseId: otherId }))).toBe('case/none');
  });

  test('somebody whom the directory does not have is nobody', () => {
    expect(counter().open({ personId: 'S9999', reason: 'other' })).toEqual(refuse('person/unknown'));
  });

  test('somebody whom the directory has no more leaves the counter free, on record, and the operator is told (I8)', () => {
    decided();
    station.now.store.write((database) =>
      station.now.people.applyPeople(database, { upsert: [], remove: ['S1001'] }),
    );
    for (let asked = 0; asked < 2; asked += 1)
      expect(counter().current()).toEqual(refuse('case/person-gone'));
    expect(kinds().filter((kind) => kind === 'case-closed')).toHaveLength(1);
    expect(station.audited().at(-1)).toMatchObject({ kind: 'case-closed', facts: { state: 'decided' } });
    const { id: caseId } = value(counter().open({ personId: 'S1003', reason: 'other' }));
    expect(value(counter().current())?.id).toBe(caseId);
    counter().close({ caseId });
    expect(counter().current()).toEqual(ok(null));
  });

  test('while the key is waited for, the case stands still', async () => {
    const caseId = decided();
    let finish: (() => void) | undefined;
    client.before = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      });
    const signing = counter().sign({ caseId });
    expect(codeOf(counter().recordCheck({ caseId, documents: [card] }))).toBe('key/busy');
    expect(codeOf(counter().decide({ caseId, until: later(hour) }))).toBe('key/busy');
    expect(codeOf(counter().close({ caseId }))).toBe('key/busy');
    expect(codeOf(await counter().sign({ caseId }))).toBe('key/busy');
    expect(codeOf(counter().open({ personId: 'S1003', reason: 'other' }))).toBe('case/already-open');
    finish?.();
    expect(codeOf(await signing)).toBe('ok');
    expect(station.now.outbox.depth()).toBe(1);
  });
});

describe('what changed while the key was waited for', () => {
  const signingWhile = async (change: () => void) => {
    const caseId = decided();
    client.before = async () => change();
    return codeOf(await counter().sign({ caseId }));
  };

  test('a sign-in that ended: nothing is queued', async () => {
    expect(await signingWhile(() => station.now.staff.signOut())).toBe('staff/not-signed-in');
    expect(station.now.outbox.depth()).toBe(0);
  });

  test('a policy that is no longer valid: nothing is queued', async () => {
    const invalid = { state: 'invalid', reason: 'policy-expired', policy: null } as const;
    expect(
      await signingWhile(() => {
        station.policy.state = invalid;
      }),
    ).toBe('policy/missing');
    expect(station.now.outbox.depth()).toBe(0);
  });
});

describe('never on their own account (I4)', () => {
  test('it cannot be opened', () => {
    expect(counter().open({ personId: 'S1002', reason: 'forgotten' })).toEqual(refuse('case/own-account'));
    expect(kinds()).toEqual(['staff-signed-in']);
  });

  test('nor taken over from a colleague who opened it, at whatever step', async () => {
    const caseId = decided('S1001');
    await as('b');
    expect(codeOf(counter().recordCheck({ caseId, documents: [card] }))).toBe('case/own-account');
    expect(codeOf(counter().decide({ caseId, until: later(hour) }))).toBe('case/own-account');
    expect(codeOf(await counter().sign({ caseId }))).toBe('case/own-account');
    expect(station.now.outbox.depth()).toBe(0);
    // It may be put away, so that others are served.
    expect(counter().close({ caseId })).toEqual(ok({}));
  });

  test('nor when the registry says it only in the middle of the case', async () => {
    const caseId = decided('S1001');
    station.setOperators([operator('op-a', [signers.a.credential], { person: 'S1001' })]);
    expect(codeOf(await counter().sign({ caseId }))).toBe('case/own-account');
  });

  test('nor resumed', async () => {
    const { command } = await signed('S1001');
    await as('b');
    expect(await station.now.suspensions.resume({ commandId: command?.id ?? '' })).toEqual(
      refuse('case/own-account'),
    );
  });
});

describe('a check that fails', () => {
  test('closes the case and stays on record; nothing can be decided on it (I1, I8)', () => {
    const caseId = opened();
    const documents = [{ ...card, photoMatches: false }];
    expect(counter().recordCheck({ caseId, documents })).toEqual(refuse('case/check-failed'));
    expect(counter().current()).toEqual(ok(null));
    expect(codeOf(counter().decide({ caseId, until: later(hour) }))).toBe('case/none');
    expect(station.audited().at(-1)).toMatchObject({
      kind: 'check-recorded',
      facts: { case: caseId, outcome: 'failed' },
    });
    expect(station.events.filter((one) => one.name === 'case').at(-1)?.event).toBeNull();
    expect(counter().open({ personId: 'S1003', reason: 'other' }).ok).toBe(true);
  });

  test('what a document showed is in no entry of the chain in the clear (I7)', () => {
    checked();
    expect(JSON.stringify(station.audited())).not.toContain('9Z7Y');
    expect(JSON.stringify(station.audited())).not.toContain('S1001');
  });
});

describe('the limits (I2)', () => {
  test.each([
    [0, 'case/until-past'],
    [-1, 'case/until-past'],
    [1, 'ok'],
    [72 * hour, 'ok'],
    [72 * hour + 1, 'case/until-too-late'],
  ])('an end %d ms from now: %s', (milliseconds, expected) => {
    const caseId = checked();
    expect(codeOf(counter().decide({ caseId, until: later(milliseconds) }))).toBe(expected);
  });

  test('after three suspensions of a person in the window a second approval is asked', async () => {
    for (let count = 0; count < 3; count += 1) {
      counter().close({ caseId: (await signed()).id });
      station.pass(minute);
    }
    const caseId = decided('S1001', 1);
    expect(value(counter().current())?.approval?.reason).toBe('repeat');
    const depth = station.now.outbox.depth();
    expect(value(await counter().sign({ caseId })).state).toBe('approving');
    expect(station.now.outbox.depth()).toBe(depth);
    counter().close({ caseId });
    const other = checked('S1003');
    expect(codeOf(counter().decide({ caseId: other, until: later(hour) }))).toBe('ok');
  });
});
