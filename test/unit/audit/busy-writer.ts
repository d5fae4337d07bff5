import { readFileSync } from 'node:fs';
import { createAuditTrail } from '../../../main/agent/audit/audit-trail.ts';
import { openStore } from '../../../main/agent/store/encrypted-database.ts';
import { migrations } from '../../../main/agent/store/migration-list.ts';
import { appendSamples } from './audit-rig.ts';

/** A process that appends audit entries until it is killed: `busy-writer.ts STORE KEY`. */
const [path = '', keyPath = ''] = process.argv.slice(2);
const opened = openStore({ path, key: readFileSync(keyPath), migrations });
if (!opened.ok) throw new Error(opened.refusal.code);
const store = opened.value;
const identity = { enrolment: () => null, key: () => null };
const audit = createAuditTrail({ store, clock: { now: () => new Date() }, identity });
process.stdout.write('ready\n');
while (true) appendSamples({ store, audit }, 20);
