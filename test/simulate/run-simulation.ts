import { parseArgs } from 'node:util';
import { calibrate } from './calibrate.ts';
import { capacityOf, loadOf } from './capacity.ts';
import { examWeek, minute, type Scenario, usualCosts } from './scenario.ts';
import { type SimulationReport, simulate } from './simulation.ts';

/**
 * `npm run simulate -- [--seed N] [--calibrate] [--json]`: exam-week mornings of one very large institution with 5,000 stations, decided by the
 * hub's own code, with the provider's limits, outages and clocks that are wrong; then the same with more people, until
 * something ends. The same seed gives the same figures. What the work costs was measured on the machine that it names;
 * `--calibrate` measures it on this one first.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    calibrate: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed)) {
  process.stderr.write('usage: --seed N --calibrate\n');
  process.exit(2);
}

const measured = values.calibrate ? await calibrate() : usualCosts;
const { costs } = measured;
const calm = { costs, outages: [], offlineShare: 0 } satisfies Partial<Scenario>;
const scenarios: Readonly<Record<string, Scenario>> = {
  'exam week': examWeek(seed, { costs }),
  'without outages': examWeek(seed, calm),
  'the same, clocks out by minutes': examWeek(seed, { ...calm, skewMs: 4 * minute }),
  'twice the visits': examWeek(seed, { ...calm, suspensionsPerMorning: 1_800 }),
  'four times the visits': examWeek(seed, { ...calm, suspensionsPerMorning: 3_600 }),
  'more than the budget allows': examWeek(seed, { ...calm, suspensionsPerMorning: 12_000, mornings: 1 }),
  'the same, four times the budget': examWeek(seed, {
    ...calm,
    suspensionsPerMorning: 12_000,
    mornings: 1,
    callsPerMinute: 480,
    concurrentCalls: 8,
    othersShare: 0.1,
  }),
  'the same, of which others use most': examWeek(seed, {
    ...calm,
    suspensionsPerMorning: 12_000,
    mornings: 1,
    callsPerMinute: 480,
    concurrentCalls: 8,
    othersShare: 0.8,
  }),
};

/** Of three hours, the busiest minute has about twice the mean. */
const busiest = ({ suspensionsPerMorning }: Scenario) => (2 * suspensionsPerMorning) / 180;

const reports: Record<string, SimulationReport> = {};
for (const [name, scenario] of Object.entries(scenarios)) reports[name] = simulate(scenario);
const loads = Object.fromEntries(
  Object.entries(scenarios).map(([name, scenario]) => [name, loadOf(scenario, busiest(scenario))]),
);
const capacity = capacityOf(costs);
if (values.json) process.stdout.write(`${JSON.stringify({ seed, measured, reports, loads, capacity })}\n`);
else {
  process.stdout.write(`seed ${seed}; seconds from the signature to the provider's confirmation\n`);
  console.table(
    Object.fromEntries(
      Object.entries(reports).map(([name, report]) => [
        name,
        {
          commands: report.scenario.commands,
          'calls/min': report.scenario.callsPerMinute,
          p50: report.applied.p50,
          p99: report.applied.p99,
          p999: report.applied.p999,
          'end late p99': report.endLate.p99,
          queue: report.deepestQueue,
          'calls/command': report.callsPerCommand,
          throttled: report.throttled,
          refused: Object.values(report.refusals).reduce((sum, count) => sum + count, 0),
          'hub cores': loads[name]?.hubCores,
          'database cores': loads[name]?.databaseCores,
        },
      ]),
    ),
  );
  process.stdout.write(
    `processor time in microseconds, a commit in ms; measured ${measured.at.slice(0, 10)} on ${measured.machine}\n`,
  );
  console.table(costs);
  process.stdout.write('where one hub process and a PostgreSQL of two cores end, 70 % full\n');
  console.table(capacity);
}
const violations = Object.entries(reports).flatMap(([name, report]) =>
  report.violations.map((violation) => `${name}: ${violation}`),
);
for (const violation of violations) process.stderr.write(`${violation}\n`);
process.exit(violations.length === 0 ? 0 : 1);
