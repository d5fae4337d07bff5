import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { createTarget, type TargetName } from './fuzz-targets.ts';
import { seededRandom } from './seeded-random.ts';

/** What the thread that watches gives this one. */
export interface FuzzOrder {
  readonly target: TargetName;
  readonly seed: number;
  readonly milliseconds: number;
  /** Only this step, to look at a finding again. */
  readonly step: number | null;
  /** Two 32-bit counters that this thread writes: the step it is at (low and high), as a sign of life. */
  readonly progress: SharedArrayBuffer;
}

export interface FuzzReport {
  readonly packets: number;
  readonly steps: number;
  readonly milliseconds: number;
  /** Bytes held after the run beyond those after its warm-up; the collector ran before both. */
  readonly growth: number;
  readonly finding: { readonly step: number; readonly text: string } | null;
}

const warmUp = 1_000;
/** What a whole run may hold more at its end than after its warm-up. */
export const allowedGrowth = 16 * 1024 * 1024;
const mostCollections = 20;
const settledWithin = 64 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function run({
  target: name,
  seed,
  milliseconds,
  step: onlyStep,
  progress,
}: FuzzOrder): Promise<FuzzReport> {
  const target = await createTarget(name);
  const counter = new Int32Array(progress);
  const startedAt = performance.now();
  let packets = 0;
  let step = onlyStep ?? 0;
  let baseline: number | null = null;
  let finding: FuzzReport['finding'] = null;
  let lastYield = startedAt;
  for (; performance.now() - startedAt < milliseconds; step++) {
    Atomics.store(counter, 0, step % 2 ** 31);
    try {
      packets += await target.step(seededRandom(seed, step));
    } catch (error) {
      finding = { step, text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      break;
    }
    if (onlyStep !== null) break;
    const now = performance.now();
    if (now - lastYield < 20) continue;
    // Timers of what was left behind get their turn.
    await new Promise((resolve) => setImmediate(resolve));
    lastYield = now;
    if (baseline === null && now - startedAt > Math.min(warmUp, milliseconds / 4)) baseline = await held();
  }
  const elapsed = performance.now() - startedAt;
  const growth = baseline === null ? 0 : (await held()) - baseline;
  if (finding === null && growth > allowedGrowth)
    finding = { step, text: `memory grew by ${Math.round(growth / 1024)} KiB` };
  return { packets, steps: step, milliseconds: elapsed, growth, finding };
}

/**
 * Bytes that are really held. Keys and hashes keep memory outside the heap, which a collection only gives back in a later
 * turn; so it collects, a turn apart, until nothing more comes back.
 */
async function held(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostCollections; round++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
    const { heapUsed, external } = process.memoryUsage();
    const now = heapUsed + external;
    if (now > least - settledWithin) return Math.min(now, least);
    least = now;
  }
  return least;
}

process.on('unhandledRejection', (reason) => {
  throw reason;
});
parentPort?.postMessage(await run(workerData as FuzzOrder));
process.exit(0);
