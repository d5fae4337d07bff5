import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseWord, splitWords, wordKey } from '../../../main/agent/people/normalise.ts';

describe('search keys of names', () => {
  it.each([
    ['hiragana and katakana', 'さくら', 'サクラ'],
    ['half-width kana with voicing', 'ﾀｶﾊｼｶﾞｸ', 'タカハシガク'],
    ['full-width letters and digits', 'Ｓ２０２４０００１', 's20240001'],
    ['髙 and 高', '髙橋', '高橋'],
    ['﨑 and 崎', '山﨑', '山崎'],
    ['邊, 邉 and 辺', '渡邉', '渡邊'],
    ['齋, 齊, 斉 and 斎', '齋藤', '斉藤'],
    ['𠮷 outside the basic plane', '𠮷田', '吉田'],
    ['an ideographic variation selector', '渡邉\u{e0101}', '渡辺'],
    ['a compatibility ideograph', '\uf9dc', '隆'],
    ['the iteration mark', '佐々木', '佐佐木'],
    ['long vowels', 'さとう', 'サトー'],
    ['long vowels', 'おおの', 'オウノ'],
    ['long vowels', 'けいこ', 'ケーコ'],
    ['old kana', 'みづき', 'ミズキ'],
    ['small kana stored as large ones', 'シヨウタ', 'ショウタ'],
    ['marks on Latin letters', 'Müller', 'MULLER'],
    ['macrons', 'Ōno', 'ono'],
    ['letters without decomposition', 'Sørensen', 'sorensen'],
    ['apostrophes', "O'Connor", 'oconnor'],
    ['hyphens in numbers', '2024-0001', '２０２４０００１'],
  ])('are equal for %s: %s, %s', (_what, left, right) => {
    expect(wordKey(left)).toBe(wordKey(right));
  });

  it.each([
    ['おの', 'おおの'],
    ['さと', 'さとう'],
    ['かき', 'がき'],
    ['一', '二'],
    ['小野', '大野'],
  ])('differ for %s and %s', (left, right) => {
    expect(wordKey(left)).not.toBe(wordKey(right));
  });

  it('are empty for what is no letter and no digit', () => {
    for (const text of ['%', '_', "'", '"', '\0', '--', '*', '\u{1f600}', '\u0301', ''])
      expect(wordKey(text)).toBe('');
  });

  it('keep beginnings: the key of a beginning is the beginning of the key', () => {
    const kana = fc.array(
      fc.constantFrom(...'アイウエオカキクケコサシスセソトドノヒフヤユヨラリルロンーャュョッヅ'),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(
        fc.oneof(kana, fc.array(fc.string({ unit: 'grapheme-composite', maxLength: 1 }))),
        (characters) => {
          const text = Array.from(normaliseWord(characters.join('')));
          for (let length = 0; length <= text.length; length += 1) {
            expect(wordKey(text.join('')).startsWith(wordKey(text.slice(0, length).join('')))).toBe(true);
          }
        },
      ),
    );
  });

  it('do not change when taken again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(wordKey(wordKey(text))).toBe(wordKey(text));
      }),
    );
  });
});

describe('words', () => {
  it('are separated by spaces of any width, middle dots and commas', () => {
    expect(splitWords(' 佐藤　太郎・ジョン, a\tb\n')).toEqual(['佐藤', '太郎', 'ジョン', 'a', 'b']);
  });
});
