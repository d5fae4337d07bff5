import { z } from 'zod';
import { madeUpPeople } from './made-up-people.ts';
import { finders } from './people-contenders.ts';
import { completeQueries, keyPresses, queryClasses } from './people-queries.ts';
import { residentMegabytes } from './resident-memory.ts';

/**
 * One finder in a process of its own, so that nobody's memory and nobody's collections are another's. The parent says
 * `run` and hears the figures of a round.
 */
export const peopleCount = 300_000;
/** Whose names are typed. */
const peopleTyped = 40;
/** A round ends after this time, however few keys a slow finder got through. */
const roundMs = 8000;
/** Each key is asked so often in a round, and counts with the least time: what else the machine does is not measured. */
const repeats = 5;
const pageSize = 10;

export const roundFigures = z.object({
  p50: z.number(),
  p99: z.number(),
  /** The same over every single time, other programs' turns on the processor included. */
  rawP99: z.number(),
  keys: z.number(),
  byClass: z.record(z.string(), z.object({ p50: z.number(), p99: z.number() })),
  megabytes: z.number(),
});
export type RoundFigures = z.infer<typeof roundFigures>;

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

async function serve(name: string): Promise<void> {
  const make = finders[name];
  if (make === undefined) throw new Error(`nobody is called ${name}`);
  const people = madeUpPeople(peopleCount);
  const finder = await make(people);
  const presses = keyPresses(people, peopleTyped);
  if (name !== 'limit') {
    for (const { typed, ids } of completeQueries(people, 100)) {
      const found = new Set(finder.search(typed, 50));
      const missing = ids.filter((id) => !found.has(id));
      if (missing.length > 0)
        throw new Error(`${name} misses ${missing.length} of ${ids.length} for ${typed}`);
    }
  }
  process.on('message', (message) => {
    if (message === 'close') {
      finder.close();
      process.exit(0);
    }
    const times = new Map<number, number[]>();
    const raw: number[] = [];
    const endsMs = performance.now() + roundMs;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      for (let key = 0; key < presses.length && performance.now() < endsMs; key += 1) {
        const press = presses[key];
        if (press === undefined || (repeat > 0 && !times.has(key))) continue;
        const startedMs = performance.now();
        finder.search(press.typed, pageSize);
        const took = performance.now() - startedMs;
        raw.push(took);
        times.set(key, [...(times.get(key) ?? []), took]);
      }
    }
    const least = [...times].map(([key, took]) => ({ kind: presses[key]?.kind, took: Math.min(...took) }));
    const figures: RoundFigures = {
      p50: percentile(
        least.map(({ took }) => took),
        0.5,
      ),
      p99: percentile(
        least.map(({ took }) => took),
        0.99,
      ),
      rawP99: percentile(raw, 0.99),
      keys: least.length,
      byClass: Object.fromEntries(
        queryClasses.map((kind) => {
          const took = least.filter((one) => one.kind === kind).map((one) => one.took);
          return [kind, { p50: percentile(took, 0.5), p99: percentile(took, 0.99) }];
        }),
      ),
      megabytes: residentMegabytes(process.pid),
    };
    process.send?.(figures);
  });
  process.send?.('ready');
}

const [, script, name] = process.argv;
if (script === import.meta.filename && name !== undefined) await serve(name);
