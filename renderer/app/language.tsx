import {
  createContext,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import type { Refusal } from '../../preload/contract/errors.ts';
import type ja from '../../preload/contract/messages/ja.json';
import type { Language, SpokenText } from '../../preload/contract/models/base.ts';
import { bringSentences, sentenceOf } from './catalogue.ts';
import { formatMessage, type MessageParameters } from './message.ts';
import { type RefusalWords, refusalWords } from './refusal-words.ts';
import { whenIdle } from './when-idle.ts';
import { aboutWording, openingWording, type Wording } from './wording.ts';

export type MessageKey = keyof typeof ja;

/** Everything that a component needs to speak: sentences, a profile's own texts, refusals. */
export interface Speech {
  readonly wording: Wording;
  /** Which of the contract's languages the wording belongs to: for dates, names and an institution's own texts. */
  readonly language: Language;
  readonly text: (key: MessageKey, parameters?: MessageParameters) => string;
  readonly localized: (text: SpokenText) => string;
  readonly refusal: (refusal: Refusal) => RefusalWords;
  /** The same as one paragraph. */
  readonly refused: (refusal: Refusal) => string;
  readonly choose: (wording: Wording) => void;
  /** To the other of the contract's languages. */
  readonly switchLanguage: () => void;
}

const SpeechContext = createContext<Speech | null>(null);

/** A sentence in one wording; where it has not come yet, the nearest `Suspense` waits for it. */
export function sentenceIn(wording: Wording, key: MessageKey, parameters: MessageParameters = {}): string {
  return formatMessage(sentenceOf(wording, key), aboutWording(wording).tag, parameters);
}

/** Japanese first; one press changes the wording for as long as the window lives, and nothing else. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [wording, setWording] = useState<Wording>(openingWording);

  useEffect(() => {
    document.documentElement.lang = aboutWording(wording).tag;
    document.documentElement.dataset.wording = wording;
  }, [wording]);
  useEffect(() => whenIdle(() => void bringSentences(openingWording)), []);

  // What is on the screen stays as it is until the other wording is here whole: nothing suspends, nothing is lost.
  const choose = useCallback((chosen: Wording) => {
    void bringSentences(chosen).then(() => setWording(chosen));
  }, []);

  const speech = useMemo<Speech>(() => {
    const { content: language, readings = false } = aboutWording(wording);
    return {
      wording,
      language,
      text: (key, parameters) => sentenceIn(wording, key, parameters),
      localized: (localized) => (readings ? localized.plain : undefined) ?? localized[language],
      refusal: (refusal) => refusalWords(wording, refusal),
      refused: (refusal) => {
        const { happened, kept, next, where } = refusalWords(wording, refusal);
        return [happened, kept, next, where].join(language === 'ja' ? '' : ' ');
      },
      choose,
      switchLanguage: () => choose(language === 'ja' ? 'en' : 'ja'),
    };
  }, [wording, choose]);

  return (
    <SpeechContext value={speech}>
      <Suspense fallback={null}>{children}</Suspense>
    </SpeechContext>
  );
}

/** The sentences in the language of the moment. */
export function useText(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('useText outside of LanguageProvider');
  return speech;
}
