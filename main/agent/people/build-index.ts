import type { ReadableDatabase } from '../ports.ts';
import { createKeyCollector } from './key-table.ts';
import { createNameReader } from './name-words.ts';
import { wordKey } from './normalise.ts';
import { createNumberList, giveBack, type Numbers } from './number-list.ts';
import {
  createPeopleIndex,
  type IndexedPerson,
  type Lists,
  nowhere,
  type PeopleIndex,
} from './people-index.ts';
import { createWordList } from './word-list.ts';

/** People read at once: a few milliseconds of work. */
const peopleAtOnce = 500;

interface Row extends IndexedPerson {
  readonly row: number;
}

/**
 * Reads everybody and makes their index, in steps of a few milliseconds: whoever drives it may let others go first after
 * each. What changes meanwhile is to be told to the index afterwards.
 */
export function* buildPeopleIndex(read: ReadableDatabase): Generator<undefined, PeopleIndex> {
  const readName = createNameReader();
  const words = createWordList();
  const keys = createKeyCollector();
  const rows = createNumberList();
  const wordsOf = createNumberList();
  const wordEnds = createNumberList();
  const readings = [createNumberList(), createNumberList()] as const;
  for (let last = 0; ; ) {
    const page = read.all<Row>(
      'SELECT row, number, login, name, kana, romaji FROM person WHERE row > ? ORDER BY row LIMIT ?',
      last,
      peopleAtOnce,
    );
    for (const person of page) {
      const name = readName(person);
      rows.push(person.row);
      for (const word of name.words) wordsOf.push(words.numberOf(word));
      wordEnds.push(wordsOf.length);
      readings.forEach((reading, index) => {
        const word = name.kana[index];
        reading.push(word === undefined ? nowhere : words.numberOf(word));
      });
      keys.add(wordKey(person.number), wordKey(person.login));
      last = person.row;
    }
    yield;
    if (page.length < peopleAtOnce) break;
  }
  words.settle();
  yield;
  const table = yield* keys.table();
  yield;
  const order = words.inOrder();
  const placeOfWord = new Uint32Array(words.size);
  order.forEach((word, place) => {
    placeOfWord[words.numberOf(word)] = place;
  });
  yield;
  const [first, second] = [readings[0].take(), readings[1].take()];
  for (const reading of [first, second])
    reading.forEach((word, person) => {
      reading[person] = word === nowhere ? order.length : (placeOfWord[word] ?? 0);
    });
  // Stable, so that what is sorted by last counts most: number, then second word, then first.
  const byNumber = table.byNumber();
  const bySecond = sortBy(byNumber, second, order.length);
  const people = sortBy(bySecond, first, order.length);
  giveBack(byNumber, bySecond);
  yield;
  const slotOfPerson = inverse(people);
  const listsOfPeople: Lists = { items: wordsOf.take(), ends: wordEnds.take() };
  const wordsOfSlots = permuted(listsOfPeople, people);
  giveBack(listsOfPeople.items, listsOfPeople.ends);
  yield;
  const rowOfPerson = rows.take();
  const slotOfRow = new Uint32Array((rowOfPerson.at(-1) ?? 0) + 1).fill(nowhere);
  rowOfPerson.forEach((row, person) => {
    slotOfRow[row] = slotOfPerson[person] ?? nowhere;
  });
  const parts = {
    rows: people.map((person) => rowOfPerson[person] ?? 0),
    slotOfRow,
    words,
    wordsOf: wordsOfSlots,
    slotsOf: turned(wordsOfSlots, words.size),
    keys: table,
    slotOfEntry: table.entries.map((entry) => slotOfPerson[entry >>> 1] ?? 0),
    order,
    reading: [
      people.map((person) => first[person] ?? 0),
      people.map((person) => second[person] ?? 0),
    ] as const,
  };
  giveBack(first, second, people, slotOfPerson, rowOfPerson, placeOfWord);
  return createPeopleIndex(parts);
}

/** `items` sorted by the place of each, which is at most `most`; equal ones stay as they stand (counting sort). */
function sortBy(items: Numbers, placeOf: Numbers, most: number): Numbers {
  const starts = new Uint32Array(most + 2);
  for (const item of items) {
    const after = (placeOf[item] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let place = 1; place < starts.length; place += 1)
    starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  const sorted = new Uint32Array(items.length);
  for (const item of items) {
    const place = placeOf[item] ?? 0;
    const at = starts[place] ?? 0;
    sorted[at] = item;
    starts[place] = at + 1;
  }
  giveBack(starts);
  return sorted;
}

function inverse(items: Numbers): Numbers {
  const places = new Uint32Array(items.length);
  items.forEach((item, place) => {
    places[item] = place;
  });
  return places;
}

/** The lists in another order. */
function permuted({ items, ends }: Lists, order: Numbers): Lists {
  const result = { items: new Uint32Array(items.length), ends: new Uint32Array(ends.length) };
  let length = 0;
  order.forEach((list, place) => {
    const from = list === 0 ? 0 : (ends[list - 1] ?? 0);
    const part = items.subarray(from, ends[list] ?? 0);
    result.items.set(part, length);
    length += part.length;
    result.ends[place] = length;
  });
  return result;
}

/** For each item the lists in which it is, in their order. */
function turned({ items, ends }: Lists, itemCount: number): Lists {
  const result = { items: new Uint32Array(items.length), ends: new Uint32Array(itemCount) };
  for (const item of items) result.ends[item] = (result.ends[item] ?? 0) + 1;
  let sum = 0;
  const next = new Uint32Array(itemCount);
  for (let item = 0; item < itemCount; item += 1) {
    next[item] = sum;
    sum += result.ends[item] ?? 0;
    result.ends[item] = sum;
  }
  let list = 0;
  for (let place = 0; place < items.length; place += 1) {
    while (place >= (ends[list] ?? 0)) list += 1;
    const item = items[place] ?? 0;
    const at = next[item] ?? 0;
    result.items[at] = list;
    next[item] = at + 1;
  }
  giveBack(next);
  return result;
}
