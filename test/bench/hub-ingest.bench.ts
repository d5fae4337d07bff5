import { createHash, type KeyObject, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeWorkerUtils } from 'graphile-worker';
import PgBoss from 'pg-boss';
import { commandEnvelope } from '../../main/exchange/command.ts';
import { createHubInstitution, type HubInstitution } from '../rigs/hub-institution.ts';
import { startHubProcess } from '../rigs/hub-process.ts';
import { type PostgresRig, startPostgres } from '../rigs/postgres.ts';
import type { Bench, Contender } from './bench.ts';
import {
  batchesAtATime,
  batchSize,
  commandsPerRound,
  handOver,
  type SignedBatch,
  signBatches,
  timed,
} from './signed-batches.ts';

const counters = 16;
/** Each is suspended again only after all the others. */
const people = 20_000;

/**
 * Commands per second that the hub takes in: its own process on PostgreSQL with fsync, over HTTP, with its usual limits, each
 * batch with the station's proof, each command with both signatures verified, judged, stored and put into the feed. `limit`
 * verifies the two signatures of each of the same commands on every core and does nothing else. The peers insert jobs of the
 * same size in the same batches, by their libraries' statement for many, in the measuring process itself: no HTTP, no signature.
 */
export const bench: Bench = {
  name: 'hub-ingest',
  about: `signed commands into PostgreSQL (fsync), ${batchSize} a batch, ${batchesAtATime} batches at a time; peers without HTTP and signatures`,
  unit: 'commands/s',
  better: 'higher',
  rounds: 8,
  contenders: { ours, limit, peers: { 'pg-boss': pgBoss, 'graphile-worker': graphileWorker } },
};

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

function contender(work: () => Promise<number>, close: () => Promise<void>): Contender {
  return {
    async run() {
      return (commandsPerRound * 1000) / (await work());
    },
    close,
  };
}

/** Everybody works with commands of the same make; each of the hub's is new, as it must be. */
async function openInstitution(people: number) {
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

async function ours(): Promise<Contender> {
  const { institution, folder, database, close } = await openInstitution(people);
  const hub = await startHubProcess({ url: database.url, folder });
  let from = 0;
  return contender(
    async () => {
      const batches = signBatches(institution, from);
      from += commandsPerRound;
      return timed(batches, (batch) => handOver(hub.url, batch));
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

async function limit(): Promise<Contender> {
  const { institution, close } = await openInstitution(commandsPerRound);
  const signed = signBatches(institution, 0).map((batch) => signaturesOf(institution, batch));
  const holds = async ({ text, key, signature }: SignedText) => {
    const algorithm = key.asymmetricKeyType === 'ec' ? 'sha256' : null;
    if (!(await verifyAside(algorithm, text, key, signature))) throw new Error('a signature does not hold');
  };
  return contender(() => timed(signed, (texts) => Promise.all(texts.map(holds))), close);
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
async function signedJobs() {
  const { institution, database, close } = await openInstitution(commandsPerRound);
  return { batches: signBatches(institution, 0), url: database.url, close };
}

async function pgBoss(): Promise<Contender> {
  const { batches, url, close } = await signedJobs();
  const boss = new PgBoss({ connectionString: url, max: batchesAtATime, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue('command');
  return contender(
    () =>
      timed(batches, ({ envelopes }) =>
        boss.insert(envelopes.map((envelope) => ({ name: 'command', data: { envelope } }))),
      ),
    async () => {
      await boss.stop({ graceful: false });
      await close();
    },
  );
}

async function graphileWorker(): Promise<Contender> {
  const { batches, url, close } = await signedJobs();
  const worker = await makeWorkerUtils({ connectionString: url, maxPoolSize: batchesAtATime });
  await worker.migrate();
  return contender(
    () =>
      timed(batches, ({ envelopes }) =>
        worker.addJobs(envelopes.map((envelope) => ({ identifier: 'command', payload: { envelope } }))),
      ),
    async () => {
      await worker.release();
      await close();
    },
  );
}
