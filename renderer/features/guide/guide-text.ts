import { sentences } from 'virtual:messages/guide';
import { useCallback } from 'react';
import type ja from '../../../preload/contract/messages/guide-ja.json';
import { familySentence } from '../../app/family.ts';
import { useText } from '../../app/language.tsx';
import type { MessageParameters } from '../../app/message.ts';
import type { Wording } from '../../app/wording.ts';

export type GuideKey = keyof typeof ja;
export type GuideSpeech = (key: GuideKey, parameters?: MessageParameters) => string;

/** A sentence of the help in one language. They come with the help's own chunk, not with the lock screen. */
export function guideSentence(wording: Wording, key: GuideKey, parameters: MessageParameters = {}): string {
  return familySentence(sentences, wording, key, parameters);
}

/** The help's sentences in the language of the moment. */
export function useGuideText(): GuideSpeech {
  const { wording } = useText();
  return useCallback((key, parameters) => guideSentence(wording, key, parameters), [wording]);
}
