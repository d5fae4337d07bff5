import { describe, expect, it } from 'vitest';
import { toRomaji } from 'wanakana';
import { romajiNames, romajiSpellings } from '../../../main/agent/people/romaji.ts';
import { demonstrationPeople } from '../../../main/profile/demonstration-people.ts';

describe('spellings of kana names', () => {
  it.each([
    ['オオノ', ['oono', 'ono', 'ohno']],
    ['おおの', ['oono', 'ono', 'ohno']],
    ['サトウ', ['satou', 'sato', 'satoh']],
    ['オーノ', ['oono', 'ono', 'ohno']],
    ['ショウタ', ['shouta', 'shota', 'shohta', 'syouta', 'syota', 'syohta']],
    ['シンイチ', ['shinichi', 'siniti']],
    ['フジタ', ['fujita', 'huzita']],
    ['ツチヤ', ['tsuchiya', 'tutiya']],
    ['ミヅキ', ['mizuki', 'miduki']],
    ['チヂワ', ['chijiwa', 'tiziwa', 'tidiwa']],
    ['ナンバ', ['nanba', 'namba']],
    ['ホッタ', ['hotta']],
    ['ハッチョウ', ['hatchou', 'hatcho', 'hattyou', 'hacchou']],
    ['ユウキ', ['yuuki', 'yuki']],
    [
      'ソウイチロウ',
      ['souichirou', 'soichiro', 'souichiro', 'soichirou', 'soitiro', 'souitiro', 'sohichiroh'],
    ],
    ['ジェシー', ['jeshii', 'jeshi']],
    ['ファティマ', ['fatima']],
    ['ウィリアム', ['wiriamu']],
    ['ヴィクター', ['vikutaa', 'vikuta']],
    ['クァン', ['kwan']],
  ])('%s is spelled %j', (kana, expected) => {
    expect(romajiSpellings(kana)).toEqual(expect.arrayContaining(expected));
  });

  it('keep the two words of 井上 apart', () => {
    expect(romajiSpellings('イノウエ')).toEqual(['inoue']);
  });

  it('stay bounded and throw on nothing', () => {
    for (const odd of [
      '',
      'ー',
      'ッ',
      'ン',
      'ャ',
      'ーーーー',
      'abc',
      '佐藤',
      '\0',
      'オウ'.repeat(60),
      'ッッッチ',
    ]) {
      expect(romajiSpellings(odd).length).toBeLessThan(32);
    }
  });

  it('agree with an independent romanisation on every Japanese name of the demonstration', () => {
    const words = new Set(
      demonstrationPeople()
        .filter(({ name }) =>
          /^[\p{Script=Han}\p{Script=Hiragana}々ケノ]+ [\p{Script=Han}\p{Script=Hiragana}々]+$/u.test(name),
        )
        .flatMap(({ kana }) => kana.split(' '))
        .filter((word) => !/[ァィェォー]/.test(word)),
    );
    expect(words.size).toBeGreaterThan(500);
    for (const word of words) expect(romajiSpellings(word)[0]).toBe(toRomaji(word).replaceAll("'", ''));
  });

  it('are the same throughout a name', () => {
    expect(romajiNames(['オオノ', 'ショウタ'])).toEqual(
      expect.arrayContaining([
        ['oono', 'shouta'],
        ['ohno', 'shohta'],
        ['ono', 'syota'],
      ]),
    );
  });
});
