import { beforeAll, describe, expect, it } from 'vitest';
import { placesOf } from '../../../.build/compile-message.mjs';
import { type ErrorCode, errorCodes } from '../../../preload/contract/errors.ts';
import advice from '../../../preload/contract/messages/error-advice.json';
import en from '../../../preload/contract/messages/error-en.json';
import ja from '../../../preload/contract/messages/error-ja.json';
import { bringSentences } from '../../../renderer/app/catalogue.ts';
import { refusalWords } from '../../../renderer/app/refusal-words.ts';

/** A code without its advice does not compile. */
const adviceOf: Readonly<Record<ErrorCode, { readonly kept: string; readonly where: string }>> = advice;
const catalogues: Readonly<Record<'ja' | 'en', Readonly<Record<string, string>>>> = { ja, en };
const languages = ['ja', 'en'] as const;

beforeAll(() => Promise.all(languages.map(bringSentences)));

describe('what refusals say', () => {
  it.each(languages)(
    'is what happened, what was kept, what to do next and where to go, in %s',
    (language) => {
      for (const code of errorCodes) {
        const words = refusalWords(language, { code });
        const said = Object.values(words);
        expect(said, code).toHaveLength(4);
        expect(new Set(said).size, code).toBe(4);
        for (const one of said) expect(one.length, code).toBeGreaterThan(3);
        for (const one of [words.happened, words.next]) {
          expect(one, code).toMatch(language === 'ja' ? /[。）]$/ : /[.)]$/);
        }
      }
    },
  );

  it('has nothing that no code says', () => {
    const known = new Set<string>(errorCodes);
    const shared = Object.values(adviceOf).flatMap(({ kept, where }) => [`kept.${kept}`, `where.${where}`]);
    const said = new Set([...errorCodes.flatMap((code) => [`${code}.happened`, `${code}.next`]), ...shared]);
    expect(Object.keys(advice).filter((code) => !known.has(code))).toEqual([]);
    for (const language of languages) {
      expect(new Set(Object.keys(catalogues[language]))).toEqual(said);
    }
  });

  it('asks for the same values in both languages', () => {
    for (const key of Object.keys(ja)) {
      expect(placesOf(catalogues.en[key] ?? '', 'en'), key).toEqual(placesOf(catalogues.ja[key] ?? '', 'ja'));
    }
  });

  it('puts the agent’s values in', () => {
    const { next } = refusalWords('en', { code: 'sign-in/wait', parameters: { seconds: 30 } });
    expect(next).toContain('30 s');
  });

  it('names a day of the agent’s as it is said', () => {
    const refusal = { code: 'case/document-expired', parameters: { date: '2026-03-31' } } as const;
    expect(refusalWords('ja', refusal).happened).toContain('2026年3月31日');
    expect(refusalWords('en', refusal).happened).toContain('31 March 2026');
  });

  it('of a code that this window does not know is told as a failure of the agent', () => {
    const code = 'newer/than-this-window' as ErrorCode;
    expect(refusalWords('en', { code })).toEqual(refusalWords('en', { code: 'call/failed' }));
  });

  it('never tells who exists: no such sentence depends on a name', () => {
    for (const language of languages) {
      const said = Object.entries(catalogues[language]).filter(([key]) => key.startsWith('sign-in/'));
      expect(said.map(([, sentence]) => sentence).join(' ')).not.toMatch(
        /存在|登録されていません|unknown|no such|does not exist/i,
      );
    }
  });
});
