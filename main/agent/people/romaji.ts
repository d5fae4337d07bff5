/**
 * Romanisation of kana names as people really type them: Hepburn (ISO 3602's rival, as on passports), Kunrei-shiki
 * (ISO 3602), Nihon-shiki where it differs, and long vowels spelled, dropped or written `oh`.
 */
export type RomajiSystem = 'hepburn' | 'hepburn-m' | 'hepburn-cch' | 'kunrei' | 'nihon';
/** オオノ as `oono`, `ono` or `ohno`. */
export type LongVowel = 'spelled' | 'short' | 'h';

const maximumMixedVowels = 3;

const rows =
  'アa イi ウu エe オo カka キki クku ケke コko サsa シshi スsu セse ソso タta チchi ツtsu テte トto ナna ニni ヌnu ネne ノno ' +
  'ハha ヒhi フfu ヘhe ホho マma ミmi ムmu メme モmo ヤya ユyu ヨyo ラra リri ルru レre ロro ワwa ヰi ヱe ヲo ガga ギgi グgu ゲge ゴgo ' +
  'ザza ジji ズzu ゼze ゾzo ダda ヂji ヅzu デde ドdo バba ビbi ブbu ベbe ボbo パpa ピpi プpu ペpe ポpo ヴvu';
const hepburn: ReadonlyMap<string, string> = new Map(
  rows.split(' ').map((entry) => [entry.charAt(0), entry.slice(1)]),
);
const kunrei: Readonly<Record<string, string>> = {
  シ: 'si',
  チ: 'ti',
  ツ: 'tu',
  フ: 'hu',
  ジ: 'zi',
  ヂ: 'zi',
};
const nihon: Readonly<Record<string, string>> = { ...kunrei, ヂ: 'di', ヅ: 'du' };
const smallKana: Readonly<Record<string, string>> = {
  ャ: 'ya',
  ュ: 'yu',
  ョ: 'yo',
  ァ: 'a',
  ィ: 'i',
  ゥ: 'u',
  ェ: 'e',
  ォ: 'o',
};
/** Consonants before a small vowel, where cutting off the vowel is not enough: ウィ wi, クァ kwa, イェ ye. */
const glides: Readonly<Record<string, string>> = { ウ: 'w', ク: 'kw', グ: 'gw', イ: 'y', フ: 'f' };

/** Kana, and the small kana that belongs to it. */
interface Mora {
  readonly kana: string;
  readonly small: string;
  /** The vowel that this lengthens; empty for none. */
  readonly lengthens: string;
}

/**
 * Every spelling of one kana word, the plain Hepburn one first, without repetition. Characters that are no kana are
 * kept. At most a few dozen, most often one to four.
 */
export function romajiSpellings(kana: string): readonly string[] {
  const morae = readMorae(kana);
  const long = morae.filter((mora) => mora.lengthens !== '').length;
  const spellings = new Set<string>();
  for (const { system, style } of stylesOf([morae])) spellings.add(spell(morae, system, () => style));
  if (long > 1 && long <= maximumMixedVowels) {
    for (let choice = 1; choice < 2 ** long - 1; choice += 1) {
      const mixed = (index: number): LongVowel => ((choice >> index) & 1 ? 'short' : 'spelled');
      spellings.add(spell(morae, 'hepburn', mixed));
      spellings.add(spell(morae, 'kunrei', mixed));
    }
  }
  return [...spellings];
}

/** A name of several words in each consistent spelling, words apart, without repetition. */
export function romajiNames(words: readonly string[]): readonly (readonly string[])[] {
  const morae = words.map(readMorae);
  const names = new Map<string, readonly string[]>();
  for (const { system, style } of stylesOf(morae)) {
    const name = morae.map((word) => spell(word, system, () => style));
    names.set(name.join(' '), name);
  }
  return [...names.values()];
}

