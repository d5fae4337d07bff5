import { describe, expect, test } from 'vitest';
import { refuse } from '../../../preload/contract/errors.ts';
import { minute, start } from '../staff/counter-station.ts';
import { codeOf, counter, decided, kinds, later, otherId, signed, station, value } from './counter-desk.ts';

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
