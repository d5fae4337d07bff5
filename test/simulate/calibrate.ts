import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { feedResponse } from '../../main/exchange/hub-interface.ts';
import { processorMilliseconds, serverMilliseconds } from '../bench/processor-time.ts';
import { handOver, openLines, signBatches, timed } from '../bench/signed-batches.ts';
import { startRecordingProvider } from '../fault/recording-provider.ts';
import {
  createHubInstitution,
  type HubInstitution,
  limitProvider,
  provenRequest,
} from '../rigs/hub-institution.ts';
import { type HubProcess, startHubProcess } from '../rigs/hub-process.ts';
import { type PostgresRig, startPostgres } from '../rigs/postgres.ts';
import type { MeasuredCosts } from './scenario.ts';

const hubUnderFault = join(import.meta.dirname, '../fault/hub-under-fault.ts');
const plan = { batchSize: 50, commandsPerRound: 500, atATime: 8 };
const rounds = 4;
const polls = 400;
const commits = 60;

/** What the scenarios' work costs on this machine: the real hub as a process of its own, on a real PostgreSQL with fsync. */
export async function calibrate(): Promise<MeasuredCosts> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-calibrate-'));
  const rig = await startPostgres({ fsync: true });
  try {
    const { url } = await rig.createDatabase();
    const people = rounds * plan.commandsPerRound;
    const institution = await createHubInstitution({ url, folder, counters: 16, people });
    // As good as nothing is applied while commands are taken in and polls answered.
    await limitProvider(folder, { callsPerMinute: 1, concurrentCalls: 1 });
    const hub = await startHubProcess({ url, folder });
    const ingest = await ingestCosts(institution, hub, rig);
    const poll = await pollCosts(institution, hub, rig);
    await hub.stop();
    const pass = await passCosts(url, folder, rig);
    const costs = {
      ingestHubUs: ingest.hubUs,
      ingestDatabaseUs: ingest.databaseUs,
      passHubUs: pass.hubUs,
      passDatabaseUs: pass.databaseUs,
      pollHubUs: poll.hubUs,
      pollDatabaseUs: poll.databaseUs,
      commitMs: await commitTime(url),
    };
    return { at: new Date().toISOString(), machine: machine(), costs };
  } finally {
    await rig.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, load ${loadavg()[0]?.toFixed(1)}`;
}

interface Costs {
  readonly hubUs: number;
  readonly databaseUs: number;
}

/** Processor time of hub and database while something is done `count` times; it may tell how often it was done. */
async function costsOf(hub: HubProcess, rig: PostgresRig, work: () => Promise<number>): Promise<Costs> {
  const spent = () => [processorMilliseconds(hub.child.pid ?? 0), serverMilliseconds(rig.process)] as const;
  const [hubBefore, databaseBefore] = spent();
  const count = await work();
  const [hubAfter, databaseAfter] = spent();
  const each = (milliseconds: number) => Math.round((milliseconds * 1000) / count);
  return { hubUs: each(hubAfter - hubBefore), databaseUs: each(databaseAfter - databaseBefore) };
}

/** Of the last round, the ones before being for the compiler. */
async function ingestCosts(institution: HubInstitution, hub: HubProcess, rig: PostgresRig): Promise<Costs> {
  let last: Costs = { hubUs: 0, databaseUs: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const batches = signBatches(institution, round * plan.commandsPerRound, plan);
    const lines = await openLines(hub.url, plan);
    last = await costsOf(hub, rig, async () => {
      await timed(batches, lines, handOver);
      return plan.commandsPerRound;
    });
    for (const line of lines) line.close();
  }
  return last;
}

/** A station that is told nothing new. */
async function pollCosts(institution: HubInstitution, hub: HubProcess, rig: PostgresRig): Promise<Costs> {
  const ask = async (place: number, cursor: number) => {
    const station = institution.stations[place % institution.stations.length];
    if (station === undefined) throw new Error('an institution without stations');
    const path = `/v1/feed?cursor=${cursor}&wait=0&nonce=${String(place).padStart(16, '0')}`;
    const response = await fetch(`${hub.url}${path}`, provenRequest(station, path, undefined));
    return feedResponse.parse(await response.json());
  };
  let head = { cursor: 0, more: true };
  while (head.more) head = await ask(0, head.cursor);
  const round = (count: number) => async () => {
    const places = Array.from({ length: count }, (_, place) => place);
    await timed(places, [1, 2, 3, 4], (_, place) => ask(place, head.cursor));
    return count;
  };
  await round(polls / 4)();
  return costsOf(hub, rig, round(polls));
}

/** Everything that was taken in is applied, at a provider over HTTP in this process. */
async function passCosts(url: string, folder: string, rig: PostgresRig): Promise<Costs> {
  const provider = await startRecordingProvider();
  const clock = join(folder, 'clock');
  writeFileSync(clock, '0');
  const words = ['--provider', provider.url, '--clock', clock];
  const hub = await startHubProcess({ url, folder, program: hubUnderFault, words });
  const watching = new pg.Client({ connectionString: url });
  await watching.connect();
  const queued = async () => {
    const { rows } = await watching.query(
      `select count(*)::int as queued from command where state = 'accepted'`,
    );
    return Number(rows[0]?.queued);
  };
  try {
    const all = await queued();
    while ((await queued()) > 0.8 * all) await delay(100);
    return await costsOf(hub, rig, async () => {
      const before = await queued();
      for (;;) {
        await delay(500);
        const left = await queued();
        if (left < 0.1 * all) return before - left;
      }
    });
  } finally {
    await watching.end();
    await hub.stop();
    await provider.stop();
  }
}

/** Median of a lone small commit, in milliseconds. */
async function commitTime(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('create table commit_time (at timestamptz)');
    const times: number[] = [];
    for (let count = 0; count < commits; count += 1) {
      const startedMs = performance.now();
      await client.query('insert into commit_time values (now())');
      times.push(performance.now() - startedMs);
    }
    await client.query('drop table commit_time');
    const median = times.sort((one, other) => one - other)[commits / 2] ?? 0;
    return Number(median.toPrecision(2));
  } finally {
    await client.end();
  }
}
