import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createNameReader, spellingsOf } from '../../../main/agent/people/name-words.ts';
import { wordKey } from '../../../main/agent/people/normalise.ts';
import {
  createPeopleReplica,
  mostListed,
  type PeopleReplica,
} from '../../../main/agent/people/people-replica.ts';
import type { Store } from '../../../main/agent/ports.ts';
import { demonstrationPeople } from '../../../main/profile/demonstration-people.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
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

  const names = (query: string) =>
    replica.search({ query, offset: 0, limit: 50 }).people.map(({ name }) => name);

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

  /** Everybody whom the pages of a query show. */
  const everybody = (query: string) => {
    const found: PersonSummary[] = [];
    for (let offset = 0; offset < mostListed; offset += 50)
      found.push(...replica.search({ query, offset, limit: 50 }).people);
    return found;
  };
  const isFound = (query: string, { id }: PersonSummary) => {
    const { total, need } = replica.search({ query, offset: 0, limit: 50 });
    if (need !== null) return total > mostListed || need === 'more-letters';
    return everybody(query).some((person) => person.id === id);
  };

  it('finds a person by every beginning of every spelling of theirs, or asks for more', () => {
    const readName = createNameReader();
    fc.assert(
      fc.property(fc.constantFrom(...people), (person) => {
        const keys = [...readName(person).words.flatMap(spellingsOf), wordKey(person.number), person.login];
        for (const key of keys) {
          const characters = Array.from(key);
          for (let length = 1; length <= characters.length; length += 1)
            expect(isFound(characters.slice(0, length).join(''), person)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('finds a person while their name is typed, in kanji, kana and letters', () => {
    fc.assert(
      fc.property(fc.constantFrom(...people), fc.boolean(), (person, spaced) => {
        for (const text of [person.name, person.kana, person.romaji]) {
          const typed = Array.from(spaced ? text : text.replace(' ', ''));
          for (let length = 1; length <= typed.length; length += 1)
            expect(isFound(typed.slice(0, length).join(''), person)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lists exactly those whom a look at everybody finds, for two words and for one', () => {
    const readName = createNameReader();
    const spelled = people.map((person) => ({
      person,
      names: readName(person).words.flatMap(spellingsOf),
      keys: [wordKey(person.number), wordKey(person.login)],
    }));
    const begins = (keys: readonly string[], word: string) =>
      keys.some((key) => key.startsWith(wordKey(word)));
    // Numbers and logins are found by four characters at least.
    const matches = ({ names, keys }: (typeof spelled)[number], word: string) =>
      begins(names, word) || (word.length >= 4 && begins(keys, word));
    for (const query of [
      'sato ta',
      '山 太',
      'たなか',
      '大野',
      'mi yama',
      '2024000',
      's20240',
      '高 美',
      'ono s',
    ]) {
      const words = query.split(' ');
      const expected = spelled.filter((one) => words.every((word) => matches(one, word)));
      const { total } = replica.search({ query, offset: 0, limit: 50 });
      expect([query, total]).toEqual([query, expected.length]);
      if (total <= mostListed) {
        const ids = everybody(query).map(({ id }) => id);
        expect([...ids].sort()).toEqual(expected.map(({ person }) => person.id).sort());
      }
    }
  });

  it('never finds a person by one word that is typed twice', () => {
    expect(everybody('もりも').every(({ kana }) => /モリモ|モリ モ|モ.* モリ/.test(kana))).toBe(true);
  });

  it('pages through 佐藤 in one order, nobody twice, and ends where a name more is needed', () => {
    const pages = everybody('佐藤');
    const { total, need } = replica.search({ query: '佐藤', offset: 0, limit: 10 });
    expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
    expect(pages.length).toBe(Math.min(total, mostListed));
    expect(need).toBe(total > mostListed ? 'another-word' : null);
    const order = pages.map(({ kana, number }) => `${kana} ${number}`);
    expect(order).toEqual([...order].sort());
    expect(replica.search({ query: '佐藤', offset: 20, limit: 10 }).people).toEqual(pages.slice(20, 30));
    expect(replica.search({ query: '佐藤', offset: 5000, limit: 50 }).people).toEqual([]);
  });

  it('lists nobody for what is not yet a name or a number: the directory is not to be leafed through', () => {
    for (const query of ['s', 'a', 'さ', '2', '20', '202', 's20', 'さt', 'a b', 'あ s']) {
      const found = replica.search({ query, offset: 0, limit: 50 });
      expect([query, found]).toEqual([query, { people: [], total: 0, need: 'more-letters' }]);
    }
    expect(replica.search({ query: '森', offset: 0, limit: 50 }).need).toBe(null);
  });

  it('answers the same again', () => {
    for (const query of ['佐藤', 'sa ta', 'さと', '2024']) {
      const page = { query, offset: 10, limit: 30 };
      expect(replica.search(page)).toEqual(replica.search(page));
    }
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
      expect(replica.search({ query, offset: 0, limit: 20 })).toMatchObject({ people: [], total: 0 });
    }
    for (const query of ["' OR 1=1 --", "佐藤'; DROP TABLE person; --", '佐%', '佐藤_太郎%', 'term.key"'])
      expect(() => replica.search({ query, offset: 0, limit: 20 })).not.toThrow();
    expect(replica.status().people).toBe(people.length);
    expect(names('大野\0翔太%')).toContain('大野 翔太');
  });

  it('gives up at once on what nobody types', () => {
    const started = performance.now();
    for (const query of ['佐'.repeat(10_000_000), ' a'.repeat(5_000_000), 'a b c d e f g h', 'x'.repeat(150)])
      expect(replica.search({ query, offset: 0, limit: 20 })).toMatchObject({ people: [], total: 0 });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.double(), (query, limit) => {
        expect(() => replica.search({ query, offset: limit, limit })).not.toThrow();
      }),
    );
  });

  it('gets a person whole', () => {
    expect(replica.get('20240002')).toEqual(people[1]);
    expect(replica.get('nobody')).toBeUndefined();
  });

  it('finds by a number on a card only whom bears just that number, however it is written', () => {
    for (const number of ['20240002', '２０２４０００２', '2024-0002', ' 20240002'])
      expect(replica.byNumber(number)?.name).toBe('大野 翔太');
    for (const number of ['2024000', 's20240002', '大野', '', '202400021', '20240002 20240003'])
      expect(replica.byNumber(number)).toBe(null);
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
    const ids = (query: string) => replica.search({ query, offset: 0, limit: 10 }).people.map(({ id }) => id);
    expect(ids('mori')).toEqual(['p5', 'p4', 'p3', 'p2', 'p1']);
    expect(ids('森')).toEqual(['p3', 'p2', 'p1']);
    store.close();
  });

  it('puts an exact number on the first page, however many numbers begin with it', () => {
    const store = openPeopleStore();
    const replica = createPeopleReplica({ store, clock });
    const upsert = Array.from({ length: 300 }, (_, index) =>
      personOf({ id: `x${index}`, number: `1230${index}` }),
    );
    store.write((database) =>
      replica.applyPeople(database, {
        upsert: [...upsert, personOf({ id: 'exact', number: '1230', kana: 'ンンン ンンン' })],
        remove: [],
      }),
    );
    const found = replica.search({ query: '1230', offset: 0, limit: 3 });
    expect(found.people[0]?.id).toBe('exact');
    expect(found.total).toBe(301);
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
  const ids = (query: string) => replica.search({ query, offset: 0, limit: 10 }).people.map(({ id }) => id);

  it('says that it is empty until people came', () => {
    expect(replica.status()).toEqual({
      people: 0,
      updatedAt: null,
      confirmedAt: null,
      receiving: false,
      expected: null,
    });
    expect(replica.search({ query: '佐藤', offset: 0, limit: 10 })).toEqual({
      people: [],
      total: 0,
      need: null,
    });
  });

  it('says that its first copy is arriving, until the hub has said that nothing is missing; and of later ones nothing', () => {
    apply([personOf({ id: '1' })]);
    expect(replica.status()).toMatchObject({ people: 1, receiving: true });
    apply([personOf({ id: '2' })]);
    expect(replica.status()).toMatchObject({ people: 2, receiving: true });
    store.write((database) => replica.confirm(database));
    expect(replica.status()).toMatchObject({ people: 2, receiving: false });
    apply([personOf({ id: '3' })]);
    expect(replica.status()).toMatchObject({ people: 3, receiving: false });
  });

  it('renames without leaving a word of the old name', () => {
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
    expect(replica.get('1')).toEqual(renamed);
    expect(replica.status().people).toBe(1);
  });

  it('takes a person whose registry entry is odd, and goes on finding the others', () => {
    for (const odd of ['オウ'.repeat(5000), 'オウチ '.repeat(5000), 'x'.repeat(100_000), '', ' ', '\0', '\n'])
      apply([personOf({ id: '1', number: odd, login: odd, name: odd, kana: odd, romaji: odd })]);
    apply([personOf({ id: '2', name: 'オウ'.repeat(5000), kana: 'オウチ '.repeat(5000) })]);
    apply([personOf({ id: '3', name: '森 愛', kana: 'モリ アイ', romaji: 'MORI Ai' })]);
    expect(ids('森愛')).toEqual(['3']);
    expect(ids('オウオウ').length).toBe(1);
  });

  it('removes a person, and takes unknown ids calmly', () => {
    apply([
      personOf({ id: '1' }),
      personOf({ id: '2', name: '森 愛', kana: 'モリ アイ', romaji: 'MORI Ai' }),
    ]);
    apply([], ['1', '1', 'unknown']);
    expect(ids('佐藤')).toEqual([]);
    expect(replica.get('1')).toBeUndefined();
    expect(ids('森')).toEqual(['2']);
    expect(replica.status().people).toBe(1);
  });

  it('removes a person whom one feed item names in both lists', () => {
    apply([personOf({ id: '1' })], ['1']);
    expect(replica.status().people).toBe(0);
    expect(ids('佐藤')).toEqual([]);
  });

  it('takes the same feed item again without a change', () => {
    const people = demonstrationPeople().slice(0, 50);
    apply(people);
    const before = ids('大野');
    apply([...people, ...people]);
    expect(ids('大野')).toEqual(before);
    expect(replica.status().people).toBe(50);
  });

  it('stands or falls with the transaction of its caller', () => {
    expect(() =>
      store.write((database) => {
        replica.applyPeople(database, { upsert: [personOf({ id: '1' })], remove: [] });
        throw new Error('the feed item was not whole');
      }),
    ).toThrow('not whole');
    expect(replica.status()).toMatchObject({ people: 0, updatedAt: null, confirmedAt: null });
    expect(ids('佐藤')).toEqual([]);
  });

  it('finds exactly the people it holds, in the same order as an index made anew, whatever the changes', () => {
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
        const found = (by: PeopleReplica) =>
          [...model.values()].map(({ kana }) =>
            by.search({ query: kana, offset: 0, limit: 50 }).people.map(({ id }) => id),
          );
        for (const { upsert, remove } of changes) {
          const people = upsert.map(([id, person]) => ({ ...person, id: `id${id}` }));
          const removed = remove.map((id) => `id${id}`);
          fresh.write((database) => own.applyPeople(database, { upsert: people, remove: removed }));
          for (const person of people) model.set(person.id, person);
          for (const id of removed) model.delete(id);
          for (const person of model.values())
            expect(own.byNumber(person.number)?.number ?? person.number).toBe(person.number);
        }
        const anew = createPeopleReplica({ store: fresh, clock });
        expect(found(own).map((one) => [...one].sort())).toEqual(found(anew).map((one) => [...one].sort()));
        for (const person of model.values()) expect(found(own).flat()).toContain(person.id);
        expect(own.status().people).toBe(model.size);
        fresh.close();
      }),
      { numRuns: 20 },
    );
  });

  it('shows people who came since where their reading belongs', () => {
    apply([
      personOf({ id: '1', name: '佐藤 愛', kana: 'サトウ アイ' }),
      personOf({ id: '3', name: '佐藤 渉', kana: 'サトウ ワタル' }),
    ]);
    expect(ids('佐藤')).toEqual(['1', '3']);
    apply([personOf({ id: '2', name: '佐藤 真', kana: 'サトウ マコト' })]);
    apply([personOf({ id: '4', name: '佐藤 杏', kana: 'サトウ アン' })]);
    expect(ids('佐藤')).toEqual(['1', '4', '2', '3']);
    apply([], ['1', '2']);
    expect(ids('佐藤')).toEqual(['4', '3']);
  });

  it('goes on finding everybody when more came than there is room for beside the index', async () => {
    apply([personOf({ id: 'first', name: '森 愛', kana: 'モリ アイ' })]);
    expect(ids('森')).toEqual(['first']);
    const many = Array.from({ length: 6000 }, (_, index) =>
      personOf({ id: `p${index}`, number: `7${String(index).padStart(6, '0')}` }),
    );
    for (let from = 0; from < many.length; from += 2000) apply(many.slice(from, from + 2000));
    expect(replica.search({ query: '佐藤', offset: 0, limit: 10 }).total).toBe(6000);
    apply(
      [],
      many.slice(0, 3000).map(({ id }) => id),
    );
    await replica.prepare();
    expect(replica.search({ query: '佐藤', offset: 0, limit: 10 }).total).toBe(3000);
    expect(replica.byNumber('7005999')?.id).toBe('p5999');
    expect(replica.byNumber('7000001')).toBe(null);
  });

  it('makes its index a little at a time, and searches meanwhile find what was there', async () => {
    const many = Array.from({ length: 4000 }, (_, index) =>
      personOf({ id: `p${index}`, number: `7${String(index).padStart(6, '0')}` }),
    );
    apply(many.slice(0, 2000));
    apply(many.slice(2000));
    let turns = 0;
    let going = true;
    const others = (function turn(): Promise<void> {
      turns += 1;
      return new Promise((resolve) => setImmediate(() => (going ? resolve(turn()) : resolve())));
    })();
    const prepared = replica.prepare();
    apply([personOf({ id: 'late', name: '森 愛', kana: 'モリ アイ' })]);
    await prepared;
    going = false;
    await others;
    expect(turns).toBeGreaterThan(8);
    expect(ids('森')).toEqual(['late']);
    expect(replica.search({ query: '佐藤', offset: 0, limit: 10 }).total).toBe(4000);
  });
});
