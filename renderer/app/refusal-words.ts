import type { Refusal } from '../../preload/contract/errors.ts';
import type { Language } from '../../preload/contract/models/base.ts';
import { knownSentence, sentenceOf } from './catalogue.ts';
import { calendarDay, japanInstant } from './japan-time.ts';
import { formatMessage } from './message.ts';
import { aboutWording, type Wording } from './wording.ts';

/** A refusal, said: what happened, what was kept, what to do next, and where to go. */
export interface RefusalWords {
  readonly happened: string;
  readonly kept: string;
  readonly next: string;
  readonly where: string;
}

/** The words for a refusal. A code that this window does not know yet is told as a failure of the agent. */
export function refusalWords(wording: Wording, { code, parameters = {} }: Refusal): RefusalWords {
  const known = knownSentence(wording, `error.${code}.happened`) !== undefined;
  const { tag, content } = aboutWording(wording);
  const values = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, inWords(value, content)]),
  );
  const say = (part: keyof RefusalWords) =>
    formatMessage(sentenceOf(wording, `error.${known ? code : 'call/failed'}.${part}`), tag, values);
  return { happened: say('happened'), kept: say('kept'), next: say('next'), where: say('where') };
}

/** A calendar date as it is said; the agent's are `YYYY-MM-DD`. */
function inWords<Value>(value: Value, language: Language): Value | string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return value;
  return calendarDay(japanInstant(value, 12, 0), language);
}
