import { useCallback } from 'react';
import en from '../../../preload/contract/messages/check-en.json';
import ja from '../../../preload/contract/messages/check-ja.json';
import type { Language } from '../../../preload/contract/models/base.ts';
import { useText } from '../../app/language.tsx';
import { formatMessage, type MessageParameters } from '../../app/message.ts';

export type CheckKey = keyof typeof ja;
export type CheckSpeech = (key: CheckKey, parameters?: MessageParameters) => string;

/** A sentence of the identity check in one language. They come with the counter's chunk. */
export function checkSentence(language: Language, key: CheckKey, parameters: MessageParameters = {}): string {
  return formatMessage((language === 'ja' ? ja : en)[key], language, parameters);
}

/** The identity check's sentences in the language of the moment. */
export function useCheckText(): CheckSpeech {
  const { language } = useText();
  return useCallback((key, parameters) => checkSentence(language, key, parameters), [language]);
}
