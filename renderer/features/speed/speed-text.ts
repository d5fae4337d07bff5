import { sentences } from 'virtual:messages/speed';
import type ja from '../../../preload/contract/messages/speed-ja.json';
import { familySentence } from '../../app/family.ts';
import { useText } from '../../app/language.tsx';
import type { MessageParameters } from '../../app/message.ts';
import type { Wording } from '../../app/wording.ts';

export type SpeedKey = keyof typeof ja;

/** A sentence of shortcuts, palette and undo in one language. They come with the part that says them. */
export function speedSentence(wording: Wording, key: SpeedKey, parameters: MessageParameters = {}): string {
  return familySentence(sentences, wording, key, parameters);
}

/** The same in the language of the moment. */
export function useSpeedText(): (key: SpeedKey, parameters?: MessageParameters) => string {
  const { wording } = useText();
  return (key, parameters) => speedSentence(wording, key, parameters);
}
