import { romajiSpellings } from '../people/romaji.ts';

/** How a word may be found. */
export type SearchTermKind = 'pair' | 'word';

/** Marks a pair of neighbouring characters, so that no word begins like one. */
const pairMark = '·';
const japaneseRun = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー々〆ヶ]+/gu;
const latinRun = /[\p{Script=Latin}\p{N}]+/gu;
const kanaOnly = /^[\u3041-\u3096ー]+$/u;
/** Katakana words, kanji with their endings, hiragana by itself. */
const scriptParts =
  /[\p{Script=Katakana}ー]+|[\p{Script=Han}々〆ヶ]+\p{Script=Hiragana}*|\p{Script=Hiragana}+/gu;
const particle = /^[がをにはでのもとへ](?=..)/u;
const ending = /(?<=\p{Script=Han}{2})\p{Script=Hiragana}+$/u;
const longestWord = 24;

/** Spellings of one sound that people mix (Kunrei and Hepburn, long vowels spelled or not), in this order. */
const romajiFolds: readonly (readonly [RegExp, string])[] = [
  [/ssh|tch/g, 'sh'],
  [/sy|sh(?=[auo])/g, 'sh'],
  [/si/g, 'shi'],
  [/ty|cy/g, 'ch'],
  [/ti/g, 'chi'],
  [/tu/g, 'tsu'],
  [/(?<![sc])hu/g, 'fu'],
  [/zy|jy/g, 'j'],
  [/zi|di/g, 'ji'],
  [/ou|oo|oh(?![aiueoy])/g, 'o'],
  [/uu/g, 'u'],
  [/nn/g, 'n'],
  [/m(?=[bp])/g, 'n'],
];

/** One text for widths, letter cases and the two kana: NFKC, lower case, katakana as hiragana, marks off Latin letters. */
export function normaliseText(text: string): string {
  return asHiragana(normaliseWidth(text));
}

/** A romanised word in one spelling. English words change too, and alike in guide and question. */
export function foldRomaji(word: string): string {
  return romajiFolds.reduce((folded, [from, to]) => folded.replaceAll(from, to), word);
}

/**
 * What a text of a guide is found by: Latin words; of Japanese, which has no spaces, each run whole, the words that a
 * change of script shows in it, its neighbouring pairs, and the romanisation of words in kana.
 */
export function indexTerms(text: string): string[] {
  const terms: string[] = [];
  const { latin, runs } = runsOf(text);
  for (const word of latin) terms.push(...spellingsOf(word));
  for (const run of runs) {
    const words = wordsOf(run);
    terms.push(...words, ...pairs(asHiragana(run)));
    for (const word of words) {
      const [romaji] = kanaOnly.test(word) ? romajiSpellings(asKatakana(word)) : [];
      if (romaji !== undefined) terms.push(foldRomaji(romaji));
    }
  }
  return terms;
}

/**
 * What somebody typed, as terms of the index. The letter that an input method has not made a kana of yet (`きしゅh`) is
 * left out while there is anything else.
 */
export function queryTerms(query: string): string[] {
  const { latin, runs } = runsOf(query);
  const words = runs.length === 0 ? latin : latin.filter((word) => word.length > 1 || /\p{N}/u.test(word));
  return [
    ...new Set([
      ...words.flatMap(spellingsOf),
      ...runs.flatMap((run) => [...wordsOf(run), ...pairs(asHiragana(run))]),
    ]),
  ];
}

/** A Latin word as it stands, by which a mistake in it is measured, and as romanised Japanese. */
function spellingsOf(word: string): readonly string[] {
  return [...new Set([word, foldRomaji(word)])];
}

/** The word with each two neighbouring letters changed over: the mistake that fast fingers make most. */
export function neighboursSwapped(word: string): readonly string[] {
  const letters = Array.from(word);
  return letters
    .slice(1)
    .map((letter, at) => [...letters.slice(0, at), letter, letters[at], ...letters.slice(at + 2)].join(''));
}

/** Whether a term is a pair of characters, or a word. */
export function termKind(term: string): SearchTermKind {
  return term.startsWith(pairMark) ? 'pair' : 'word';
}

function runsOf(text: string): { readonly latin: readonly string[]; readonly runs: readonly string[] } {
  const normal = normaliseWidth(text);
  return { latin: normal.match(latinRun) ?? [], runs: normal.match(japaneseRun) ?? [] };
}

/** A run whole, where it can be a word, and the words in it: kanji with and without their endings, katakana, hiragana after a particle. */
function wordsOf(run: string): readonly string[] {
  const parts = [...run.matchAll(scriptParts)].flatMap(([part]) => [
    part,
    part.replace(particle, ''),
    part.replace(ending, ''),
  ]);
  const words = [run, ...parts].map(asHiragana);
  return [...new Set(words.filter((word) => word.length >= 2 && word.length <= longestWord))];
}

function pairs(run: string): string[] {
  const characters = Array.from(run);
  return characters.slice(1).map((character, index) => `${pairMark}${characters[index]}${character}`);
}

/** NFKC, lower case, marks off Latin letters; katakana stay. */
function normaliseWidth(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC');
}

function asHiragana(text: string): string {
  return text.replaceAll(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

function asKatakana(text: string): string {
  return text.replaceAll(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
}
