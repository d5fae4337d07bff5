import type { ReadableDatabase, Store, WritableDatabase } from '../ports.ts';
import { chainBeginning } from './audit-entry.ts';
import { type PersonKey, personKey } from './person-keys.ts';

/** The last entry of a chain. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** What the next entry starts from. */
export interface ChainMemory {
  readonly head: ChainHead;
  /** The person's key; made where there is none yet. */
  person(personId: string): PersonKey;
  appended(head: ChainHead): void;
  forget(personId: string): void;
}

const mostPeople = 512;

/**
 * Remembers the chain's head and the keys of the people it was last about, so that an entry need not read what the one
 * before it wrote. All of it is read anew once any transaction was rolled back.
 */
export function createChainMemory(
  store: Pick<Store, 'undone'>,
  chain: string,
): (database: WritableDatabase) => ChainMemory {
  let undone: number | null = null;
  let head: ChainHead = { sequence: 0, hash: '' };
  const people = new Map<string, PersonKey>();
  return (database) => {
    if (undone !== store.undone()) {
      undone = store.undone();
      head = readHead(database, chain);
      people.clear();
    }
    return {
      head,
      person(personId) {
        const known = people.get(personId);
        if (known !== undefined) return known;
        const key = personKey(database, personId);
        if (people.size >= mostPeople) people.clear();
        people.set(personId, key);
        return key;
      },
      appended(next) {
        head = next;
      },
      forget(personId) {
        people.delete(personId);
      },
    };
  };
}

/** The last entry's number and hash; 0 and the chain's beginning when there is none yet. */
export function readHead(database: ReadableDatabase, chain: string): ChainHead {
  const last = database.get<ChainHead>(
    'SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1',
  );
  return last ?? { sequence: 0, hash: chainBeginning(chain) };
}
