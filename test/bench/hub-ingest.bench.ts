import { createHash, type KeyObject, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeWorkerUtils } from 'graphile-worker';
import PgBoss from 'pg-boss';
import { commandEnvelope } from '../../main/exchange/command.ts';
import { createHubInstitution, type HubInstitution, limitProvider } from '../rigs/hub-institution.ts';
import { startHubProcess } from '../rigs/hub-process.ts';
import { type PostgresRig, startPostgres } from '../rigs/postgres.ts';
import type { Bench, Contender } from './bench.ts';
import {
  type BatchPlan,
  handOver,
  openLines,
  type SignedBatch,
  signBatches,
  timed,
} from './signed-batches.ts';

/** Each is suspended again only after all the others. */
const people = 20_000;
const peerConnections = 64;

/**
 * Commands per second that the hub takes in: its own process on PostgreSQL with fsync, over HTTP, with its usual limits, each
 * batch with the station's proof, each command with both signatures verified, judged, stored and put into the feed. `limit`
 * verifies the two signatures of each of the same commands on every core and does nothing else. The peers insert jobs of the
 * same size in the same batches, as many under way, in the measuring process itself: no HTTP, no signature. They have as many
 * connections as batches under way, up to {@link peerConnections}, beyond which they only get slower.
 */
function ingestBench(name: string, about: string, plan: BatchPlan, counters: number): Bench {
  return {
    name,
    partOf: 'hub-ingest',
    about: `${about}; peers without HTTP and signatures`,
    unit: 'commands/s',
    better: 'higher',
    asked: { limit: 0.35, 'pg-boss': 1, 'graphile-worker': 1 },
    rounds: 8,
    contenders: {
      ours: () => ours(plan, counters),
      limit: () => limit(plan),
      peers: { 'pg-boss': () => pgBoss(plan), 'graphile-worker': () => graphileWorker(plan) },
    },
  };
}

/** What counters do after a morning without a network: sixteen of them at once. */
export const bench = ingestBench(
  'hub-ingest',
  'signed commands into PostgreSQL (fsync), 50 a batch, 16 batches at a time',
  { batchSize: 50, commandsPerRound: 2_000, atATime: 16 },
  16,
);

/** What counters do on every other day: each command is handed over as it is signed, by two hundred counters. */
export const singleBench = ingestBench(
  'hub-ingest-single',
  'signed commands into PostgreSQL (fsync), each by itself, 192 at a time',
  { batchSize: 1, commandsPerRound: 2_000, atATime: 192 },
  200,
);

/** One server for all who take part, with a database each; it ends with the last of them. */
let server: { readonly rig: Promise<PostgresRig>; users: number } | null = null;

async function openDatabase(): Promise<{ readonly url: string; close(): Promise<void> }> {
  server ??= { rig: startPostgres({ fsync: true }), users: 0 };
  const shared = server;
  shared.users += 1;
  const rig = await shared.rig;
  const { url } = await rig.createDatabase();
  return {
    url,
    async close() {
      shared.users -= 1;
      if (shared.users > 0) return;
      server = null;
      await rig.stop();
    },
  };
}

function contender(plan: BatchPlan, work: () => Promise<number>, close: () => Promise<void>): Contender {
  return {
    async run() {
      return (plan.commandsPerRound * 1000) / (await work());
    },
    close,
  };
}

