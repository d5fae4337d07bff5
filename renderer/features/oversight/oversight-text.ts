import { useCallback } from 'react';
import en from '../../../preload/contract/messages/oversight-en.json';
import ja from '../../../preload/contract/messages/oversight-ja.json';
import type { Language } from '../../../preload/contract/models/base.ts';
import { useText } from '../../app/language.tsx';
import { formatMessage, type MessageParameters } from '../../app/message.ts';

export type OversightKey = keyof typeof ja;
export type OversightSpeech = (key: OversightKey, parameters?: MessageParameters) => string;

/** A sentence of receipts, shifts and oversight. They come with the counter's own chunks, not with the lock screen. */
export function oversightSentence(
  language: Language,
  key: OversightKey,
  parameters: MessageParameters = {},
): string {
  return formatMessage((language === 'ja' ? ja : en)[key], language, parameters);
}

/** Whether there is such a sentence: an older window may hear of what a newer agent does. */
export function isOversightKey(key: string): key is OversightKey {
  return Object.hasOwn(ja, key);
}

/** The same sentences in the language of the moment. */
export function useOversightText(): OversightSpeech {
  const { language } = useText();
  return useCallback((key, parameters) => oversightSentence(language, key, parameters), [language]);
}
