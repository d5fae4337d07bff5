import { afterEach, beforeEach, expect, test } from 'vitest';
import { erasePerson } from '../../../main/agent/erasure/erase-person.ts';
import { createOutbox, type Outbox } from '../../../main/agent/outbox/outbox.ts';
import { beginResend, nextResend, noteResend } from '../../../main/agent/outbox/resend-rows.ts';
import type { Store } from '../../../main/agent/ports.ts';
import { sampleCommand } from '../outbox/sample-command.ts';
import { createStoreFolder, type StoreFolder } from '../store/store-folder.ts';

let folder: StoreFolder;
let store: Store;
let outbox: Outbox;
beforeEach(() => {
  folder = createStoreFolder();
  store = folder.open();
  outbox = createOutbox({ store, clock: { now: () => new Date('2026-05-01T09:00:00.000Z') } });
});
afterEach(() => {
  store.close();
  folder.remove();
});

const enqueue = (index: number, personId: string, kind: 'suspend' | 'resume' = 'suspend') => {
  const command = sampleCommand(index, personId, kind);
  store.write((database) => outbox.enqueue(database, command));
  return command;
};
const hear = (commandId: string, state: 'accepted' | 'applied' | 'ended') =>
  store.write((database) =>
    outbox.recordOutcome(database, {
      commandId,
      state,
      ending: state === 'ended' ? 'expired' : null,
      refusal: null,
      at: '2026-05-01T10:00:00.000Z',
    }),
  );
const erase = (person: string, known = false) => {
  const told: string[] = [];
  store.write((database) =>
    erasePerson(
      database,
      {
        audit: { erasePerson: (_, id) => void told.push(`audit ${id}`) },
        people: { applyPeople: (_, { remove }) => void told.push(`people ${remove.join()}`) },
      },
      { person, known },
    ),
  );
  return told;
};
const rows = () => JSON.stringify(store.read.all('SELECT * FROM outbox_command'));
const batches = () => {
  const sent: (readonly string[])[] = [];
  for (let batch = nextResend(store.read, 2); batch !== null; batch = nextResend(store.read, 2)) {
    sent.push(batch.envelopes);
    const { next } = batch;
    store.write((database) => noteResend(database, next));
  }
  return sent.flat();
};

test('what is over of a person goes, in outbox, audit trail and replica; ids and states stay', () => {
  const [over, underWay, of] = [enqueue(1, 'person-a'), enqueue(2, 'person-a'), enqueue(3, 'person-b')];
  hear(over.id, 'ended');
  expect(erase('person-a')).toEqual(['people person-a', 'audit person-a']);
  expect(erase('person-b', true)).toEqual(['audit person-b']);
  expect(outbox.find(over.id)).toMatchObject({ state: 'ended', personId: 'erased', person: { name: '—' } });
  expect(outbox.find(over.id)?.envelope).not.toBe(over.envelope);
  expect(outbox.find(underWay.id)).toMatchObject({ state: 'queued', envelope: underWay.envelope });
  expect(outbox.find(of.id)).toMatchObject({ personId: 'person-b' });
  const names = (id: string) => rows().split(id).length - 1;
  const { person, personId } = underWay;
  expect(names('person-a')).toBe(JSON.stringify([personId, person]).split('person-a').length - 1);
});

test('to a restored hub resumes are sent again first, then the suspensions that are not over, each once (I3)', () => {
  const [ended, inForce, resume, waiting] = [
    enqueue(1, 'person-a'),
    enqueue(2, 'person-b'),
    enqueue(3, 'person-a', 'resume'),
    enqueue(4, 'person-c'),
  ];
  hear(ended.id, 'ended');
  hear(resume.id, 'accepted');
  hear(inForce.id, 'applied');
  expect(batches()).toEqual([]);
  store.write((database) => beginResend(database));
  expect(batches()).toEqual([resume.envelope, inForce.envelope]);
  expect(batches()).toEqual([]);
  expect(outbox.find(waiting.id)?.state).toBe('queued');
});
