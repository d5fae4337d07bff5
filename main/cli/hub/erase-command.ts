import { identifier } from '../../../preload/contract/models/base.ts';
import { erasePerson } from '../../hub/erasure/erase-person.ts';
import { printJson, withHub } from './with-hub.ts';

const sentences = {
  'open-commands': 'This person has a command that is not over. Nothing was erased.',
  'is-operator':
    'This person is or was an operator. Take their account off the registry first. Nothing was erased.',
} as const;

/** `hub erase`: exit status 1 where that may not be yet. */
export async function eraseFromCommandLine(folder: string, person: string): Promise<number> {
  if (!identifier.safeParse(person).success) {
    process.stderr.write('That is no id of a person.\n');
    return 2;
  }
  return withHub(folder, async (hub) => {
    const erased = await erasePerson(hub, person);
    if (!erased.ok) {
      process.stderr.write(`${sentences[erased.problem]}\n`);
      return 1;
    }
    printJson({ commands: erased.commands });
    return 0;
  });
}
