import { sentences } from 'virtual:messages/check';
import { useCallback } from 'react';
import type ja from '../../../preload/contract/messages/check-ja.json';
import { familySentence } from '../../app/family.ts';
import { useText } from '../../app/language.tsx';
import type { MessageParameters } from '../../app/message.ts';
import type { Wording } from '../../app/wording.ts';

export type CheckKey = keyof typeof ja;
export type CheckSpeech = (key: CheckKey, parameters?: MessageParameters) => string;

/** A sentence of the identity check in one language. They come with the counter's chunk. */
export function checkSentence(wording: Wording, key: CheckKey, parameters: MessageParameters = {}): string {
  return familySentence(sentences, wording, key, parameters);
}

/** The identity check's sentences in the language of the moment. */
export function useCheckText(): CheckSpeech {
  const { wording } = useText();
  return useCallback((key, parameters) => checkSentence(wording, key, parameters), [wording]);
}
