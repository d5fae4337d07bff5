import en from '../../../preload/contract/messages/doctor-en.json';
import ja from '../../../preload/contract/messages/doctor-ja.json';
import type { Language } from '../../../preload/contract/models/base.ts';
import type { DoctorCheck } from '../../../preload/contract/models/doctor.ts';
import { formatMessage, type MessageParameters } from '../../app/message.ts';

export type DoctorKey = keyof typeof ja;

/** A sentence of doctor. They come with its own chunk, not with the lock screen. */
export function doctorText(language: Language, key: DoctorKey, parameters: MessageParameters = {}): string {
  return formatMessage((language === 'ja' ? ja : en)[key], language, parameters);
}

function isDoctorKey(key: string): key is DoctorKey {
  return Object.hasOwn(ja, key);
}

/** What a check means and what to do; its bare reason where an older face hears of a newer agent's check. */
export function checkText(language: Language, { id, state, reason, facts }: DoctorCheck): string {
  const unseen = `unseen.${reason}`;
  const key = state === 'unknown' && isDoctorKey(unseen) ? unseen : `${id}.${reason}`;
  return isDoctorKey(key) ? doctorText(language, key, facts) : reason;
}
