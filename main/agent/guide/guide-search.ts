import MiniSearch from 'minisearch';
import type { Language } from '../../../preload/contract/models/base.ts';
import type { Guide } from '../../../preload/contract/models/guides.ts';
import {
  foldRomaji,
  indexTerms,
  neighboursSwapped,
  normaliseText,
  queryTerms,
  termKind,
} from './search-terms.ts';

/** Finds the guides that answer a question, the best first. */
export type GuideSearch = (query: string, language: Language) => readonly Guide[];

const most = 8;
/** What scores less than this part of the best is noise. */
const leastShare = 0.12;
const fields = ['titleJa', 'titleEn', 'keywords', 'stepsJa', 'stepsEn'] as const;
type Field = (typeof fields)[number];

const titleWeight = 4;
const keywordWeight = 3;
/** What a guide names as its keyword is what it is about. */
const asKeyword = 1.6;
/** Words of the language that is being read weigh more. */
const ownLanguage = 1.3;

/**
 * Indexes the guides of one institution, in both languages at once: people mix them. Typing mistakes are forgiven in
 * words of four letters or more, one in a short word, two in a long one, two letters changed over being one; beginnings of
 * words are found as one types.
 */
export function createGuideSearch(guides: readonly Guide[]): GuideSearch {
  const known = new Map(guides.map((guide) => [guide.id, guide]));
  /** Every term of the guides. */
  const written = new Set<string>();
  const index = new MiniSearch<Readonly<Record<Field | 'id', string>>>({
    fields: [...fields],
    tokenize: (text) => {
      const terms = indexTerms(text);
      for (const term of terms) written.add(term);
      return terms;
    },
    processTerm: (term) => term,
  });
  index.addAll(
    guides.map(({ id, title, keywords, steps }) => ({
      id,
      titleJa: title.ja,
      titleEn: title.en,
      keywords: keywords.join(' '),
      stepsJa: steps.map(({ ja }) => ja).join('\n'),
      stepsEn: steps.map(({ en }) => en).join('\n'),
    })),
  );
  const keywordsOf = new Map(
    guides.map(({ id, keywords }) => [id, new Set(keywords.map(normaliseText))] as const),
  );
  return (query, language) => {
    const asked = queryTerms(query);
    /** By each term that is searched for, the word that it stands for. */
    const words = new Map(
      asked.flatMap((term) =>
        [term, ...meantBy(term, written)].map((one) => [one, foldRomaji(term)] as const),
      ),
    );
    const hits = index.search(query, {
      tokenize: () => [...words.keys()],
      processTerm: (term) => term,
      boost: boosts(language),
      prefix: (term) => termKind(term) === 'word' && term.length >= 2,
      fuzzy: (term) => (termKind(term) === 'pair' ? false : mistakes(term)),
      boostTerm: (term, _place, terms) => (termKind(term) === 'pair' ? 0.6 : 1 / spellingsAmong(term, terms)),
      weights: { fuzzy: 0.3, prefix: 0.35 },
      boostDocument: (id, term) => (keywordsOf.get(String(id))?.has(term) === true ? asKeyword : 1),
      combineWith: 'OR',
    });
    // The library counts how many terms are met; what counts is how many words, in however many spellings.
    const found = hits
      .map(({ id, score, queryTerms: met }) => ({
        id,
        score: (score / met.length) * new Set(met.map((term) => words.get(term) ?? term)).size,
      }))
      .toSorted((one, other) => other.score - one.score);
    const least = (found[0]?.score ?? 0) * leastShare;
    return found
      .filter(({ score }) => score >= least)
      .slice(0, most)
      .flatMap(({ id }) => known.get(String(id)) ?? []);
  };
}

function boosts(language: Language): Record<Field, number> {
  const [ja, en] = language === 'ja' ? [ownLanguage, 1] : [1, ownLanguage];
  return {
    titleJa: titleWeight * ja,
    titleEn: titleWeight * en,
    keywords: keywordWeight,
    stepsJa: ja,
    stepsEn: en,
  };
}

/** In how many spellings a word of the question is asked for; together they count as much as a word that has one. */
function spellingsAmong(term: string, terms: readonly string[]): number {
  const folded = foldRomaji(term);
  return terms.filter((other) => other === term || other === folded || foldRomaji(other) === term).length;
}

/** Words of the guides that a term which is none of them becomes when two of its letters are changed over. */
function meantBy(term: string, written: ReadonlySet<string>): readonly string[] {
  if (termKind(term) === 'pair' || term.length < 4 || written.has(term)) return [];
  return neighboursSwapped(term).filter((swapped) => written.has(swapped));
}

/** Edits that are forgiven. */
function mistakes(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}
