import { parseArgs } from 'node:util';
import { seededRandom } from '../fuzz/seeded-random.ts';
import { createFaultBed } from './fault-bed.ts';
import { type Fault, faults, peoplePerRound, runRound } from './fault-round.ts';

/**
 * `npm run fault -- [--rounds 100] [--seed N] [--from ROUND] [--seconds N] [--json]`: two real hubs and a real station on a
 * real PostgreSQL; each round kills, cuts, repeats, reorders and jumps at random moments, heals, and judges whether every command
 * took effect exactly once, in order, and ended. Exit status 1 on any violation, whose line says how to begin at that round.
 * A seed gives the same choices; how they fall between the processes' steps is the machine's.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string' },
    from: { type: 'string', default: '0' },
    seconds: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const rounds = Number(values.rounds);
const from = Number(values.from);
const seconds = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
if (![seed, rounds, from].every(Number.isSafeInteger) || rounds < 1 || from < 0 || !(seconds > 0)) {
  process.stderr.write('usage: --rounds N --seed N --from ROUND --seconds N\n');
  process.exit(2);
}

const counts = new Map<Fault, number>(faults.map((fault) => [fault, 0]));
const violations: string[] = [];
const startedMs = performance.now();
const bed = await createFaultBed({
  people: (from + rounds) * peoplePerRound,
  random: seededRandom(seed, -1),
});
const begunMs = performance.now();
let done = 0;
try {
  for (let round = from; round < from + rounds; round += 1) {
    if (performance.now() - begunMs > seconds * 1000) break;
    const report = await runRound(bed, seed, round);
    done += 1;
    for (const fault of report.faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
    for (const violation of report.violations) {
      const line = `round ${round} (${report.faults.join(', ')}): ${violation}; again with --seed ${seed} --from ${round}`;
      violations.push(line);
      process.stderr.write(`${line}\n`);
    }
    if (done % 25 === 0) process.stderr.write(`${done} rounds, ${violations.length} violations\n`);
  }
} finally {
  await bed.stop();
}
const told = { seed, rounds: done, seconds: Math.round((performance.now() - startedMs) / 1000) };
const summary = { ...told, faults: Object.fromEntries(counts), violations };
if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
else {
  process.stdout.write(
    `seed ${seed}: ${done} rounds in ${told.seconds} s, ${violations.length} violations\n`,
  );
  for (const [fault, count] of counts) process.stdout.write(`  ${fault}: ${count}\n`);
}
process.exit(violations.length === 0 ? 0 : 1);
