import { sentences } from 'virtual:messages/oversight';
import { useCallback } from 'react';
import type ja from '../../../preload/contract/messages/oversight-ja.json';
import { familySentence, isOfFamily } from '../../app/family.ts';
import { useText } from '../../app/language.tsx';
import type { MessageParameters } from '../../app/message.ts';
import type { Wording } from '../../app/wording.ts';

export type OversightKey = keyof typeof ja;
export type OversightSpeech = (key: OversightKey, parameters?: MessageParameters) => string;

/** A sentence of receipts, shifts and oversight. They come with the counter's own chunks, not with the lock screen. */
export function oversightSentence(
  wording: Wording,
  key: OversightKey,
  parameters: MessageParameters = {},
): string {
  return familySentence(sentences, wording, key, parameters);
}

/** Whether there is such a sentence: an older window may hear of what a newer agent does. */
export function isOversightKey(key: string): key is OversightKey {
  return isOfFamily(sentences, key);
}

/** The same sentences in the language of the moment. */
export function useOversightText(): OversightSpeech {
  const { wording } = useText();
  return useCallback((key, parameters) => oversightSentence(wording, key, parameters), [wording]);
}
