import type { PersonHit } from '../../../preload/contract/models/people.ts';
import type { Action } from '../speed/action.ts';

/** What can be done while nobody is on the desk: whom this operator served lately, each to be asked for a reason anew. */
export function idleActions(
  idle: boolean,
  recent: readonly PersonHit[],
  onChoose: (person: PersonHit) => void,
): readonly Action[] {
  if (!idle) return [];
  return recent.map((person) => ({
    id: 'action.person',
    group: 'people',
    parameters: { name: person.name, number: person.number },
    run: () => onChoose(person),
  }));
}
