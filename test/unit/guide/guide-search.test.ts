import { describe, expect, it } from 'vitest';
import { createGuideSearch } from '../../../main/agent/guide/guide-search.ts';
import { indexTerms, queryTerms } from '../../../main/agent/guide/search-terms.ts';
import { profiles } from '../../../main/profile/profiles.ts';
import { ownQueries, sharedQueries } from './search-queries.ts';

/** A word as it comes when a letter is left out, typed twice, or changed over with the next; the first letter is right. */
function mistaken(word: string): string[] {
  const letters = Array.from(word);
  return letters.flatMap((letter, at) => {
    if (at === 0) return [];
    const [before, after] = [letters.slice(0, at), letters.slice(at + 1)];
    const [next, ...rest] = after;
    return [
      [...before, ...after].join(''),
      [...before, letter, letter, ...after].join(''),
      ...(next === undefined || next === letter ? [] : [[...before, next, letter, ...rest].join('')]),
    ];
  });
}

function longestFirst(words: readonly string[]): string[] {
  return [...words].sort((one, other) => other.length - one.length);
}

describe.each(profiles.map((profile) => [profile.id, profile] as const))(
  'guide search at %s',
  (id, profile) => {
    const search = createGuideSearch(profile.guides);
    const has = (guide: string) => profile.guides.some((one) => one.id === guide);
    const queries = [...sharedQueries, ...(ownQueries[id] ?? [])].filter(({ answers }) => answers.some(has));

    it('has questions of its own', () => {
      expect(ownQueries[id]?.length).toBeGreaterThan(4);
      for (const { query, answers } of ownQueries[id] ?? []) expect(answers.some(has), query).toBe(true);
    });

    it.each(queries.map((query) => [query.query, query] as const))(
      'answers %s',
      (_, { query, answers, within }) => {
        for (const language of ['ja', 'en'] as const) {
          const found = search(query, language).map((guide) => guide.id);
          expect(
            found.slice(0, within).some((guide) => answers.includes(guide)),
            found.join(', '),
          ).toBe(true);
        }
      },
    );

    it.each(['ja', 'en'] as const)('finds every guide by its own title in %s', (language) => {
      for (const guide of profile.guides) {
        const found = search(guide.title[language], language).slice(0, 3);
        expect(
          found.map((one) => one.id),
          guide.title[language],
        ).toContain(guide.id);
      }
    });

    it.each(['ja', 'en'] as const)(
      'finds every guide by its title with any one mistake in %s',
      (language) => {
        for (const guide of profile.guides) {
          const title = guide.title[language];
          const [longest = title] = longestFirst(
            language === 'en' ? (title.match(/[A-Za-z0-9’]+/g) ?? []) : [title],
          );
          for (const wrong of mistaken(longest)) {
            const query = title.replace(longest, wrong);
            const found = search(query, language).slice(0, 3);
            expect(
              found.map((one) => one.id),
              query,
            ).toContain(guide.id);
          }
        }
      },
    );

    it('finds by one word with any one mistake what the word finds', () => {
      const lost: string[] = [];
      let typed = 0;
      const words = new Set(
        profile.guides.flatMap(({ title, keywords }) => [
          ...(title.en.match(/[A-Za-z]{6,}/g) ?? []),
          ...keywords,
        ]),
      );
      for (const word of [...words].filter((one) => Array.from(one).length >= 5)) {
        const meant = search(word, 'ja').slice(0, 3);
        if (meant.length === 0) continue;
        for (const wrong of mistaken(word)) {
          typed += 1;
          const found = search(wrong, 'ja').slice(0, 3);
          if (!found.some((guide) => meant.includes(guide))) lost.push(`${word} → ${wrong}`);
        }
      }
      expect(typed).toBeGreaterThan(1000);
      // What makes another word of it, or splits one in two, is not to be told from that word.
      expect(lost.length / typed, lost.slice(0, 20).join(', ')).toBeLessThan(0.002);
    });

    it('counts a word once, in however many spellings it is looked for: what another word finds is not pushed out', () => {
      const found = (query: string) => search(query, 'en').map((one) => one.id);
      for (const query of ['authenticator code', 'autenticator code'])
        if (has('totp-clock')) expect(found(query), query).toContain('totp-clock');
    });

    it('finds nothing for nothing, for noise, and for what no guide says', () => {
      for (const query of ['', '   ', '・・・', '!?', 'xyzzyqq']) expect(search(query, 'ja')).toEqual([]);
    });

    it('finds the same whatever widths and kana are typed', () => {
      const ids = (query: string) => search(query, 'ja').map((guide) => guide.id);
      expect(ids('ｱﾌﾟﾘ')).toEqual(ids('アプリ'));
      expect(ids('あぷり')).toEqual(ids('アプリ'));
      expect(ids('ＳＭＳ')).toEqual(ids('sms'));
    });
  },
);

describe('search terms', () => {
  it('are words, pairs and romaji of Japanese, which has no spaces', () => {
    expect(indexTerms('コードが合わない')).toEqual(
      expect.arrayContaining(['こーど', '合わない', '·合わ', '·わな', '·ない']),
    );
    expect(indexTerms('きしゅへんこう')).toContain('kishuhenko');
  });

  it('meet where people romanise differently', () => {
    const meeting = (typed: string, indexed: string) =>
      queryTerms(typed).some((term) => indexTerms(indexed).includes(term));
    expect(meeting('kisyuhenkou', 'きしゅへんこう')).toBe(true);
    expect(meeting('toroku', 'とうろく')).toBe(true);
    expect(meeting('tuuti', 'つうち')).toBe(true);
    expect(meeting('shimbun', 'しんぶん')).toBe(true);
  });

  it('forget the letter that the input method still holds', () => {
    expect(queryTerms('きしゅh')).not.toContain('h');
    expect(queryTerms('h')).toEqual(['h']);
  });
});
