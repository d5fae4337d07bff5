import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Refusal } from '../../preload/contract/errors.ts';
import ja from '../../preload/contract/messages/ja.json';
import type { Language, LocalizedText } from '../../preload/contract/models/base.ts';
import { formatMessage, type MessageParameters } from './message.ts';

export type MessageKey = keyof typeof ja;
type Messages = Readonly<Record<MessageKey, string>>;

/** Everything that a component needs to speak: sentences, a profile's own texts, refusals. */
export interface Speech {
  readonly language: Language;
  readonly text: (key: MessageKey, parameters?: MessageParameters) => string;
  readonly localized: (text: LocalizedText) => string;
  readonly refused: (refusal: Refusal) => string;
  readonly switchLanguage: () => void;
}

const SpeechContext = createContext<Speech | null>(null);

/** Loads the English sentences; Japanese ones come with the first chunk. */
async function loadEnglish(): Promise<Messages> {
  return (await import('../../preload/contract/messages/en.json')).default;
}

/** Japanese first; one press changes the language for as long as the window lives. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>('ja');
  const [english, setEnglish] = useState<Messages | null>(null);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const switchLanguage = useCallback(async () => {
    if (language === 'en') return setLanguage('ja');
    setEnglish(english ?? (await loadEnglish()));
    setLanguage('en');
  }, [language, english]);

  const speech = useMemo<Speech>(() => {
    const messages = language === 'en' && english !== null ? english : ja;
    const text: Speech['text'] = (key, parameters = {}) => formatMessage(messages[key], language, parameters);
    return {
      language,
      text,
      localized: (localized) => localized[language],
      refused: (refusal) => text(`error.${refusal.code}`, refusal.parameters),
      switchLanguage: () => void switchLanguage(),
    };
  }, [language, english, switchLanguage]);

  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** The sentences in the language of the moment. */
export function useText(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('useText outside of LanguageProvider');
  return speech;
}
