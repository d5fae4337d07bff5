import { sentences } from 'virtual:messages/decide';
import type ja from '../../../preload/contract/messages/decide-ja.json';
import { familySentence, isOfFamily } from '../../app/family.ts';
import type { MessageParameters } from '../../app/message.ts';
import type { Wording } from '../../app/wording.ts';

export type DecideKey = keyof typeof ja;

/** A sentence of what is decided beside a suspension. They come with the counter, not with the lock screen. */
export function decideText(wording: Wording, key: DecideKey, parameters: MessageParameters = {}): string {
  return familySentence(sentences, wording, key, parameters);
}

export function isDecideKey(key: string): key is DecideKey {
  return isOfFamily(sentences, key);
}

/** How long a code is good for, in words. */
export function codeTime(wording: Wording, minutes: number): string {
  return minutes % 60 === 0
    ? decideText(wording, 'code.hours', { hours: minutes / 60 })
    : decideText(wording, 'code.minutes', { minutes });
}
