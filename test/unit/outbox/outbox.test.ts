import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutbox, type Outbox } from '../../../main/agent/outbox/outbox.ts';
import type { Store } from '../../../main/agent/ports.ts';
import { runAuditVerify } from '../../../main/cli/audit-verify.ts';
import { createStoreFolder, type StoreFolder } from '../store/store-folder.ts';
import { sampleCommand } from './sample-command.ts';

let folder: StoreFolder;
let store: Store;
let outbox: Outbox;
let now = Date.parse('2026-05-01T09:00:00.000Z');
beforeEach(() => {
  folder = createStoreFolder();
  store = folder.open();
  outbox = createOutbox({ store, clock: { now: () => new Date(now) }, random: () => 0.5 });
});
afterEach(() => {
  store.close();
  folder.remove();
});

const enqueue = (index: number, personId = `person-${index}`, kind: 'suspend' | 'resume' = 'suspend') => {
  const command = sampleCommand(index, personId, kind);
  store.write((database) => outbox.enqueue(database, command));
  return command.id;
};
const answer = (id: string, result: 'accepted' | 'refused' | 'review' | 'replay' = 'accepted') =>
  store.write((database) => outbox.recordAnswer(database, { id, result, code: null }));
const fail = (id: string, error: 'hub/unreachable' | 'hub/proof-refused') =>
  store.write((database) => outbox.recordFailure(database, id, error));
const pendingIds = (limit = 50) => outbox.pending(limit).map(({ id }) => id);

describe('sending', () => {
  it('goes in order, and survives a restart', () => {
    const ids = [1, 2, 3].map((index) => enqueue(index));
    expect(pendingIds()).toEqual(ids);
    expect(pendingIds(2)).toEqual(ids.slice(0, 2));
    expect([outbox.depth(), outbox.oldest()]).toEqual([3, sampleCommand(1, 'p').queuedAt]);
    store.close();
    store = folder.open();
    outbox = createOutbox({ store, clock: { now: () => new Date(now) } });
    expect(pendingIds()).toEqual(ids);
    expect(outbox.find(ids[0] as string)).toMatchObject({
      ...sampleCommand(1, 'person-1'),
      state: 'queued',
      attempts: 0,
    });
  });

  it('I3: a person’s later command waits for the answer to the earlier one', () => {
    const [first, second, other] = [
      enqueue(1, 'person-a'),
      enqueue(2, 'person-a', 'resume'),
      enqueue(3, 'person-b'),
    ];
    expect(pendingIds()).toEqual([first, other]);
    fail(first, 'hub/proof-refused');
    expect(pendingIds()).toEqual([other]);
    answer(first);
    expect(pendingIds()).toEqual([second, other]);
    expect(outbox.depth()).toBe(2);
  });

  it('is tried again after a wait, soon when only the hub was out of reach', () => {
    const [refused, unreached] = [enqueue(1), enqueue(2)];
    for (let turn = 0; turn < 12; turn += 1) {
      fail(refused, 'hub/proof-refused');
      fail(unreached, 'hub/unreachable');
    }
    expect(pendingIds()).toEqual([]);
    now += 1000;
    expect(pendingIds()).toEqual([unreached]);
    now += 150_000;
    expect(pendingIds()).toEqual([refused, unreached]);
    expect(outbox.find(refused)).toMatchObject({
      attempts: 12,
      lastError: 'hub/proof-refused',
      state: 'queued',
    });
  });

  it('does not wait for a clock that was ahead', () => {
    const id = enqueue(1);
    now += 400 * 3_600_000;
    fail(id, 'hub/proof-refused');
    now -= 400 * 3_600_000;
    expect(pendingIds()).toEqual([id]);
  });

  it('takes no id twice', () => {
    enqueue(1);
    expect(() => enqueue(1)).toThrow('queued once');
    expect(outbox.depth()).toBe(1);
    const later = enqueue(2);
    answer(later);
    expect(() => enqueue(2)).toThrow('queued once');
    store.close();
    store = folder.open();
    outbox = createOutbox({ store, clock: { now: () => new Date(now) } });
    for (const index of [1, 2]) expect(() => enqueue(index)).toThrow('queued once');
    expect(outbox.depth()).toBe(1);
  });

  it('takes ids in any order: a clock that was set back makes smaller ones', () => {
    const [later, earlier] = [enqueue(2), enqueue(1)];
    expect(pendingIds()).toEqual([later, earlier]);
  });
});

