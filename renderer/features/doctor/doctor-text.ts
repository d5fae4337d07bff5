import { sentences } from 'virtual:messages/doctor';
import type ja from '../../../preload/contract/messages/doctor-ja.json';
import type { DoctorCheck } from '../../../preload/contract/models/doctor.ts';
import { familySentence, isOfFamily } from '../../app/family.ts';
import type { MessageParameters } from '../../app/message.ts';
import type { Wording } from '../../app/wording.ts';

export type DoctorKey = keyof typeof ja;

/** A sentence of doctor. They come with its own chunk, not with the lock screen. */
export function doctorText(wording: Wording, key: DoctorKey, parameters: MessageParameters = {}): string {
  return familySentence(sentences, wording, key, parameters);
}

function isDoctorKey(key: string): key is DoctorKey {
  return isOfFamily(sentences, key);
}

/**
 * What a check means and what to do; its bare reason where an older face hears of a newer agent's check. Whoever is not
 * told the facts hears a sentence that needs none.
 */
export function checkText(
  wording: Wording,
  { id, state, reason, facts }: DoctorCheck,
  withFacts: boolean,
): string {
  const [unseen, brief] = [`unseen.${reason}`, `brief.${id}.${reason}`];
  const whole = state === 'unknown' && isDoctorKey(unseen) ? unseen : `${id}.${reason}`;
  const key = !withFacts && isDoctorKey(brief) ? brief : whole;
  return isDoctorKey(key) ? doctorText(wording, key, facts) : reason;
}
