import { parseArgs } from 'node:util';
import { seededRandom } from '../fuzz/seeded-random.ts';
import { startPostgres } from '../rigs/postgres.ts';
import { createFaultBed, type FaultBed } from './fault-bed.ts';
import { bundlePrograms } from './fault-programs.ts';
import { peoplePerRound, runRound } from './fault-round.ts';
import { countFaults, openJournal, seedOfJournal } from './round-journal.ts';

/**
 * `npm run fault -- [--rounds 100] [--seed N] [--from ROUND] [--seconds N] [--lanes N] [--journal FILE] [--json]`: two real
 * hubs and a real station on a real PostgreSQL; each round kills, cuts, repeats, reorders and jumps at random moments, heals,
 * and judges whether every command took effect exactly once, in order, and ended. Exit status 1 on any violation, whose line
 * says how to begin at that round. A seed gives the same choices; how they fall between the processes' steps is the machine's.
 * Lanes are such beds side by side, each with rounds of its own. With a journal, a run that was cut off goes on with the rounds
 * that are missing in it, and everything is counted together. SIGINT or SIGTERM ends it after the rounds under way.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string' },
    from: { type: 'string', default: '0' },
    seconds: { type: 'string' },
    lanes: { type: 'string', default: '1' },
    journal: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? seedOfJournal(values.journal) ?? Math.floor(Math.random() * 2 ** 31));
const rounds = Number(values.rounds);
const from = Number(values.from);
const lanes = Number(values.lanes);
const seconds = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
const whole = [seed, rounds, from, lanes].every(Number.isSafeInteger);
if (!whole || rounds < 1 || from < 0 || lanes < 1 || lanes > 8 || !(seconds > 0)) {
  process.stderr.write('usage: --rounds N --seed N --from ROUND --seconds N --lanes 1..8 --journal FILE\n');
  process.exit(2);
}

const startedMs = performance.now();
const journal = openJournal(values.journal, seed);
const known = new Set(journal.lines.map(({ round }) => round));
const waiting = Array.from({ length: rounds }, (_, place) => from + place).filter(
  (round) => !known.has(round),
);
if (known.size > 0) process.stderr.write(`seed ${seed}: ${known.size} rounds are in the journal\n`);

/** Asked to stop, a run ends the rounds that it is in, and with them every process that it started. */
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopping = true;
    process.stderr.write('stopping after the rounds under way\n');
  });
}

async function runLane(bed: FaultBed, begunMs: number): Promise<void> {
  while (!stopping && performance.now() - begunMs <= seconds * 1000) {
    const round = waiting.shift();
    if (round === undefined) return;
    const report = await runRound(bed, seed, round);
    journal.write(round, report);
    for (const violation of report.violations)
      process.stderr.write(`${lineOf(round, report.faults, violation)}\n`);
    if (journal.lines.length % 25 === 0) process.stderr.write(`${journal.lines.length} rounds\n`);
  }
}

function lineOf(round: number, caused: readonly string[], violation: string): string {
  return `round ${round} (${caused.join(', ')}): ${violation}; again with --seed ${seed} --from ${round}`;
}

const programs = await bundlePrograms();
const server = await startPostgres();
const beds: FaultBed[] = [];
try {
  for (let lane = 0; lane < Math.min(lanes, waiting.length); lane += 1)
    beds.push(
      await createFaultBed({
        people: (from + rounds) * peoplePerRound,
        random: seededRandom(seed, -1 - lane),
        server,
        programs,
      }),
    );
  const begunMs = performance.now();
  await Promise.all(beds.map((bed) => runLane(bed, begunMs)));
} finally {
  for (const bed of beds) await bed.stop();
  await server.stop();
  programs.remove();
}
const violations = journal.lines.flatMap(({ round, faults, violations }) =>
  violations.map((violation) => lineOf(round, faults, violation)),
);
const counts = countFaults(journal.lines);
const told = {
  seed,
  rounds: journal.lines.length,
  seconds: Math.round((performance.now() - startedMs) / 1000),
};
if (values.json)
  process.stdout.write(`${JSON.stringify({ ...told, faults: Object.fromEntries(counts), violations })}\n`);
else {
  process.stdout.write(
    `seed ${seed}: ${told.rounds} rounds, ${violations.length} violations (this run: ${told.seconds} s)\n`,
  );
  for (const [fault, count] of counts) process.stdout.write(`  ${fault}: ${count}\n`);
  for (const violation of violations) process.stdout.write(`  ${violation}\n`);
}
process.exit(violations.length === 0 ? 0 : 1);
