import en from '../../../preload/contract/messages/decide-en.json';
import ja from '../../../preload/contract/messages/decide-ja.json';
import type { Language } from '../../../preload/contract/models/base.ts';
import { formatMessage, type MessageParameters } from '../../app/message.ts';

export type DecideKey = keyof typeof ja;

/** A sentence of what is decided beside a suspension. They come with the counter, not with the lock screen. */
export function decideText(language: Language, key: DecideKey, parameters: MessageParameters = {}): string {
  return formatMessage((language === 'ja' ? ja : en)[key], language, parameters);
}

export function isDecideKey(key: string): key is DecideKey {
  return Object.hasOwn(ja, key);
}

/** How long a code is good for, in words. */
export function codeTime(language: Language, minutes: number): string {
  return minutes % 60 === 0
    ? decideText(language, 'code.hours', { hours: minutes / 60 })
    : decideText(language, 'code.minutes', { minutes });
}