/** Everybody works with commands of the same make; each of the hub's is new, as it must be. */
async function openInstitution(people: number, counters = 1) {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-bench-'));
  const database = await openDatabase();
  const institution = await createHubInstitution({
    url: database.url,
    folder,
    counters,
    people,
    repeatLimit: 50,
  });
  return {
    institution,
    folder,
    database,
    async close() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ours(plan: BatchPlan, counters: number): Promise<Contender> {
  const { institution, folder, database, close } = await openInstitution(people, counters);
  // Applying is measured apart; meanwhile the hub spends on its provider what such a budget allows.
  await limitProvider(folder, { callsPerMinute: 120, concurrentCalls: 4 });
  const hub = await startHubProcess({ url: database.url, folder });
  let from = 0;
  return contender(
    plan,
    async () => {
      const batches = signBatches(institution, from, plan);
      from += plan.commandsPerRound;
      const lines = await openLines(hub.url, plan);
      try {
        return await timed(batches, lines, handOver);
      } finally {
        for (const line of lines) line.close();
      }
    },
    async () => {
      await hub.stop();
      await close();
    },
  );
}

const verifyAside = promisify(verify);

interface SignedText {
  readonly text: Buffer;
  readonly key: KeyObject;
  readonly signature: Buffer;
}

async function limit(plan: BatchPlan): Promise<Contender> {
  const { institution, close } = await openInstitution(plan.commandsPerRound);
  const signed = signBatches(institution, 0, { ...plan, batchSize: 50 }).map((batch) =>
    signaturesOf(institution, batch),
  );
  const holds = async ({ text, key, signature }: SignedText) => {
    const algorithm = key.asymmetricKeyType === 'ec' ? 'sha256' : null;
    if (!(await verifyAside(algorithm, text, key, signature))) throw new Error('a signature does not hold');
  };
  return contender(plan, () => timed(signed, workers(8), (_, texts) => Promise.all(texts.map(holds))), close);
}

function workers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, place) => place);
}

/** The envelope's signature by the station and the assertion's by the operator's key (WebAuthn Level 3 §7.2, step 21). */
function signaturesOf(
  institution: HubInstitution,
  { station, envelopes }: SignedBatch,
): readonly SignedText[] {
  return envelopes.flatMap((envelope) => {
    const [head, payload = '', signature = ''] = envelope.split('.');
    const { assertion } = commandEnvelope.parse(JSON.parse(decoded(payload).toString()));
    const { authenticatorData, clientDataJSON } = assertion.response;
    const clientData = createHash('sha256').update(decoded(clientDataJSON)).digest();
    return [
      { text: Buffer.from(`${head}.${payload}`), key: station.key.publicKey, signature: decoded(signature) },
      {
        text: Buffer.concat([decoded(authenticatorData), clientData]),
        key: institution.operatorKey,
        signature: decoded(assertion.response.signature),
      },
    ];
  });
}

function decoded(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

/** The jobs carry the envelopes, which are all that a command is before it is verified. */
async function signedJobs(plan: BatchPlan) {
  const { institution, database, close } = await openInstitution(plan.commandsPerRound);
  return { batches: signBatches(institution, 0, plan), url: database.url, close };
}

async function pgBoss(plan: BatchPlan): Promise<Contender> {
  const { batches, url, close } = await signedJobs(plan);
  const boss = new PgBoss({
    connectionString: url,
    max: Math.min(plan.atATime, peerConnections),
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await boss.createQueue('command');
  return contender(
    plan,
    () =>
      timed(batches, workers(plan.atATime), (_, { envelopes: [envelope, ...others] }) =>
        others.length === 0
          ? boss.send('command', { envelope })
          : boss.insert([envelope, ...others].map((one) => ({ name: 'command', data: { envelope: one } }))),
      ),
    async () => {
      await boss.stop({ graceful: false });
      await close();
    },
  );
}

async function graphileWorker(plan: BatchPlan): Promise<Contender> {
  const { batches, url, close } = await signedJobs(plan);
  const worker = await makeWorkerUtils({
    connectionString: url,
    maxPoolSize: Math.min(plan.atATime, peerConnections),
  });
  await worker.migrate();
  return contender(
    plan,
    () =>
      timed(batches, workers(plan.atATime), (_, { envelopes: [envelope, ...others] }) =>
        others.length === 0
          ? worker.addJob('command', { envelope })
          : worker.addJobs(
              [envelope, ...others].map((one) => ({ identifier: 'command', payload: { envelope: one } })),
            ),
      ),
    async () => {
      await worker.release();
      await close();
    },
  );
}