describe('what became of it', () => {
  const outcome = (commandId: string, state: 'applied' | 'ended' | 'accepted', minute: number) =>
    store.write((database) =>
      outbox.recordOutcome(database, {
        commandId,
        state,
        ending: state === 'ended' ? 'resumed' : null,
        refusal: null,
        at: `2026-05-01T10:${String(minute).padStart(2, '0')}:00.000Z`,
      }),
    );

  it('I5: queued is not suspended: only the hub’s word changes a state, and only forward', () => {
    const id = enqueue(1);
    fail(id, 'hub/unreachable');
    expect(outbox.find(id)?.state).toBe('queued');
    expect(answer(id)).toBe(true);
    expect(answer(id, 'replay')).toBe(false);
    expect(outcome(id, 'applied', 2)).toBe(true);
    expect(outcome(id, 'applied', 2)).toBe(false);
    expect(outcome(id, 'ended', 9)).toBe(true);
    expect(outcome(id, 'applied', 11)).toBe(false);
    expect(outbox.find(id)).toMatchObject({
      state: 'ended',
      ending: 'resumed',
      stateAt: '2026-05-01T10:09:00.000Z',
    });
  });

  it('an outcome may come before the answer, which then says nothing new', () => {
    const id = enqueue(1);
    expect(outcome(id, 'applied', 2)).toBe(true);
    expect(pendingIds()).toEqual([]);
    expect(answer(id, 'review')).toBe(false);
    expect(outbox.find(id)?.state).toBe('applied');
  });

  it('of a command that is not ours changes nothing', () => {
    expect(outcome('00000000-0000-4000-8000-00000000ffff', 'applied', 1)).toBe(false);
    expect(answer('00000000-0000-4000-8000-00000000ffff')).toBe(false);
  });

  it('is kept for ever, and found by person and by time', () => {
    const ids = [
      enqueue(1, 'person-a'),
      enqueue(2, 'person-a'),
      enqueue(3, 'person-b'),
      enqueue(4, 'person-a', 'resume'),
    ];
    answer(ids[0] as string, 'refused');
    expect(outbox.list(3).map(({ id }) => id)).toEqual([ids[3], ids[2], ids[1]]);
    expect(outbox.list(50)).toHaveLength(4);
    expect(outbox.openFor('person-a').map(({ id }) => id)).toEqual([ids[1], ids[3]]);
    expect(outbox.actsSince('person-a', new Date(0))).toBe(2);
    expect(outbox.actsSince('person-a', new Date(sampleCommand(2, 'x').queuedAt))).toBe(1);
  });
});

it('I3: in any mixture of failures and answers each command is offered until answered, never before its elders', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 }),
      fc.array(fc.constantFrom('fail', 'accept', 'refuse'), { maxLength: 60 }),
      (persons, moves) => {
        store.write((database) => database.run('DELETE FROM outbox_command'));
        outbox = createOutbox({ store, clock: { now: () => new Date(now) }, random: () => 0.5 });
        const waiting = persons.map((person, index) => ({ id: enqueue(index, `person-${person}`), person }));
        for (const move of moves) {
          now += 600_000;
          const offered = outbox.pending(50);
          const expected = waiting.filter(
            (one, index) => waiting.findIndex(({ person }) => person === one.person) === index,
          );
          expect(offered.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
          const first = offered[0];
          if (first === undefined) break;
          if (move === 'fail') fail(first.id, 'hub/proof-refused');
          else {
            answer(first.id, move === 'accept' ? 'accepted' : 'refused');
            waiting.splice(
              waiting.findIndex(({ id }) => id === first.id),
              1,
            );
          }
        }
      },
    ),
    { numRuns: 30 },
  );
});

it('I3, I8: a process killed in the middle of queueing loses no command that it acknowledged, and its chain is whole', async () => {
  store.close();
  const acknowledged: string[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'queueing-process.ts'), folder.path, folder.keyPath, String(turn)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let text = '';
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString('utf8');
      // Somewhere in the middle, wherever that happens to be.
      if (text.length > 37 * (60 + 45 * turn)) child.kill('SIGKILL');
    });
    await once(child, 'close');
    acknowledged.push(...text.split('\n').filter((line) => line.length === 36));
  }
  store = folder.open();
  outbox = createOutbox({ store, clock: { now: () => new Date(now) } });
  expect(acknowledged.length).toBeGreaterThan(150);
  expect(acknowledged.filter((id) => outbox.find(id) === null)).toEqual([]);
  const entries = store.read.get<{ n: number }>('SELECT count(*) AS n FROM audit_entry')?.n;
  expect(entries).toBe(outbox.depth());
  const lines: string[] = [];
  const exit = await runAuditVerify({
    storePath: folder.path,
    keyPath: folder.keyPath,
    json: false,
    print: (line) => lines.push(line),
  });
  expect([exit, lines[0]]).toEqual([0, expect.stringContaining(`verified: ${entries} entries`)]);
});
