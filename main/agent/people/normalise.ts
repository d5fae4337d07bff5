import { representativeCharacter } from './name-variants.ts';

/**
 * Search keys: what a registry holds and what an operator types become the same text. Every step decides a character by
 * itself and those before it, never by those after it, so that the key of a beginning is the beginning of the key: a
 * name is found at every keystroke.
 */

const wordBreak = /[\s・･,、，;；=＝/／]+/u;
const alreadyNormal = /^[a-z0-9]*$/;
const letterOrDigit = /[\p{L}\p{N}]/u;

/** Kana that registries and keyboards confuse: old kana, and small kana that older systems store as large ones. */
const kanaRepresentatives: ReadonlyMap<string, string> = new Map(
  [
    'ヂジ',
    'ヅズ',
    'ヲオ',
    'ヰイ',
    'ヱエ',
    'ァア',
    'ィイ',
    'ゥウ',
    'ェエ',
    'ォオ',
    'ッツ',
    'ャヤ',
    'ュユ',
    'ョヨ',
    'ヮワ',
    'ヵカ',
    'ヶケ',
  ].map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

const kanaOfVowel = {
  ア: 'アカサタナハマヤラワガザダバパ',
  イ: 'イキシチニヒミリギジビピ',
  ウ: 'ウクスツヌフムユルグズブプヴ',
  エ: 'エケセテネヘメレゲゼデベペ',
  オ: 'オコソトノホモヨロゴゾドボポ',
} as const;
const vowelOfKana: ReadonlyMap<string, string> = new Map(
  Object.entries(kanaOfVowel).flatMap(([vowel, kana]) => Array.from(kana, (one) => [one, vowel] as const)),
);

/** After a vowel, the vowels that only lengthen it: トウ, トオ and トー are one sound. */
const lengthens: Readonly<Record<string, string>> = { ア: 'ア', イ: 'イ', ウ: 'ウ', エ: 'エイ', オ: 'オウ' };

/** Latin letters that decomposition leaves whole. */
const latinLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ð: 'd',
};

/** The words of a text, separated by spaces of any width, middle dots, commas or slashes. */
export function splitWords(text: string): readonly string[] {
  return text.split(wordBreak).filter((word) => word !== '');
}

/**
 * One word in one spelling: NFKC (widths), lower case, Latin marks removed, katakana for hiragana, one form per
 * character variant, 々 repeated, and nothing but letters and digits. Long vowels are left as they are written.
 */
export function normaliseWord(word: string): string {
  if (alreadyNormal.test(word)) return word;
  const decomposed = word.normalize('NFKC').toLowerCase().normalize('NFD');
  let result = '';
  let previous = '';
  for (const character of decomposed.replace(/[\u0300-\u036f]/g, '').normalize('NFC')) {
    if (!letterOrDigit.test(character)) continue;
    const one = character === '々' && previous !== '' ? previous : normaliseCharacter(character);
    result += one;
    previous = one;
  }
  return result;
}

/** Writes every long vowel of a normalised word with ー, so that さとう, サトー and サトオ are the same key. */
export function foldLongVowels(normalised: string): string {
  if (alreadyNormal.test(normalised)) return normalised;
  let result = '';
  let vowel = '';
  for (const character of normalised) {
    const isLong = vowel !== '' && (character === 'ー' || (lengthens[vowel] ?? '').includes(character));
    result += isLong ? 'ー' : character;
    if (!isLong) vowel = vowelOfKana.get(character) ?? '';
  }
  return result;
}

/** The search key of one word. */
export function wordKey(word: string): string {
  return foldLongVowels(normaliseWord(word));
}

function normaliseCharacter(character: string): string {
  const latin = latinLetters[character];
  if (latin !== undefined) return latin;
  const code = character.charCodeAt(0);
  const katakana = code >= 0x3041 && code <= 0x3096 ? String.fromCharCode(code + 0x60) : character;
  return kanaRepresentatives.get(katakana) ?? representativeCharacter(katakana);
}
