import { expect, it } from 'vitest';
import { createOutbox } from '../../../main/agent/outbox/outbox.ts';
import { packEnvelope } from '../../../main/agent/outbox/packed-envelope.ts';
import { migration } from '../../../main/agent/store/migrations/0014-acts.ts';
import { createStoreFolder } from '../store/store-folder.ts';
import { sampleCommand } from './sample-command.ts';

it('migration 0014 keeps every command, and takes none back that may have been sent before', () => {
  const folder = createStoreFolder();
  try {
    const before = folder.open(migration.number - 1);
    const states = ['accepted', 'queued', 'ended', 'refused'];
    before.write((database) => {
      for (const [index, state] of states.entries()) {
        const command = sampleCommand(index, 'person-a');
        database.run(
          `INSERT INTO outbox_command
             (id, kind, person_id, person, operator, envelope, state, ending, until, queued_at, state_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          command.id,
          command.kind,
          command.personId,
          JSON.stringify(command.person),
          JSON.stringify(command.operator),
          packEnvelope(command.envelope),
          state,
          state === 'ended' ? 'expired' : null,
          command.until,
          command.queuedAt,
          command.queuedAt,
        );
      }
    });
    before.close();

    const after = folder.open();
    const outbox = createOutbox({ store: after, clock: { now: () => new Date() } });
    expect(outbox.list(50).reverse()).toEqual(
      states.map((state, index) =>
        expect.objectContaining({
          ...sampleCommand(index, 'person-a'),
          position: index + 1,
          state,
          caseId: null,
          dueBy: null,
          extends: null,
        }),
      ),
    );
    expect(after.write((database) => outbox.cancel(database, sampleCommand(1, '').id))).toBe(false);
    expect(outbox.actsSince('person-a', new Date(0))).toBe(4);
    after.close();
  } finally {
    folder.remove();
  }
});
