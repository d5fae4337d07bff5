import type { PeopleFound, PersonHit } from '../../../preload/contract/models/people.ts';

/**
 * The one person whose whole number was typed: nobody else matches, and nothing of the number is missing. Then the name
 * is there to be read, and no list has to be chosen from. Null in every other case, and for the operator's own account.
 */
export function exactPerson(query: string, found: PeopleFound | undefined): PersonHit | null {
  if (found === undefined || found.total !== 1) return null;
  const [person] = found.people;
  if (person === undefined || person.standing === 'self') return null;
  return sameNumber(query, person.number) ? person : null;
}

/** As typed by either hand: widths, case and surrounding spaces don't count, and nothing else is forgiven. */
function sameNumber(typed: string, number: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').trim().toUpperCase();
  return plain(typed) === plain(number);
}
