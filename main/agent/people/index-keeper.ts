import type { ReadableDatabase } from '../ports.ts';
import { buildPeopleIndex } from './build-index.ts';
import { type IndexedPerson, type PeopleIndex, roomForAdded } from './people-index.ts';

/** Keeps the index of the people in step with the store. */
export interface IndexKeeper {
  /** This row may have changed; whether it did is read from the store when the index is next asked for. */
  touched(row: number): void;
  /**
   * The index as of now. While it is made anew after a large import, the one before; made at once, which takes a second
   * or two for 300,000 people, where there is none yet and nobody called {@link prepare}.
   */
  current(): PeopleIndex;
  /** Makes it, a few milliseconds at a time, where it is missing or far behind. */
  prepare(): Promise<void>;
  /** Resolves when {@link current} answers at once: waits only where there is no index at all yet. */
  ready(): Promise<void>;
  close(): void;
}

export function createIndexKeeper(read: ReadableDatabase): IndexKeeper {
  let index: PeopleIndex | null = null;
  let touched = new Set<number>();
  let building: Generator<undefined, PeopleIndex> | null = null;
  let prepared: Promise<void> | null = null;
  let closed = false;

  const begin = () => {
    touched = new Set();
    building = buildPeopleIndex(read);
    return building;
  };

  /** One step; the finished index takes its place. */
  const step = (work: Generator<undefined, PeopleIndex>): boolean => {
    try {
      const next = work.next();
      if (next.done !== true) return false;
      index?.giveBack();
      index = next.value;
      building = null;
      return true;
    } catch (error) {
      // Begun anew by whoever asks next, and told to them if it fails again.
      building = null;
      throw error;
    }
  };

  /** Made anew before its room is used up, so that nobody who searches has to wait for it. */
  const isBehind = () => index === null || index.room() - touched.size < roomForAdded / 2;

  const catchUp = (known: PeopleIndex): boolean => {
    for (const row of touched) {
      const person = read.get<IndexedPerson>(
        'SELECT number, login, name, kana, romaji FROM person WHERE row = ?',
        row,
      );
      known.remove(row);
      if (person !== undefined && !known.add(row, person)) return false;
      touched.delete(row);
    }
    return true;
  };

  const keeper: IndexKeeper = {
    touched: (row) => touched.add(row),

    current() {
      if (index !== null && (building !== null || prepared !== null)) return index;
      if (index === null || touched.size > index.room() || !catchUp(index)) {
        const work = building ?? begin();
        while (!step(work)) {
          // To its end at once.
        }
        if (index !== null) catchUp(index);
      }
      if (index === null) throw new Error('the index was not made');
      return index;
    },

    prepare() {
      if (prepared !== null) return prepared;
      if (index !== null && building === null && !isBehind()) {
        catchUp(index);
        return Promise.resolve();
      }
      const work = building ?? begin();
      prepared = new Promise<void>((resolve, reject) => {
        const next = () => {
          try {
            // Whoever could not wait may have finished it meanwhile.
            if (closed || building !== work || step(work)) resolve();
            else setImmediate(next);
          } catch (error) {
            reject(error);
          }
        };
        next();
      }).finally(() => {
        prepared = null;
      });
      return prepared;
    },

    async ready() {
      const prepared = keeper.prepare();
      if (index === null) return prepared;
      // It goes on beside the searches; a failure comes again, and to whoever then asks.
      prepared.catch(() => undefined);
    },

    close() {
      closed = true;
    },
  };
  return keeper;
}
