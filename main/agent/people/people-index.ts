import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import type { KeyTable } from './key-table.ts';
import { createNameReader } from './name-words.ts';
import { wordKey } from './normalise.ts';
import { giveBack, type Numbers } from './number-list.ts';
import { type QueryWord, shortestNumberBeginning } from './people-query.ts';
import {
  addSlot,
  addSlots,
  createSlotSet,
  firstSlots,
  hasSlot,
  intersect,
  removeSlot,
  type SlotSet,
  settleFound,
} from './slot-set.ts';
import { firstFrom, type WordList } from './word-list.ts';

/** How many people may be added before an index is made anew. */
export const roomForAdded = 4096;

/** A person as the index knows them. */
export type IndexedPerson = Pick<PersonSummary, 'number' | 'login' | 'name' | 'kana' | 'romaji'>;

/** Lists of numbers, one after the other: list `n` lies between ends `n - 1` and `n`. */
export interface Lists {
  readonly items: Numbers;
  readonly ends: Numbers;
}

/** What an index was made of; slots are people in the order in which they are shown. */
export interface IndexParts {
  /** The row of the person in each slot. */
  readonly rows: Numbers;
  readonly slotOfRow: Numbers;
  readonly words: WordList;
  /** The words of each slot, and the slots of each word. */
  readonly wordsOf: Lists;
  readonly slotsOf: Lists;
  readonly keys: KeyTable;
  /** The slot of whose key lies at each place of the key table. */
  readonly slotOfEntry: Numbers;
  /** All words in order, and by slot the places of the first two words of the reading among them. */
  readonly order: readonly string[];
  readonly reading: readonly [first: Numbers, second: Numbers];
}

/** No slot. */
export const nowhere = 0xffff_ffff;

/** Who is found by what, in memory: rows of the table `person`. */
export interface PeopleIndex {
  /**
   * Rows of the people who match every word, `limit` from `offset` on, and how many match in all. First the exact number,
   * then the exact login, then names of which every typed word is a whole word, then the rest; within each by reading,
   * then by number.
   */
  find(
    query: { readonly words: readonly QueryWord[]; readonly whole: string },
    page: { readonly offset: number; readonly limit: number },
  ): { readonly rows: readonly number[]; readonly total: number };
  remove(row: number): void;
  /** How many may still be added. */
  room(): number;
  /** False when there is no room: the index is to be made anew. */
  add(row: number, person: IndexedPerson): boolean;
  /** Gives its memory back; it is not used after it. */
  giveBack(): void;
}

interface Added {
  readonly row: number;
  readonly words: readonly number[];
  readonly number: string;
  readonly login: string;
  /** The slot before which this person is shown, and their reading, for others that are shown there. */
  readonly before: number;
  readonly reading: string;
}

