import type { Result } from '../../../preload/contract/errors.ts';
import { saidPlainly } from '../../profile/plain-texts.ts';
import type { StationIdentity } from '../ports.ts';

/** An answer whose texts carry their plain Japanese as well, where the station's profile has it. */
export type PlainAnswers = <Value>(answer: Result<Value>) => Result<Value>;

/** For what people read who are not of the staff; a station that nobody enrolled says nothing more plainly. */
export function createPlainAnswers({ enrolment }: Pick<StationIdentity, 'enrolment'>): PlainAnswers {
  return (answer) => {
    const profile = enrolment()?.profile;
    return profile === undefined || !answer.ok
      ? answer
      : { ok: true, value: saidPlainly(profile, answer.value) };
  };
}
