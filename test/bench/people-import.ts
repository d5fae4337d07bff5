import { createPeopleReplica } from '../../main/agent/people/people-replica.ts';
import type { PersonSummary } from '../../preload/contract/models/people.ts';
import { fillReplica, openBare, openBenchStore } from './people-contenders.ts';

const peopleAtOnce = 2000;
const rounds = 3;

/** Imports of the same people, the product's and a raw loop's in turns. */
export interface ImportFigures {
  /** People a second; the middle of the rounds. */
  readonly ours: number;
  readonly raw: number;
  /** Seconds until the index of all of them was there, which a search waits for once. */
  readonly indexSeconds: number;
}

/**
 * Ours is `applyPeople` in transactions of a feed item's size. The raw loop inserts the same rows with one prepared
 * statement into the same table of a store of the same format and settings, in transactions of the same size.
 */
export async function measureImport(people: readonly PersonSummary[]): Promise<ImportFigures> {
  const figures = { ours: [] as number[], raw: [] as number[], index: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    figures.raw.push(rawImport(people));
    const bench = openBenchStore();
    const startedMs = performance.now();
    fillReplica(bench.store, people);
    figures.ours.push((people.length * 1000) / (performance.now() - startedMs));
    const indexMs = performance.now();
    await createPeopleReplica({ store: bench.store, clock: { now: () => new Date() } }).prepare();
    figures.index.push((performance.now() - indexMs) / 1000);
    bench.store.close();
    bench.remove();
  }
  return { ours: middle(figures.ours), raw: middle(figures.raw), indexSeconds: middle(figures.index) };
}

function rawImport(people: readonly PersonSummary[]): number {
  const bench = openBenchStore();
  bench.store.close();
  const database = openBare(bench);
  const insert = database.prepare(
    `INSERT INTO person (number, login, name, kana, romaji, role, affiliation, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertAll = database.transaction((some: readonly PersonSummary[]) => {
    for (const { id, number, login, name, kana, romaji, role, affiliation } of some)
      insert.run(number, login, name, kana, romaji, role, JSON.stringify(affiliation), id);
  });
  const startedMs = performance.now();
  for (let from = 0; from < people.length; from += peopleAtOnce)
    insertAll.immediate(people.slice(from, from + peopleAtOnce));
  const perSecond = (people.length * 1000) / (performance.now() - startedMs);
  database.close();
  bench.remove();
  return perSecond;
}

function middle(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
