import type { Refusal } from '../../preload/contract/errors.ts';
import { knownSentence, sentenceOf } from './catalogue.ts';
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
  const say = (part: keyof RefusalWords) =>
    formatMessage(
      sentenceOf(wording, `error.${known ? code : 'call/failed'}.${part}`),
      aboutWording(wording).tag,
      parameters,
    );
  return { happened: say('happened'), kept: say('kept'), next: say('next'), where: say('where') };
}
