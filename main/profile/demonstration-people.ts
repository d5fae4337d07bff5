import { toRomaji } from 'wanakana';
import type { PersonSummary } from '../../preload/contract/models/people.ts';
import { demonstrationAccounts } from './demonstration-accounts.ts';
import { demonstrationFaculties } from './demonstration-faculties.ts';
import { demonstrationForeignNames, demonstrationGivenNames } from './demonstration-given-names.ts';
import { demonstrationSurnames } from './demonstration-surnames.ts';

export const demonstrationPeopleCount = 20_000;

const seed = 0x4d61_646f;
const entranceYears = [2019, 2020, 2021, 2022, 2023, 2024, 2025];

interface NamePart {
  readonly name: string;
  readonly kana: string;
  readonly romaji: string;
}

/** Chooses an entry by its weight. */
type Choice<T> = (random: number) => T;

/**
 * The made-up university's people: those of {@link demonstrationAccounts} first, then as many as make 20,000. The same
 * at every call. Surnames and given names are drawn by frequency, so that 佐藤 has hundreds; any likeness is chance.
 */
export function demonstrationPeople(): readonly PersonSummary[] {
  const random = generator(seed);
  const surname = chooseByRank(readParts(demonstrationSurnames, true), 14);
  const given = chooseByRank(readParts(demonstrationGivenNames, false), 60);
  const faculty = chooseByWeight(demonstrationFaculties, ({ weight }) => weight);
  const people: PersonSummary[] = demonstrationAccounts.map(({ person }) => person);
  const reserved = new Set(people.map(({ number }) => number));
  const last = new Map<number, number>();

  while (people.length < demonstrationPeopleCount) {
    const isStudent = random() < 0.88;
    const prefix = isStudent ? pick(entranceYears, random()) : 9000;
    const sequence = (last.get(prefix) ?? 0) + 1;
    last.set(prefix, sequence);
    const number = String(prefix * 10_000 + sequence);
    if (reserved.has(number)) continue;
    people.push({
      id: number,
      number,
      login: `${isStudent ? 's' : 't'}${number}`,
      ...(random() < 0.03 ? foreignName(random()) : japaneseName(surname(random()), given(random()))),
      role: isStudent ? 'student' : random() < 0.55 ? 'faculty' : 'staff',
      affiliation: faculty(random()).name,
    });
  }
  return people;
}

function japaneseName(surname: NamePart, given: NamePart): Pick<PersonSummary, 'name' | 'kana' | 'romaji'> {
  return {
    name: `${surname.name} ${given.name}`,
    kana: `${surname.kana} ${given.kana}`,
    romaji: `${surname.romaji} ${given.romaji}`,
  };
}

function foreignName(random: number): Pick<PersonSummary, 'name' | 'kana' | 'romaji'> {
  const [name, kana, romaji] = pick(demonstrationForeignNames, random);
  return { name, kana, romaji };
}

function readParts(list: string, isSurname: boolean): readonly NamePart[] {
  return list.split(' ').map((entry) => {
    const kana = /[ァ-ヴー]+$/.exec(entry)?.[0] ?? '';
    const name = entry.slice(0, entry.length - kana.length);
    const romaji = passportRomaji(kana);
    const rest = romaji.slice(1);
    return {
      name,
      kana,
      romaji: `${romaji.charAt(0).toUpperCase()}${isSurname ? rest.toUpperCase() : rest}`,
    };
  });
}

/** Hepburn as on passports: long vowels are not written (イノウエ and マツウラ have none), ン is m before b, m and p. */
function passportRomaji(kana: string): string {
  return toRomaji(kana)
    .replaceAll("'", '')
    .replace(/o(?:o|u(?!e))/g, 'o')
    .replace(/(y|sh|ch|j|f)uu/g, '$1u')
    .replace(/n(?=[bmp])/g, 'm');
}

function chooseByRank<T>(entries: readonly T[], flattening: number): Choice<T> {
  const weights = new Map(entries.map((entry, index) => [entry, 1 / (index + flattening)] as const));
  return chooseByWeight(entries, (entry) => weights.get(entry) ?? 0);
}

function chooseByWeight<T>(entries: readonly T[], weightOf: (entry: T) => number): Choice<T> {
  const total = entries.reduce((sum, entry) => sum + weightOf(entry), 0);
  let sum = 0;
  const ends = entries.map((entry) => {
    sum += weightOf(entry) / total;
    return sum;
  });
  return (random) => {
    const index = ends.findIndex((end) => random < end);
    return at(entries, index === -1 ? entries.length - 1 : index);
  };
}

function pick<T>(entries: readonly T[], random: number): T {
  return at(entries, Math.floor(random * entries.length));
}

function at<T>(entries: readonly T[], index: number): T {
  const entry = entries[index];
  if (entry === undefined) throw new RangeError('no such entry');
  return entry;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). Not for secrets. */
function generator(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
