import { useCallback } from 'react';
import en from '../../../preload/contract/messages/guide-en.json';
import ja from '../../../preload/contract/messages/guide-ja.json';
import type { Language } from '../../../preload/contract/models/base.ts';
import { useText } from '../../app/language.tsx';
import { formatMessage, type MessageParameters } from '../../app/message.ts';

export type GuideKey = keyof typeof ja;
export type GuideSpeech = (key: GuideKey, parameters?: MessageParameters) => string;

/** A sentence of the help in one language. They come with the help's own chunk, not with the lock screen. */
export function guideSentence(language: Language, key: GuideKey, parameters: MessageParameters = {}): string {
  return formatMessage((language === 'ja' ? ja : en)[key], language, parameters);
}

/** The help's sentences in the language of the moment. */
export function useGuideText(): GuideSpeech {
  const { language } = useText();
  return useCallback((key, parameters) => guideSentence(language, key, parameters), [language]);
}
