import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Result } from '../../../preload/contract/errors.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import type { CheckedDocument, CounterCase } from '../../../preload/contract/models.ts';
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
} from '../staff/counter-station.ts';

const card: CheckedDocument = {
  type: 'student-card',
  photoMatches: true,
  nameMatches: true,
  validUntil: '2028-03-31',
  lastFour: '9Z7Y',
};
const otherId = '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11';
const later = (milliseconds: number) => new Date(station.time.wall + milliseconds).toISOString();

const signers = { a: createWebAuthnSigner(), b: createWebAuthnSigner() };
let client: SigningClient;
let station: CounterStation;
beforeEach(async () => {
  client = signingClient(signers.a);
  station = createCounterStation({
    client,
    operators: [
      operator('op-a', [signers.a.credential], { person: 'S1002' }),
      operator('op-b', [signers.b.credential], { person: 'S1001' }),
    ],
  });
  await station.now.staff.signIn();
});
afterEach(() => station.remove());

const counter = () => station.now.counter;
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.refusal.code);
const kinds = () => station.audited().map((entry) => entry.kind);

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

const opened = (personId = 'S1001') => value(counter().open({ personId, reason: 'forgotten' })).id;
function checked(personId = 'S1001'): string {
  const caseId = opened(personId);
  value(counter().recordCheck({ caseId, documents: [card] }));
  return caseId;
}
function decided(personId = 'S1001', hours = 24): string {
  const caseId = checked(personId);
  value(counter().decide({ caseId, until: later(hours * hour) }));
  return caseId;
}
async function signed(personId = 'S1001'): Promise<CounterCase> {
  return value(await counter().sign({ caseId: decided(personId) }));
}
async function as(who: 'a' | 'b'): Promise<void> {
  station.now.staff.signOut();
  client.signer = signers[who];
  value(await station.now.staff.signIn());
}

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

  test('somebody whom the directory has no more leaves the counter free, on record (I8)', () => {
    decided();
    station.now.store.write((database) =>
      station.now.people.applyPeople(database, { upsert: [], remove: ['S1001'] }),
    );
    expect(counter().current()).toEqual(ok(null));
    expect(station.audited().at(-1)).toMatchObject({ kind: 'case-closed', facts: { state: 'decided' } });
    expect(counter().open({ personId: 'S1003', reason: 'other' }).ok).toBe(true);
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
    const caseId = checked();
    expect(codeOf(counter().decide({ caseId, until: later(hour) }))).toBe('case/second-approval-needed');
    counter().close({ caseId });
    const other = checked('S1003');
    expect(codeOf(counter().decide({ caseId: other, until: later(hour) }))).toBe('ok');
  });
});

describe('all or nothing (I3)', () => {
  test.each([
    [
      'the case',
      `CREATE TRIGGER broken BEFORE UPDATE ON counter_case WHEN NEW.state = 'signed' BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    ],
    [
      'the audit entry',
      `CREATE TRIGGER broken BEFORE INSERT ON audit_entry WHEN NEW.entry LIKE '%command-queued%' BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    ],
    [
      'the outbox',
      `CREATE TRIGGER broken BEFORE INSERT ON outbox_command BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    ],
  ])('when %s cannot be written, nothing is', async (_, trigger) => {
    const caseId = decided();
    station.now.store.write((database) => database.run(trigger));
    await expect(counter().sign({ caseId })).rejects.toThrow('broken');
    expect(station.now.outbox.depth()).toBe(0);
    expect(kinds()).not.toContain('command-queued');
    expect(station.link.woken).toBe(0);
    expect(value(counter().current())).toMatchObject({ state: 'decided' });
    station.now.store.write((database) => database.run('DROP TRIGGER broken'));
    expect(value(await counter().sign({ caseId }))).toMatchObject({ state: 'signed' });
    expect(station.now.outbox.depth()).toBe(1);
  });
});

describe('what is shown (I5)', () => {
  test('a signed case says queued until the hub says more, and tells the window when it does', async () => {
    const shown = await signed();
    expect(shown.command?.state).toBe('queued');
    const commandId = shown.command?.id ?? '';
    station.now.store.write((database) =>
      station.now.outbox.recordOutcome(database, {
        commandId,
        state: 'applied',
        ending: null,
        refusal: null,
        at: later(minute),
      }),
    );
    counter().commandsChanged();
    expect(station.events.at(-1)).toMatchObject({
      name: 'case',
      event: { command: { id: commandId, state: 'applied' } },
    });
  });

  test('nothing is told of a case while nobody is signed in', async () => {
    await signed();
    station.now.staff.signOut();
    const before = station.events.length;
    counter().commandsChanged();
    expect(station.events).toHaveLength(before);
  });

  test('a second case of the person shows what is open already', async () => {
    const first = await signed();
    counter().close({ caseId: first.id });
    const second = value(counter().open({ personId: 'S1001', reason: 'other' }));
    expect(second.openCommands.map((one) => one.id)).toEqual([first.command?.id]);
    expect(second.command).toBeNull();
  });
});

describe('resuming', () => {
  test('what is unknown, is no suspension or has ended is refused, and nothing queued', async () => {
    const { resume } = station.now.suspensions;
    expect(await resume({ commandId: otherId })).toEqual(refuse('command/unknown'));
    const { command } = await signed();
    const commandId = command?.id ?? '';
    const resumed = value(await resume({ commandId }));
    expect(await resume({ commandId: resumed.id })).toEqual(refuse('command/unknown'));
    station.now.store.write((database) =>
      station.now.outbox.recordOutcome(database, {
        commandId,
        state: 'ended',
        ending: 'resumed',
        refusal: null,
        at: later(minute),
      }),
    );
    expect(await resume({ commandId })).toEqual(refuse('command/already-ended'));
    expect(station.now.outbox.list(10)).toHaveLength(2);
  });

  test.each([
    ['a signed-in operator', 'staff/not-signed-in', () => station.now.staff.signOut()],
    ['a trusted clock', 'clock/untrusted', () => station.disagree()],
    [
      'a valid policy',
      'policy/missing',
      () => {
        station.policy.state = { state: 'invalid', reason: 'policy-missing', policy: null };
      },
    ],
  ])('needs %s (I10)', async (_, code, take) => {
    const { command } = await signed();
    take();
    expect(codeOf(await station.now.suspensions.resume({ commandId: command?.id ?? '' }))).toBe(code);
  });
});

test('the board shows the newest first, and no more than asked', async () => {
  for (const personId of ['S1001', 'S1003']) {
    counter().close({ caseId: (await signed(personId)).id });
    station.pass(1000);
  }
  const list = value(station.now.suspensions.list({ limit: 10 }));
  expect(list.map((one) => one.person.id)).toEqual(['S1003', 'S1001']);
  expect(list[0]?.queuedAt).toBe(new Date(start + 1000).toISOString());
  expect(value(station.now.suspensions.list({ limit: 1 }))).toHaveLength(1);
});
