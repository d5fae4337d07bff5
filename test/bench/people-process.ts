import { z } from 'zod';
import type { PersonSummary } from '../../preload/contract/models/people.ts';
import { madeUpPeople } from './made-up-people.ts';
import { finders, type PeopleFinder } from './people-contenders.ts';
import { type CompleteQuery, completeQueries, keyPresses, queryClasses } from './people-queries.ts';
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

/** What a finder proved before its keys are counted. */
export const readiness = z.object({
  /** Of everybody whom complete queries of at most ten people name: how many were returned; null for who searches nothing. */
  recall: z.object({ queries: z.number(), wanted: z.number(), found: z.number() }).nullable(),
  /** A name that thousands bear, page by page: how many different people came, and how many bear it; null without pages. */
  paged: z.object({ listed: z.number(), bearers: z.number(), total: z.number() }).nullable(),
});
export type Readiness = z.infer<typeof readiness>;

function recallOf(finder: PeopleFinder, queries: readonly CompleteQuery[]) {
  let [wanted, found] = [0, 0];
  for (const { typed, ids } of queries) {
    const given = new Set(finder.search(typed, 50));
    wanted += ids.length;
    found += ids.filter((id) => given.has(id)).length;
  }
  return { queries: queries.length, wanted, found };
}

function pagesOf(
  all: { readonly ids: readonly string[]; readonly total: number },
  people: readonly PersonSummary[],
) {
  const bearers = new Set(people.filter(({ name }) => name.startsWith('佐藤')).map(({ id }) => id));
  const listed = new Set(all.ids);
  if (listed.size !== all.ids.length || !all.ids.every((id) => bearers.has(id)))
    throw new Error('a page repeats somebody, or shows somebody of another name');
  return { listed: listed.size, bearers: bearers.size, total: all.total };
}

async function serve(name: string): Promise<void> {
  const make = finders[name];
  if (make === undefined) throw new Error(`nobody is called ${name}`);
  const people = madeUpPeople(peopleCount);
  const finder = await make(people);
  const presses = keyPresses(people, peopleTyped);
  const recall = name === 'limit' ? null : recallOf(finder, completeQueries(people, 100));
  if (recall !== null && recall.found < recall.wanted)
    throw new Error(`${name} finds ${recall.found} of ${recall.wanted} whom complete queries name`);
  const paged = finder.listAll === undefined ? null : pagesOf(finder.listAll('佐藤'), people);
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
  const told: Readiness = { recall, paged };
  process.send?.(told);
}

const [, script, name] = process.argv;
if (script === import.meta.filename && name !== undefined) await serve(name);
