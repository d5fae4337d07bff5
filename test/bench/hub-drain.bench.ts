import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startHub } from '../../main/hub/hub.ts';
import { createCallBudget } from '../../main/hub/reconcile/call-budget.ts';
import type { Provider } from '../../main/provider/provider.ts';
import { createHubInstitution, type HubInstitution } from '../rigs/hub-institution.ts';
import { startPostgres } from '../rigs/postgres.ts';
import type { Bench, Contender } from './bench.ts';
import { handOver, openLines, signBatches, timed } from './signed-batches.ts';

const commands = 10_000;
const latencyMs = 20;
/** 200 calls a second: twice what the largest of the vendors' limits would leave to one application. */
const callsPerMinute = 12_000;
const concurrentCalls = 32;
/** A machine that is too slow for it is measured by what it applied until then. */
const longestMs = 150_000;

/**
 * How fast a queue is applied at a provider that takes 20 ms for each call. `ours` is the hub's reconciler on PostgreSQL with
 * fsync: ten thousand suspensions, each planned, its attempt committed, called for, confirmed and told in the feed. `limit` is what the
 * budget allows whoever does nothing else: so many calls a minute. Taking in and hub's start-up aside, a round ends within
 * {@link longestMs}.
 */
export const bench: Bench = {
  name: 'hub-drain',
  about: `${commands} queued suspensions applied at a provider with ${latencyMs} ms, ${callsPerMinute} calls a minute allowed`,
  unit: 'commands/s',
  better: 'higher',
  asked: { limit: 0.8 },
  rounds: 1,
  warmUp: false,
  contenders: { ours, limit, peers: { 'the same budget’s own pace': pace } },
};

/** Answers everything after its latency and remembers who is suspended. */
function slowProvider(): Provider {
  const suspended = new Set<string>();
  const answer = { ok: true, propagatingUntil: null } as const;
  return {
    kind: 'simulated',
    simulated: true,
    async suspend(person, signal) {
      await delay(latencyMs, undefined, { signal });
      suspended.add(person);
      return answer;
    },
    async resume(person, signal) {
      await delay(latencyMs, undefined, { signal });
      suspended.delete(person);
      return answer;
    },
    resumeAccount: async () => ({ ok: true, propagatingUntil: null }),
    async status(person, signal) {
      await delay(latencyMs, undefined, { signal });
      return { ok: true, suspended: suspended.has(person) };
    },
    async listSuspended(signal) {
      await delay(latencyMs, undefined, { signal });
      return { ok: true, people: [...suspended] };
    },
    health: async () => ({ ok: true }),
  };
}

async function ours(): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-bench-'));
  const rig = await startPostgres({ fsync: true });
  const { url } = await rig.createDatabase();
  const institution = await createHubInstitution({
    url,
    folder,
    counters: 16,
    people: commands,
    repeatLimit: 50,
  });
  const provider = slowProvider();
  const watching = new pg.Client({ connectionString: url });
  await watching.connect();
  return {
    async run() {
      await queueAll(url, folder, institution, provider);
      const stillQueued = async () => {
        const { rows } = await watching.query(
          `select count(*)::int as open from command where state = 'accepted'`,
        );
        return Number(rows[0]?.open);
      };
      const startedMs = performance.now();
      const hub = await startHub({
        database: { kind: 'postgres', url },
        keyPath: join(folder, 'hub-key.pem'),
        provider,
        budget: { callsPerMinute, concurrentCalls },
      });
      try {
        for (;;) {
          const queued = await stillQueued();
          const tookMs = performance.now() - startedMs;
          if (queued === 0 || tookMs > longestMs) return ((commands - queued) * 1000) / tookMs;
          await delay(250);
        }
      } finally {
        await hub.stop();
        await watching.query(
          `update command set state = 'ended', ending = 'expired', next_run = null where state <> 'ended'`,
        );
      }
    },
    async close() {
      await watching.end();
      await rig.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Taken in by a hub that does not reconcile. */
async function queueAll(
  url: string,
  folder: string,
  institution: HubInstitution,
  provider: Provider,
): Promise<void> {
  const hub = await startHub({
    database: { kind: 'postgres', url },
    keyPath: join(folder, 'hub-key.pem'),
    provider,
    automatic: false,
  });
  try {
    const plan = { batchSize: 50, commandsPerRound: commands, atATime: 8 };
    const batches = signBatches(institution, 0, plan);
    const lines = await openLines(hub.url, plan);
    await timed(batches, lines, handOver);
    for (const line of lines) line.close();
  } finally {
    await hub.stop();
  }
}

async function limit(): Promise<Contender> {
  return { run: async () => callsPerMinute / 60, close: async () => undefined };
}

/** What the hub's own gate lets through when every call ends at once: its strict minute costs a tenth of a long queue. */
async function pace(): Promise<Contender> {
  return {
    async run() {
      let nowMs = 0;
      const budget = createCallBudget(callsPerMinute, () => nowMs);
      for (let made = 0; made < commands; ) {
        if (budget.take()) made += 1;
        else nowMs += Math.max(1, budget.waitMs());
      }
      return (commands * 1000) / nowMs;
    },
    close: async () => undefined,
  };
}
