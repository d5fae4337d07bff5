import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createHubInstitution, limitProvider } from '../rigs/hub-institution.ts';
import { startHubProcess } from '../rigs/hub-process.ts';
import { type PostgresRig, startPostgres } from '../rigs/postgres.ts';
import type { Bench, Contender } from './bench.ts';
import { processorMilliseconds, serverMilliseconds } from './processor-time.ts';
import { handOver, openLines, signBatches, timed } from './signed-batches.ts';
import { storeHistory } from './stored-history.ts';

const few = 10_000;
const many = 1_000_000;
const people = 60_000;
const plan = { batchSize: 50, commandsPerRound: 2_000, atATime: 8 };

/**
 * What taking in one command costs with a million stored, beside ten thousand: processor time of the hub and of PostgreSQL, for
 * the same commands over the same road as `hub-ingest`. People as many as the largest institution of the simulation has.
 */
export const bench: Bench = {
  name: 'hub-flat',
  about: `processor time of a command with ${many} stored, beside the same with ${few}`,
  unit: 'µs',
  better: 'lower',
  asked: { limit: 1.2 },
  rounds: 5,
  contenders: { ours: () => ingestAfter(many), limit: () => ingestAfter(few), peers: {} },
};

async function ingestAfter(stored: number): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-bench-'));
  const rig = await startPostgres({ fsync: true });
  const { url } = await rig.createDatabase();
  const institution = await createHubInstitution({ url, folder, counters: 16, people, repeatLimit: 50 });
  await fill(url, stored);
  await limitProvider(folder, { callsPerMinute: 120, concurrentCalls: 4 });
  const hub = await startHubProcess({ url, folder });
  const rates: number[] = [];
  let from = 0;
  return {
    async run() {
      const batches = signBatches(institution, from, plan);
      from += plan.commandsPerRound;
      const lines = await openLines(hub.url, plan);
      try {
        const before = spent(hub.child.pid, rig);
        const tookMs = await timed(batches, lines, handOver);
        rates.push((plan.commandsPerRound * 1000) / tookMs);
        return ((spent(hub.child.pid, rig) - before) * 1000) / plan.commandsPerRound;
      } finally {
        for (const line of lines) line.close();
      }
    },
    apart: () => ({ [`commands/s with ${stored} stored`]: Math.max(...rates) }),
    async close() {
      await hub.stop();
      await rig.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function spent(hub: number | undefined, rig: PostgresRig): number {
  if (hub === undefined) throw new Error('the hub has no process');
  return processorMilliseconds(hub) + serverMilliseconds(rig.process);
}

async function fill(url: string, stored: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await storeHistory(client, stored, people);
  } finally {
    await client.end();
  }
}
