import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPeopleReplica, type PeopleReplica } from '../../../main/agent/people/people-replica.ts';
import { searchTerms } from '../../../main/agent/people/terms.ts';
import type { Store } from '../../../main/agent/ports.ts';
import { demonstrationPeople } from '../../../main/profile/demonstration-people.ts';
import { type PersonSummary, peopleFound } from '../../../preload/contract/models/people.ts';
import { openPeopleStore } from './people-store.ts';

const now = new Date('2025-11-21T09:00:00.000Z');
const clock = { now: () => now };

function personOf(changes: Partial<PersonSummary> & { readonly id: string }): PersonSummary {
  return {
    number: changes.id,
    login: `s${changes.id}`,
    name: '佐藤 太郎',
    kana: 'サトウ タロウ',
    romaji: 'SATO Taro',
    role: 'student',
    affiliation: { ja: '文学部', en: 'Faculty of Letters' },
    ...changes,
  };
}

describe('the replica over the demonstration university', () => {
  const people = demonstrationPeople().slice(0, 3000);
  let store: Store;
  let replica: PeopleReplica;

  beforeAll(() => {
    store = openPeopleStore();
    replica = createPeopleReplica({ store, clock });
    store.write((database) => replica.applyPeople(database, { upsert: people, remove: [] }));
  });
  afterAll(() => store.close());

  const names = (query: string) => replica.search({ query, limit: 50 }).people.map(({ name }) => name);

  it.each([
    ['大野 翔太', '大野 翔太'],
    ['大野　翔太', '大野 翔太'],
    ['大野翔太', '大野 翔太'],
    ['翔太 大野', '大野 翔太'],
    ['おおの しょうた', '大野 翔太'],
    ['オオノショウタ', '大野 翔太'],
    ['ｵｵﾉ ｼｮｳﾀ', '大野 翔太'],
    ['オーノ ショータ', '大野 翔太'],
    ['おおのｓ', '大野 翔太'],
    ['Ono Shota', '大野 翔太'],
    ['Shota Ono', '大野 翔太'],
    ['oono shouta', '大野 翔太'],
    ['ohno shohta', '大野 翔太'],
    ['ohno shota', '大野 翔太'],
    ['onosyota', '大野 翔太'],
    ['shotaono', '大野 翔太'],
    ['Ōno Shōta', '大野 翔太'],
    ['20240002', '大野 翔太'],
    ['2024-0002', '大野 翔太'],
    ['２０２４０００２', '大野 翔太'],
    ['s20240002', '大野 翔太'],
    ['S20240002', '大野 翔太'],
    ['大野 20240002', '大野 翔太'],
    ['高橋結衣', '髙橋 結衣'],
    ['髙橋結衣', '髙橋 結衣'],
    ['山崎慎一', '山﨑 慎一'],
    ['山﨑 慎一', '山﨑 慎一'],
    ["yamazaki shin'ichi", '山﨑 慎一'],
    ['yamazaki siniti', '山﨑 慎一'],
    ['渡辺陽菜', '渡邊 陽菜'],
    ['渡邉陽菜', '渡邊 陽菜'],
    ['garcia', 'ガルシア マリア'],
    ['グエンティホア', 'グエン ティ ホア'],
    ['hoa nguyen', 'グエン ティ ホア'],
    ['o’connor', "O'Connor Liam"],
  ])('%s finds %s', (query, name) => {
    expect(names(query)).toContain(name);
  });

  it('finds a person by every beginning of every term of theirs, or says that there are more', () => {
    fc.assert(
      fc.property(fc.constantFrom(...people), (person) => {
        for (const term of searchTerms(person)) {
          const characters = Array.from(term);
          for (let length = 1; length <= characters.length; length += 1) {
            const found = replica.search({ query: characters.slice(0, length).join(''), limit: 50 });
            expect(found.more || found.people.some(({ id }) => id === person.id)).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds a person while their name is typed, in kanji, kana and letters', () => {
    fc.assert(
      fc.property(fc.constantFrom(...people), fc.boolean(), (person, spaced) => {
        for (const text of [person.name, person.kana, person.romaji]) {
          const typed = Array.from(spaced ? text : text.replace(' ', ''));
          for (let length = 1; length <= typed.length; length += 1) {
            const found = replica.search({ query: typed.slice(0, length).join(''), limit: 20 });
            expect(found.more || found.people.some(({ id }) => id === person.id)).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('answers with what the contract allows, and never more than the limit', () => {
    for (const [query, limit] of [
      ['佐藤', 5],
      ['s', 50],
      ['2', 1],
      ['さ', 20],
      ['a', 5000],
    ] as const) {
      const found = peopleFound.parse(replica.search({ query, limit }));
      expect(found.people.length).toBeLessThanOrEqual(Math.min(limit, 50));
      expect(found.more).toBe(true);
      expect(found.replica).toEqual({ people: people.length, updatedAt: now.toISOString() });
    }
  });

  it('answers the same again', () => {
    for (const query of ['佐藤', 's t', 'さ', '2024'])
      expect(replica.search({ query, limit: 30 })).toEqual(replica.search({ query, limit: 30 }));
  });

  it('takes signs, quotes, wildcards and control characters for what they are', () => {
    for (const query of [
      '%',
      '_',
      '*',
      "'",
      '"',
      '\0',
      '%%%',
      '%_%',
      ' ',
      '',
      '　',
      '--',
      '()',
      '\ud800',
      '🙂',
    ]) {
      expect(replica.search({ query, limit: 20 })).toMatchObject({ people: [], more: false });
    }
    for (const query of ["' OR 1=1 --", "佐藤'; DROP TABLE person; --", '佐%', '佐藤_太郎%', 'term.key"'])
      expect(() => replica.search({ query, limit: 20 })).not.toThrow();
    expect(replica.status().people).toBe(people.length);
    expect(names('大野\0翔太%')).toContain('大野 翔太');
  });

  it('gives up at once on what nobody types', () => {
    const started = performance.now();
    for (const query of ['佐'.repeat(10_000_000), ' a'.repeat(5_000_000), 'a b c d e f g h', 'x'.repeat(150)])
      expect(replica.search({ query, limit: 20 })).toMatchObject({ people: [], more: false });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.double(), (query, limit) => {
        expect(() => peopleFound.parse(replica.search({ query, limit }))).not.toThrow();
      }),
    );
  });

  it('gets a person whole', () => {
    expect(replica.get('20240002')).toEqual(people[1]);
    expect(replica.get('nobody')).toBeUndefined();
  });
});

describe('the order', () => {
  it('is the exact number, the exact login, whole words, then the rest, each by kana', () => {
    const store = openPeopleStore();
    const replica = createPeopleReplica({ store, clock });
    const upsert = [
      personOf({ id: 'p1', name: '森田 葵', kana: 'モリタ アオイ', romaji: 'MORITA Aoi' }),
      personOf({ id: 'p2', name: '森 優', kana: 'モリ ユウ', romaji: 'MORI Yu' }),
      personOf({ id: 'p3', name: '森 愛', kana: 'モリ アイ', romaji: 'MORI Ai' }),
      personOf({ id: 'p4', login: 'mori', name: '関 光', kana: 'セキ ヒカル', romaji: 'SEKI Hikaru' }),
      personOf({ id: 'p5', number: 'mori', name: '南 光', kana: 'ミナミ ヒカル', romaji: 'MINAMI Hikaru' }),
    ];
    store.write((database) => replica.applyPeople(database, { upsert, remove: [] }));
    const ids = (query: string) => replica.search({ query, limit: 10 }).people.map(({ id }) => id);
    expect(ids('mori')).toEqual(['p5', 'p4', 'p3', 'p2', 'p1']);
    expect(ids('森')).toEqual(['p3', 'p2', 'p1']);
    store.close();
  });

  it('puts an exact number on the first page, however many numbers begin with it', () => {
    const store = openPeopleStore();
    const replica = createPeopleReplica({ store, clock });
    const upsert = Array.from({ length: 300 }, (_, index) =>
      personOf({ id: `x${index}`, number: `123${index}` }),
    );
    store.write((database) =>
      replica.applyPeople(database, {
        upsert: [...upsert, personOf({ id: 'exact', number: '123' })],
        remove: [],
      }),
    );
    const found = replica.search({ query: '123', limit: 3 });
    expect(found.people[0]?.id).toBe('exact');
    expect(found.more).toBe(true);
    store.close();
  });
});

describe('changes', () => {
  let store: Store;
  let replica: PeopleReplica;
  beforeEach(() => {
    store = openPeopleStore();
    replica = createPeopleReplica({ store, clock });
  });

  const apply = (upsert: readonly PersonSummary[], remove: readonly string[] = []) =>
    store.write((database) => replica.applyPeople(database, { upsert, remove }));
  const terms = () =>
    store.read.all<{ key: string }>('SELECT key FROM term ORDER BY key').map(({ key }) => key);
  const ids = (query: string) => replica.search({ query, limit: 10 }).people.map(({ id }) => id);

  it('says that it is empty until people came', () => {
    expect(replica.status()).toEqual({ people: 0, updatedAt: null });
    expect(replica.search({ query: '佐藤', limit: 10 })).toEqual({
      people: [],
      more: false,
      replica: { people: 0, updatedAt: null },
    });
  });

  it('renames without leaving a term of the old name', () => {
    apply([personOf({ id: '1' })]);
    const renamed = personOf({
      id: '1',
      name: '髙橋 太郎',
      kana: 'タカハシ タロウ',
      romaji: 'TAKAHASHI Taro',
    });
    apply([renamed]);
    expect(ids('佐藤')).toEqual([]);
    expect(ids('sato')).toEqual([]);
    expect(ids('高橋')).toEqual(['1']);
    expect(terms()).toEqual([...searchTerms(renamed)].sort());
    expect(replica.get('1')).toEqual(renamed);
    expect(replica.status().people).toBe(1);
  });

  it('bounds the terms of a person whose registry entry is odd', () => {
    for (const odd of ['オウ'.repeat(5000), 'オウチ '.repeat(5000), 'x'.repeat(100_000), '', ' ', '\0', '\n'])
      apply([personOf({ id: '1', number: odd, login: odd, name: odd, kana: odd, romaji: odd })]);
    apply([personOf({ id: '2', name: 'オウ'.repeat(5000), kana: 'オウチ '.repeat(5000) })]);
    expect(terms().length).toBeLessThan(150);
    expect(terms().every((term) => term.length <= 128)).toBe(true);
  });

  it('removes a person with every term, and takes unknown ids calmly', () => {
    apply([
      personOf({ id: '1' }),
      personOf({ id: '2', name: '森 愛', kana: 'モリ アイ', romaji: 'MORI Ai' }),
    ]);
    apply([], ['1', '1', 'unknown']);
    expect(ids('佐藤')).toEqual([]);
    expect(replica.get('1')).toBeUndefined();
    expect(terms()).toEqual([...searchTerms(replica.get('2') as PersonSummary)].sort());
    expect(replica.status().people).toBe(1);
  });

  it('removes a person whom one feed item names in both lists', () => {
    apply([personOf({ id: '1' })], ['1']);
    expect(replica.status().people).toBe(0);
    expect(terms()).toEqual([]);
  });

  it('takes the same feed item again without a change', () => {
    const people = demonstrationPeople().slice(0, 50);
    apply(people);
    const before = terms();
    apply([...people, ...people]);
    expect(terms()).toEqual(before);
    expect(replica.status().people).toBe(50);
  });

  it('stands or falls with the transaction of its caller', () => {
    expect(() =>
      store.write((database) => {
        replica.applyPeople(database, { upsert: [personOf({ id: '1' })], remove: [] });
        throw new Error('the feed item was not whole');
      }),
    ).toThrow('not whole');
    expect(replica.status()).toEqual({ people: 0, updatedAt: null });
    expect(terms()).toEqual([]);
  });

  it('holds exactly the terms of the people it holds, whatever the sequence of changes', () => {
    const pool = demonstrationPeople().slice(0, 40);
    const change = fc.record({
      upsert: fc.array(fc.tuple(fc.nat(9), fc.constantFrom(...pool)), { maxLength: 6 }),
      remove: fc.array(fc.nat(9), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        const fresh = openPeopleStore();
        const model = new Map<string, PersonSummary>();
        const own = createPeopleReplica({ store: fresh, clock });
        for (const { upsert, remove } of changes) {
          const people = upsert.map(([id, person]) => ({ ...person, id: `id${id}` }));
          const removed = remove.map((id) => `id${id}`);
          fresh.write((database) => own.applyPeople(database, { upsert: people, remove: removed }));
          for (const person of people) model.set(person.id, person);
          for (const id of removed) model.delete(id);
        }
        const rows = fresh.read.all<{ key: string; id: string }>(
          'SELECT key, id FROM term JOIN person ON person.row = term.person_row',
        );
        const expected = [...model.values()].flatMap((person) =>
          searchTerms(person).map((key) => `${person.id} ${key}`),
        );
        expect(rows.map(({ key, id }) => `${id} ${key}`).sort()).toEqual(expected.sort());
        expect(own.status().people).toBe(model.size);
        fresh.close();
      }),
      { numRuns: 20 },
    );
  });
});
