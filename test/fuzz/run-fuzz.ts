import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type TargetName, targetNames } from './fuzz-targets.ts';
import type { FuzzOrder, FuzzReport } from './fuzz-worker.ts';

/**
 * `npm run fuzz -- [--seconds N] [--target framing|cbor|response|pin] [--seed S [--step N]]`: damaged input for N
 * seconds (default 60), shared by all targets or on one. Looks for exceptions, answers that are no typed failure, hangs
 * and growing memory. A finding ends the run with code 1 and says how to repeat it. Each target runs in a thread of its
 * own, so that even an endless loop is noticed.
 */
const hangAfter = 15_000;
const heapLimit = 384;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    target: { type: 'string' },
    seed: { type: 'string' },
    step: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const step = values.step === undefined ? null : Number(values.step);
const targets = targetNames.filter((name) => values.target === undefined || values.target === name);
if (!(seconds > 0) || !Number.isSafeInteger(seed) || targets.length === 0) {
  console.error(`usage: --seconds N --target ${targetNames.join('|')} --seed S --step N`);
  process.exit(2);
}

async function fuzz(target: TargetName, milliseconds: number): Promise<FuzzReport> {
  const progress = new SharedArrayBuffer(4);
  const order: FuzzOrder = { target, seed, milliseconds, step, progress };
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: heapLimit },
  });
  const counter = new Int32Array(progress);
  const lost = (text: string): FuzzReport => ({
    packets: 0,
    steps: Atomics.load(counter, 0),
    milliseconds: 0,
    growth: 0,
    finding: { step: Atomics.load(counter, 0), text },
  });
  return new Promise((resolve) => {
    let seen = -1;
    const watch = setInterval(() => {
      const now = Atomics.load(counter, 0);
      if (now === seen) finish(lost(`no step ended within ${hangAfter} ms: a hang`));
      seen = now;
    }, hangAfter);
    const finish = (report: FuzzReport): void => {
      clearInterval(watch);
      resolve(report);
      void worker.terminate();
    };
    worker.on('message', finish);
    worker.on('error', (error) => finish(lost(String(error instanceof Error ? error.stack : error))));
    worker.on('exit', (code) => finish(lost(`the thread ended with code ${code}`)));
  });
}

console.log(`seed ${seed}`);
let packets = 0;
let milliseconds = 0;
let found = false;
for (const target of targets) {
  const report = await fuzz(target, (seconds * 1000) / targets.length);
  packets += report.packets;
  milliseconds += report.milliseconds;
  const rate = Math.round(report.packets / Math.max(report.milliseconds / 1000, 0.001));
  const growth = `${Math.round(report.growth / 1024)} KiB`;
  console.log(
    `${target}: ${report.packets} packets in ${report.steps} steps, ${rate} packets/s, memory ${growth}`,
  );
  if (report.finding === null) continue;
  found = true;
  console.log(`FOUND in ${target} at step ${report.finding.step}: ${report.finding.text}`);
  console.log(`again: --target ${target} --seed ${seed} --step ${report.finding.step}`);
}
const rate = Math.round(packets / Math.max(milliseconds / 1000, 0.001));
console.log(`total: ${packets} packets, ${rate} packets/s, ${found ? 'with findings' : 'nothing found'}`);
process.exit(found ? 1 : 0);
