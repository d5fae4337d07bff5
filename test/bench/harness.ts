import { parseArgs } from 'node:util';
import { bench as auditVerify } from './audit-verify.bench.ts';
import type { Bench, Contender } from './bench.ts';
import { bench as coldStart } from './cold-start.bench.ts';
import { bench as ctap } from './ctap.bench.ts';
import { bench as ctapFraming } from './ctap-framing.bench.ts';
import { bench as footprint } from './footprint.bench.ts';
import { bench as hubDrain } from './hub-drain.bench.ts';
import { bench as hubFlat } from './hub-flat.bench.ts';
import { bench as hubIngest, singleBench as hubIngestSingle } from './hub-ingest.bench.ts';
import { bench as lockIdle } from './lock-idle.bench.ts';
import { bench as memory } from './memory.bench.ts';
import { bench as outboxEnqueue } from './outbox-enqueue.bench.ts';
import { bench as peopleSearch } from './people-search.bench.ts';
import { bench as render } from './render.bench.ts';
import { bench as rpc } from './rpc.bench.ts';
import { bench as signIn } from './sign-in.bench.ts';
import { bench as signInOffline } from './sign-in-offline.bench.ts';
import { bench as signOut } from './sign-out.bench.ts';

/**
 * `npm run bench [-- --json] [--only NAME,NAME] [--rounds N]`. Every contender of a bench is warmed up once, then all
 * take turns, so that whatever the machine does meanwhile falls on each alike; medians are compared as ratios.
 */
const benches: readonly Bench[] = [
  rpc,
  coldStart,
  outboxEnqueue,
  memory,
  ctap,
  ctapFraming,
  signIn,
  signInOffline,
  signOut,
  lockIdle,
  footprint,
  hubIngest,
  hubIngestSingle,
  hubFlat,
  hubDrain,
  auditVerify,
  peopleSearch,
  render,
];

interface Outcome {
  readonly bench: string;
  readonly unit: string;
  readonly better: Bench['better'];
  readonly ours: number;
  readonly limit: number;
  readonly peers: Readonly<Record<string, number>>;
  readonly ratio: Readonly<Record<string, number>>;
  readonly asked?: Readonly<Record<string, number>>;
  readonly runs: number;
  /** Further figures of the same run that are not compared. */
  readonly apart?: Readonly<Record<string, number>>;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function withAsked(ratio: number, asked: number | undefined): number | string {
  return asked === undefined ? ratio : `${ratio} (asked ${asked})`;
}

async function measure(bench: Bench, rounds: number): Promise<Outcome> {
  const makers: Record<string, () => Promise<Contender>> = {
    limit: bench.contenders.limit,
    ...bench.contenders.peers,
    ours: bench.contenders.ours,
  };
  const contenders: [string, Contender, number[]][] = [];
  try {
    for (const [name, make] of Object.entries(makers)) contenders.push([name, await make(), []]);
    if (bench.warmUp !== false) for (const [, contender] of contenders) await contender.run();
    for (let round = 0; round < rounds; round += 1) {
      // Turns rotate, so that nobody always comes after the same neighbour.
      for (let turn = 0; turn < contenders.length; turn += 1) {
        const entry = contenders[(turn + round) % contenders.length];
        if (entry !== undefined) entry[2].push(await entry[1].run());
      }
    }
    const medians = new Map(contenders.map(([name, , values]) => [name, rounded(median(values))]));
    const of = (name: string) => medians.get(name) ?? Number.NaN;
    const peers = Object.fromEntries(Object.keys(bench.contenders.peers).map((name) => [name, of(name)]));
    const against = { limit: of('limit'), ...peers };
    const apart = contenders.find(([name]) => name === 'ours')?.[1].apart?.();
    return {
      bench: bench.name,
      unit: bench.unit,
      better: bench.better,
      ours: of('ours'),
      limit: of('limit'),
      peers,
      ratio: Object.fromEntries(
        Object.entries(against).map(([name, value]) => [name, rounded(of('ours') / value)]),
      ),
      ...(bench.asked === undefined ? {} : { asked: bench.asked }),
      runs: rounds,
      ...(apart === undefined ? {} : { apart }),
    };
  } finally {
    for (const [, contender] of contenders) await contender.close();
  }
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const only = values.only?.split(',');
const isChosen = ({ name, partOf }: Bench) =>
  only === undefined || only.includes(name) || (partOf !== undefined && only.includes(partOf));
const unknown = only?.filter((name) => !benches.some((bench) => bench.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(
    `No bench is named ${unknown.join(', ')}. There are: ${benches.map((bench) => bench.name).join(', ')}.`,
  );
  process.exit(2);
}
const rows: Record<string, string | number>[] = [];
for (const bench of benches) {
  if (!isChosen(bench)) continue;
  process.stderr.write(`${bench.name}: ${bench.about}\n`);
  const outcome = await measure(bench, values.rounds === undefined ? bench.rounds : Number(values.rounds));
  if (values.json) console.log(JSON.stringify(outcome));
  rows.push({
    bench: outcome.bench,
    unit: outcome.unit,
    better: outcome.better,
    ours: outcome.ours,
    limit: outcome.limit,
    ...Object.fromEntries(
      Object.entries(outcome.ratio).map(([name, value]) => [
        `ours/${name}`,
        withAsked(value, outcome.asked?.[name]),
      ]),
    ),
  });
  if (outcome.apart !== undefined) {
    for (const [name, value] of Object.entries(outcome.apart))
      rows.push({ bench: `  ${name}`, ours: rounded(value) });
  }
}
if (!values.json) console.table(rows);
