import { readFileSync, writeSync } from 'node:fs';
import { createAuditTrail } from '../../../main/agent/audit/audit-trail.ts';
import { createOutbox } from '../../../main/agent/outbox/outbox.ts';
import { openStore } from '../../../main/agent/store/encrypted-database.ts';
import { migrations } from '../../../main/agent/store/migration-list.ts';
import { sampleCommand } from './sample-command.ts';

/** Queues commands with their audit entries and prints each id once it is durable: `queueing-process.ts STORE KEY TURN`. */
const [path = '', keyPath = '', turn = '0'] = process.argv.slice(2);
const opened = openStore({ path, key: readFileSync(keyPath), migrations });
if (!opened.ok) throw new Error(opened.refusal.code);
const store = opened.value;
const clock = { now: () => new Date() };
const audit = createAuditTrail({ store, clock, identity: { enrolment: () => null, key: () => null } });
const outbox = createOutbox({ store, clock });
for (let index = Number(turn) * 1_000_000; ; index += 1) {
  const command = sampleCommand(index, `person-${index % 7}`);
  store.write((database) => {
    outbox.enqueue(database, command);
    audit.append(database, {
      kind: 'command-queued',
      actor: { type: 'operator', id: 'operator-1' },
      subject: command.personId,
      facts: { command: command.id },
      detail: { until: command.until },
    });
  });
  writeSync(1, `${command.id}\n`);
}
