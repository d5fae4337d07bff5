import { identifier } from '../../../preload/contract/models/base.ts';
import { type ErasureResult, erasePerson } from '../../hub/erasure/erase-person.ts';
import { cancelledStatus, type LongWork, longWork } from '../long-work.ts';
import { type OpenedHub, printJson, withHub } from './with-hub.ts';

const sentences = {
  'open-commands': 'This person has a command that is not over. Nothing was erased.',
  'is-operator':
    'This person is an operator. Revoke them first (`madoguchi hub operator revoke`). Nothing was erased.',
  'operator-open':
    'This person was an operator, and something that they signed or approved is not over, or an alert about them was not seen. Nothing was erased.',
} as const;

/**
 * `hub erase`: exit status 1 where that may not be yet. Says on standard error how far it is; Ctrl-C cancels, erases nothing,
 * and gives exit status 130.
 */
export async function eraseFromCommandLine(folder: string, person: string): Promise<number> {
  if (!identifier.safeParse(person).success) {
    process.stderr.write('That is no id of a person.\n');
    return 2;
  }
  return longWork((at) => {
    at.progress('opening the database', 0, null);
    return withHub(folder, (hub) => erase(hub, person, at));
  });
}

async function erase(hub: OpenedHub, person: string, at: LongWork): Promise<number> {
  let erased: ErasureResult;
  try {
    erased = await erasePerson(hub, person, at);
  } catch (error) {
    if (!at.signal.aborted) throw error;
    at.say('Cancelled. Nothing was erased.');
    return cancelledStatus;
  }
  if (!erased.ok) {
    at.say(sentences[erased.problem]);
    return 1;
  }
  printJson({ commands: erased.commands });
  return 0;
}
