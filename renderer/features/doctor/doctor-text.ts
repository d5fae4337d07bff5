import { sentences } from 'virtual:messages/doctor';
import type ja from '../../../preload/contract/messages/doctor-ja.json';
import type { DoctorCheck } from '../../../preload/contract/models/doctor.ts';
import { familySentence, isOfFamily } from '../../app/family.ts';
import { clockTime, fullDay } from '../../app/japan-time.ts';
import type { MessageParameters } from '../../app/message.ts';
import { aboutWording, type Wording } from '../../app/wording.ts';

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
  return isDoctorKey(key) ? doctorText(wording, key, readableFacts(wording, facts)) : reason;
}

/** An instant as a record has it (ISO 8601 in UTC, ECMA-262 §21.4.1.32). */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** The same facts, with instants as one reads them on a clock in Japan. */
function readableFacts(wording: Wording, facts: DoctorCheck['facts']): MessageParameters {
  const { content: language } = aboutWording(wording);
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => {
      if (typeof fact !== 'string' || !instant.test(fact)) return [name, fact];
      const at = Date.parse(fact);
      return [name, `${fullDay(at, language)} ${clockTime(at)}`];
    }),
  );
}
