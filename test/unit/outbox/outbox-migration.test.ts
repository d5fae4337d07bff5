import { expect, it } from 'vitest';
import { createOutbox } from '../../../main/agent/outbox/outbox.ts';
import { migration } from '../../../main/agent/store/migrations/0009-outbox-tail.ts';
import { createStoreFolder } from '../store/store-folder.ts';
import { sampleCommand } from './sample-command.ts';

it('migration 0009 keeps every command, its order, its state and its envelope to the letter', () => {
  const folder = createStoreFolder();
  try {
    const before = folder.open(migration.number - 1);
    const states = ['accepted', 'queued', 'ended', 'queued', 'refused'];
    before.write((database) => {
      for (const [index, state] of states.entries()) {
        const command = sampleCommand(index, `person-${index % 2}`);
        database.run(
          `INSERT INTO outbox_command
             (id, kind, person_id, person, operator, envelope, state, ending, until, queued_at, state_at, attempts)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          command.id,
          command.kind,
          command.personId,
          JSON.stringify(command.person),
          JSON.stringify(command.operator),
          command.envelope,
          state,
          state === 'ended' ? 'expired' : null,
          command.until,
          command.queuedAt,
          command.queuedAt,
          index,
        );
      }
    });
    before.close();

    const after = folder.open();
    const outbox = createOutbox({ store: after, clock: { now: () => new Date() } });
    expect(outbox.list(50).reverse()).toEqual(
      states.map((state, index) =>
        expect.objectContaining({
          ...sampleCommand(index, `person-${index % 2}`),
          position: index + 1,
          state,
          attempts: index,
        }),
      ),
    );
    expect(outbox.pending(50).map(({ position }) => position)).toEqual([2]);
    expect([outbox.depth(), outbox.actsSince('person-0', new Date(0))]).toEqual([2, 3]);
    after.close();
  } finally {
    folder.remove();
  }
});
