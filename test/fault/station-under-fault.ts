import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createAuditTrail } from '../../main/agent/audit/audit-trail.ts';
import { cursorKey } from '../../main/agent/hub-link/apply-feed.ts';
import { createHubClient } from '../../main/agent/hub-link/hub-client.ts';
import { createPushCommands } from '../../main/agent/hub-link/push-commands.ts';
import { createOutbox } from '../../main/agent/outbox/outbox.ts';
import { openStore } from '../../main/agent/store/encrypted-database.ts';
import { migrations } from '../../main/agent/store/migration-list.ts';
import { readState, writeState } from '../../main/agent/store/station-state.ts';
import { importSigningKey } from '../../main/exchange/signing-key.ts';
import { enrolmentDocument } from '../../main/exchange/station-documents.ts';

/**
 * A station's store, outbox and way to the hub as a process of its own: `station-under-fault.ts --folder DIR --hub URL`.
 * Commands come on standard input, a line of JSON each; each id is printed once it is durable. `?ID` is answered by
 * `state ID STATE`.
 */
const { values } = parseArgs({ options: { folder: { type: 'string' }, hub: { type: 'string' } } });
const { folder = '', hub = '' } = values;
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const key = importSigningKey(read('station-key.pem'));
const enrolment = enrolmentDocument.parse(JSON.parse(read('enrolment.json')));
const identity = {
  enrolment: () => enrolment,
  key: () => key,
  hubUrl: () => hub,
  reload: () => undefined,
};
const opened = openStore({
  path: join(folder, 'station.db'),
  key: readFileSync(join(folder, 'store-key')),
  migrations,
});
if (!opened.ok) throw new Error(opened.refusal.code);
const store = opened.value;
const clock = { now: () => new Date() };
const audit = createAuditTrail({ store, clock, identity: { enrolment: () => null, key: () => null } });
// Retries come soon: what is judged is what they do, not when.
const outbox = createOutbox({ store, clock, random: () => 0.01 });
const client = createHubClient({ identity, wall: () => new Date() });
const push = createPushCommands({
  store,
  // Of the trusted clock a push asks for nothing but the time.
  clock: clock as Parameters<typeof createPushCommands>[0]['clock'],
  audit,
  outbox,
  client,
  onAnswered: () => undefined,
});
const stopping = new AbortController().signal;

const queued = z.object({
  id: z.uuid(),
  kind: z.enum(['suspend', 'resume']),
  person: z.string(),
  until: z.string().nullable(),
  issuedAt: z.string(),
  envelope: z.string(),
});

function queue(command: z.output<typeof queued>): void {
  const { id, kind, person, until, issuedAt, envelope } = command;
  // Asked again after this process was killed between the commit and its word about it.
  if (outbox.find(id) === null)
    store.write((database) => {
      outbox.enqueue(database, {
        id,
        kind,
        personId: person,
        person: { id: person, number: person, name: '山田 花子', kana: 'ヤマダ ハナコ' },
        operator: { ja: '係員', en: 'Clerk' },
        envelope,
        until,
        queuedAt: issuedAt,
      });
    });
  process.stdout.write(`queued ${id}\n`);
}

createInterface(process.stdin).on('line', (line) => {
  if (line.startsWith('?')) {
    const id = line.slice(1);
    process.stdout.write(`state ${id} ${outbox.find(id)?.state ?? 'unknown'}\n`);
  } else queue(queued.parse(JSON.parse(line)));
});

async function follow(): Promise<void> {
  for (;;) {
    const cursor = readState(store.read, cursorKey, z.number().int()) ?? 0;
    const nonce = randomBytes(16).toString('base64url');
    const answer = await client.readFeed({ cursor, waitSeconds: 1, nonce }, stopping);
    if (!answer.ok) {
      await delay(100);
      continue;
    }
    store.write((database) => {
      for (const item of answer.value.items)
        if (item.kind === 'outcome') outbox.recordOutcome(database, item);
      writeState(database, cursorKey, answer.value.cursor);
    });
  }
}

async function send(): Promise<void> {
  for (;;) if ((await push(stopping)) !== 'more') await delay(30);
}

process.stdout.write('ready\n');
await Promise.all([follow(), send()]);
