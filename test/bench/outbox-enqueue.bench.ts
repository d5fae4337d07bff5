import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { buildDBClient, SqliteQueue } from 'liteque';
import { better, defineQueue } from 'plainjob';
import { createAuditTrail } from '../../main/agent/audit/audit-trail.ts';
import { createTrustedClock } from '../../main/agent/clock/trusted-clock.ts';
import { createOutbox } from '../../main/agent/outbox/outbox.ts';
import type { NewOutboxCommand } from '../../main/agent/outbox/outbox-table.ts';
import { packEnvelope } from '../../main/agent/outbox/packed-envelope.ts';
import type { AuditEntryInput } from '../../main/agent/ports.ts';
import { openStore, writerPragmas } from '../../main/agent/store/encrypted-database.ts';
import { migrations } from '../../main/agent/store/migration-list.ts';
import { storeSalt } from '../../main/agent/store/store-format.ts';
import type { Bench, Contender } from './bench.ts';
import { createSampleCommands, samplePeople } from './sample-command.ts';

const commitsPerRound = 500;

/**
 * One durable commit per command (write-ahead log, synchronous=FULL, on the same disk). `ours` is the product's path from
 * the signed command on: outbox row and audit entry in one transaction of the encrypted store. `limit` inserts the same
 * rows, made beforehand, through bare prepared statements into a store of the same format and settings. The peers do
 * less: one row, unencrypted, without an audit trail; their own default, synchronous=NORMAL, is raised to FULL.
 */
export const bench: Bench = {
  name: 'outbox-enqueue',
  about: `durable commits of one signed command each, ${commitsPerRound} a round; peers unencrypted and without audit`,
  unit: 'commits/s',
  better: 'higher',
  rounds: 15,
  contenders: { ours, limit, peers: { plainjob, liteque } },
};

function timed(commit: (command: NewOutboxCommand) => unknown, close: () => void): Contender {
  const next = createSampleCommands();
  return {
    async run() {
      // Made beforehand: neither writing nor signing a command is what is measured.
      const commands = Array.from({ length: commitsPerRound }, next);
      const startedMs = performance.now();
      for (const command of commands) {
        const pending = commit(command);
        if (pending instanceof Promise) await pending;
      }
      return (commitsPerRound * 1000) / (performance.now() - startedMs);
    },
    async close() {
      close();
    },
  };
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'madoguchi-bench-'));
}

/** The product's store with a history: every sample person has been at the counter before. */
function openSampleStore(path: string, key: Uint8Array) {
  const opened = openStore({ path, key, migrations });
  if (!opened.ok) throw new Error(opened.refusal.code);
  const store = opened.value;
  const clock = createTrustedClock({ store, maximumAgeHours: () => null });
  const audit = createAuditTrail({ store, clock, identity: { enrolment: () => null, key: () => null } });
  const outbox = createOutbox({ store, clock });
  store.write((database) => {
    for (const subject of samplePeople) {
      const actor = { type: 'operator', id: 'operator-1' } as const;
      audit.append(database, { kind: 'person-opened', actor, subject, facts: {}, detail: null });
    }
  });
  return { store, audit, outbox };
}

function auditOf(command: NewOutboxCommand): AuditEntryInput {
  return {
    kind: 'command-queued',
    actor: { type: 'operator', id: 'operator-1' },
    subject: command.personId,
    facts: { command: command.id, kind: command.kind, digest: 'x'.repeat(43), policy: 7 },
    detail: null,
  };
}

async function ours(): Promise<Contender> {
  const folder = temporaryFolder();
  const { store, audit, outbox } = openSampleStore(join(folder, 'station.db'), randomBytes(32));
  const commit = (command: NewOutboxCommand) =>
    store.write((database) => {
      outbox.enqueue(database, command);
      audit.append(database, auditOf(command));
    });
  return timed(commit, () => {
    store.close();
    rmSync(folder, { recursive: true });
  });
}

async function limit(): Promise<Contender> {
  const folder = temporaryFolder();
  const path = join(folder, 'station.db');
  const key = randomBytes(32);
  const sample = openSampleStore(path, key);
  // One entry that the product made gives the rows their content and size.
  const example = createSampleCommands()();
  sample.store.write((database) => sample.audit.append(database, auditOf(example)));
  sample.store.close();
  const database = new Database(path);
  database.pragma(`cipher = 'aegis'`);
  database.pragma(`key = "x'${Buffer.concat([key, storeSalt(key)]).toString('hex')}'"`);
  for (const pragma of writerPragmas) database.pragma(pragma);
  database.pragma('foreign_keys = ON');
  const last = database
    .prepare<[], { entry: string; hash: string; subject_detail: Buffer | null }>(
      'SELECT entry, hash, subject_detail FROM audit_entry ORDER BY sequence DESC LIMIT 1',
    )
    .get();
  if (last === undefined) throw new Error('the sample store has entries');
  const insertCommand = database.prepare(
    `INSERT INTO outbox_command
       (id, kind, person_id, state, until, queued_at, state_at, person, operator, envelope)
     VALUES (?, 'suspend', ?, 'queued', ?, ?, ?, ?, ?, ?)`,
  );
  const insertEntry = database.prepare(
    'INSERT INTO audit_entry (entry, hash, subject_key, subject_detail) VALUES (?, ?, ?, ?)',
  );
  let count = 0;
  const insert = database.transaction((command: NewOutboxCommand, person: string, operator: string) => {
    const { id, personId, until, queuedAt } = command;
    insertCommand.run(id, personId, until, queuedAt, queuedAt, person, operator, envelope);
    insertEntry.run(last.entry, last.hash, (count % samplePeople.length) + 1, last.subject_detail);
  });
  const person = JSON.stringify(example.person);
  const operator = JSON.stringify(example.operator);
  const envelope = packEnvelope(example.envelope);
  const commit = (command: NewOutboxCommand) => {
    count += 1;
    insert.immediate(command, person, operator);
  };
  return timed(commit, () => {
    database.close();
    rmSync(folder, { recursive: true });
  });
}

async function plainjob(): Promise<Contender> {
  const folder = temporaryFolder();
  const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
  const database = new Database(join(folder, 'queue.db'));
  const queue = defineQueue({ connection: better(database), logger: silent });
  database.pragma('synchronous = FULL');
  return timed(
    (command) => queue.add('command', command),
    () => {
      queue.close();
      rmSync(folder, { recursive: true });
    },
  );
}

async function liteque(): Promise<Contender> {
  const folder = temporaryFolder();
  const client = buildDBClient(join(folder, 'queue.db'), { runMigrations: true });
  const raw = rawConnection(client);
  raw.pragma('synchronous = FULL');
  const queue = new SqliteQueue('command', client, {
    defaultJobArgs: { numRetries: 3 },
    keepFailedJobs: true,
  });
  return timed(
    (command) => queue.enqueue(command),
    () => {
      raw.close();
      rmSync(folder, { recursive: true });
    },
  );
}

/** liteque opens its own connection with synchronous=NORMAL; only through its ORM's session can that be raised. */
function rawConnection(client: object): Database.Database {
  const session: unknown = Reflect.get(client, 'session');
  const raw: unknown =
    typeof session === 'object' && session !== null ? Reflect.get(session, 'client') : null;
  if (!(raw instanceof Database)) throw new Error('liteque keeps its connection elsewhere now');
  return raw;
}