export function createPeopleIndex(parts: IndexParts): PeopleIndex {
  const { rows, words, wordsOf, slotsOf, keys } = parts;
  const base = rows.length;
  const readName = createNameReader();
  const newSet = () => createSlotSet(base + roomForAdded);
  const gone = newSet();
  const added: Added[] = [];
  const addedSlotsOf = new Map<number, number[]>();
  const addedSlotOfRow = new Map<number, number>();
  /** Used by every search in turn: nothing of their size is thrown away at each key press. */
  const [all, wholly, alsoAll, alsoWholly] = [newSet(), newSet(), newSet(), newSet()];
  let mark = 0;
  let marks = new Uint32Array(words.size + roomForAdded);

  const rowOf = (slot: number) => (slot < base ? (rows[slot] ?? 0) : (added[slot - base]?.row ?? 0));

  /** A mark that no word bears yet. */
  const newMark = () => {
    mark += 2;
    if (marks.length < words.size) marks = new Uint32Array(words.size + roomForAdded);
    return mark;
  };

  const addSlotsOf = (set: SlotSet, word: number) => {
    const { items, ends } = slotsOf;
    if (word < ends.length) addSlots(set, items, word === 0 ? 0 : (ends[word - 1] ?? 0), ends[word] ?? 0);
    for (const slot of addedSlotsOf.get(word) ?? []) addSlot(set, slot);
  };

  const forSlotsOf = (word: number, each: (slot: number) => void) => {
    const { items, ends } = slotsOf;
    const end = ends[word] ?? 0;
    for (let place = word === 0 ? 0 : (ends[word - 1] ?? 0); place < end; place += 1) each(items[place] ?? 0);
    addedSlotsOf.get(word)?.forEach(each);
  };

  /** How well another word of a slot than `first` bears the mark: 0 not, 1 by its beginning, 2 wholly. */
  const bestOther = (slot: number, first: number, begins: number): number => {
    let best = 0;
    const look = (word: number) => {
      if (word !== first) best = Math.max(best, (marks[word] ?? 0) - begins + 1);
    };
    if (slot >= base) added[slot - base]?.words.forEach(look);
    else {
      const { items, ends } = wordsOf;
      for (let place = slot === 0 ? 0 : (ends[slot - 1] ?? 0); place < (ends[slot] ?? 0); place += 1)
        look(items[place] ?? 0);
    }
    return best;
  };

  /** Numbers and logins that begin with a key, or are just that where it is too short to list people by. */
  const addKeys = (beginning: SlotSet, whole: SlotSet, key: string) => {
    const beginnings = key.length >= shortestNumberBeginning;
    const { from, exactEnd, end } = keys.range(key);
    addSlots(beginning, parts.slotOfEntry, from, beginnings ? end : exactEnd);
    addSlots(whole, parts.slotOfEntry, from, exactEnd);
    added.forEach(({ number, login }, index) => {
      const isWhole = number === key || login === key;
      if (isWhole) addSlot(whole, base + index);
      if (isWhole || (beginnings && (number.startsWith(key) || login.startsWith(key))))
        addSlot(beginning, base + index);
    });
  };

  /** Whose number, and then whose login, is just this. */
  const exactly = (key: string): number[] => {
    const { from, exactEnd } = keys.range(key);
    const places = Array.from({ length: Math.min(exactEnd - from, 50) }, (_, index) => from + index);
    const isLogin = (place: number) => (keys.entries[place] ?? 0) & 1;
    const slots = places
      .sort((left, right) => isLogin(left) - isLogin(right))
      .map((place) => parts.slotOfEntry[place] ?? 0);
    added.forEach(({ number, login }, index) => {
      if (number === key) slots.unshift(base + index);
      else if (login === key) slots.push(base + index);
    });
    return [...new Set(slots)].filter((slot) => !hasSlot(gone, slot));
  };

  /** Adds who matches one typed word: by a beginning, and by a whole word or key. */
  const match = (word: QueryWord, beginning: SlotSet, whole: SlotSet) => {
    const seen = newMark();
    words.visit(word.key, (one, exact) => {
      if (exact) addSlotsOf(whole, one);
      if (marks[one] !== seen) addSlotsOf(beginning, one);
      marks[one] = seen;
      return true;
    });
    addKeys(beginning, whole, word.key);
    for (const { before, after } of word.splits) {
      const firsts: number[] = [];
      words.visit(before, (one, exact) => {
        if (exact) firsts.push(one);
        return exact;
      });
      if (firsts.length === 0) continue;
      const begins = newMark();
      words.visit(after, (one, exact) => {
        if (exact) marks[one] = begins + 1;
        else if (marks[one] !== begins + 1) marks[one] = begins;
        return true;
      });
      for (const first of firsts) {
        forSlotsOf(first, (slot) => {
          const best = bestOther(slot, first, begins);
          if (best > 0) addSlot(beginning, slot);
          if (best === 2) addSlot(whole, slot);
        });
      }
    }
  };

  /** The first slots of a set in the order of showing: those added since stand where they belong. */
  const inOrder = (set: SlotSet, most: number): readonly number[] => {
    const found = firstSlots(set, base, most);
    const late = added.flatMap((_, index) => (hasSlot(set, base + index) ? [base + index] : []));
    if (late.length === 0) return found;
    const placeOf = (slot: number) => (slot < base ? slot : (added[slot - base]?.before ?? base) - 0.5);
    const readingOf = (slot: number) => added[slot - base]?.reading ?? '';
    return [...found, ...late]
      .sort(
        (left, right) =>
          placeOf(left) - placeOf(right) ||
          (readingOf(left) < readingOf(right) ? -1 : readingOf(left) > readingOf(right) ? 1 : left - right),
      )
      .slice(0, most);
  };

  const readingPlace = (word: string | undefined) => {
    if (word === undefined) return parts.order.length;
    const place = firstFrom(parts.order, word);
    return parts.order[place] === word ? place : place - 0.5;
  };

  /** The first slot whose reading comes after the given one. */
  const slotAfter = (kana: readonly string[]) => {
    const [first, second] = [readingPlace(kana[0]), readingPlace(kana[1])];
    const [firsts, seconds] = parts.reading;
    let low = 0;
    let high = base;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const difference = (firsts[middle] ?? 0) - first || (seconds[middle] ?? 0) - second;
      if (difference <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    find({ words: typed, whole }, { offset, limit }) {
      for (const set of [all, wholly]) set.bits.fill(0);
      typed.forEach((word, index) => {
        const [beginning, exact] = index === 0 ? [all, wholly] : [alsoAll, alsoWholly];
        if (index > 0) for (const set of [beginning, exact]) set.bits.fill(0);
        match(word, beginning, exact);
        if (index === 0) return;
        intersect(all, beginning);
        intersect(wholly, exact);
      });
      const first = exactly(whole);
      for (const slot of first) addSlot(all, slot);
      const total = settleFound(all, wholly, gone);
      for (const slot of first) {
        removeSlot(all, slot);
        removeSlot(wholly, slot);
      }
      const wanted = offset + limit;
      const slots = [...first, ...inOrder(wholly, wanted)];
      if (slots.length < wanted) slots.push(...inOrder(all, wanted - slots.length));
      return { rows: slots.slice(offset, wanted).map(rowOf), total };
    },

    remove(row) {
      const slot = addedSlotOfRow.get(row) ?? parts.slotOfRow[row] ?? nowhere;
      if (slot !== nowhere) addSlot(gone, slot);
    },

    room: () => roomForAdded - added.length,

    add(row, person) {
      if (added.length >= roomForAdded) return false;
      const slot = base + added.length;
      const name = readName(person);
      const numbers = name.words.map(words.numberOf);
      added.push({
        row,
        words: numbers,
        number: wordKey(person.number),
        login: wordKey(person.login),
        before: slotAfter(name.kana),
        reading: name.kana.join(' '),
      });
      addedSlotOfRow.set(row, slot);
      for (const word of numbers) {
        const slots = addedSlotsOf.get(word);
        if (slots === undefined) addedSlotsOf.set(word, [slot]);
        else slots.push(slot);
      }
      return true;
    },

    giveBack() {
      keys.giveBack();
      for (const { items, ends } of [wordsOf, slotsOf]) giveBack(items, ends);
      for (const { bits } of [gone, all, wholly, alsoAll, alsoWholly]) giveBack(bits);
      giveBack(rows, parts.slotOfRow, parts.slotOfEntry, ...parts.reading, marks);
    },
  };
}