/** The styles that can make a difference to these words, plain Hepburn first. */
function stylesOf(
  words: readonly (readonly Mora[])[],
): readonly { system: RomajiSystem; style: LongVowel }[] {
  const morae = words.flat();
  const has = (kana: string) => morae.some((mora) => kana.includes(mora.kana));
  const systems: RomajiSystem[] = ['hepburn', 'kunrei'];
  if (has('ン')) systems.push('hepburn-m');
  if (has('ッ')) systems.push('hepburn-cch');
  if (has('ヂヅ')) systems.push('nihon');
  const isLong = morae.some(({ lengthens }) => lengthens !== '');
  const styles: readonly LongVowel[] = isLong ? ['spelled', 'short', 'h'] : ['spelled'];
  return systems.flatMap((system) => styles.map((style) => ({ system, style })));
}

function readMorae(kana: string): readonly Mora[] {
  const characters = Array.from(kana.normalize('NFKC'), toKatakana);
  const morae: Mora[] = [];
  let vowel = '';
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    const next = characters[index + 1] ?? '';
    const lengthens = lengthenedVowel(character, vowel, next);
    if (lengthens !== '') {
      morae.push({ kana: character, small: '', lengthens });
      continue;
    }
    const small = hepburn.has(character) && next in smallKana ? next : '';
    if (small !== '') index += 1;
    morae.push({ kana: character, small, lengthens: '' });
    vowel = (smallKana[small] ?? hepburn.get(character) ?? '').slice(-1);
  }
  return morae;
}

/** ノウエ (井上) is two words, so its ウ lengthens nothing. */
function lengthenedVowel(character: string, vowel: string, next: string): string {
  if (character === 'ー') return vowel;
  if (vowel === 'o' && (character === 'オ' || (character === 'ウ' && next !== 'エ'))) return vowel;
  return vowel === 'u' && character === 'ウ' ? vowel : '';
}

function spell(morae: readonly Mora[], system: RomajiSystem, long: (index: number) => LongVowel): string {
  let result = '';
  let longIndex = 0;
  morae.forEach((mora, index) => {
    if (mora.lengthens !== '') {
      result += lengthening(mora, long(longIndex));
      longIndex += 1;
      return;
    }
    const next = morae[index + 1];
    const following = next === undefined ? '' : syllable(next, system);
    if (mora.kana === 'ッ') result += doubled(following, system);
    else if (mora.kana === 'ン') result += system === 'hepburn-m' && /^[bmp]/.test(following) ? 'm' : 'n';
    else result += syllable(mora, system);
  });
  return result;
}

function lengthening(mora: Mora, style: LongVowel): string {
  if (style === 'short') return '';
  if (style === 'h') return mora.lengthens === 'o' ? 'h' : '';
  return hepburn.get(mora.kana) ?? mora.lengthens;
}

function doubled(following: string, system: RomajiSystem): string {
  if (following.startsWith('ch') && system !== 'hepburn-cch') return 't';
  return /^[^aeiou]/.test(following) ? following.charAt(0) : '';
}

function syllable(mora: Mora, system: RomajiSystem): string {
  const { kana, small } = mora;
  const exceptions = system === 'nihon' ? nihon : system === 'kunrei' ? kunrei : {};
  const plain = exceptions[kana] ?? hepburn.get(kana);
  if (plain === undefined) return 'ッンー'.includes(kana) ? '' : kana.toLowerCase();
  const end = smallKana[small];
  if (end === undefined) return plain;
  const consonant = plain.slice(0, -1);
  const palatal = /^(sh|ch|j)$/.test(consonant);
  if (end.startsWith('y')) return palatal ? consonant + end.slice(1) : consonant + end;
  const palatalised = plain.endsWith('i') && !palatal;
  return (glides[kana] ?? (palatalised ? `${consonant}y` : consonant)) + end;
}

function toKatakana(character: string): string {
  const code = character.charCodeAt(0);
  return code >= 0x3041 && code <= 0x3096 ? String.fromCharCode(code + 0x60) : character;
}
