import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import { commandReference } from '../../exchange/command.ts';
import type { FeedItem } from '../../exchange/hub-interface.ts';
import { openCase, parkedCases } from '../counter/case-table.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { WritableDatabase } from '../ports.ts';
import { directoryChanged, noteNews } from './person-news.ts';

/** News of a person that the hub tells of by itself. */
export function takeNews(
  database: WritableDatabase,
  { person, cause, at, counter, until, reference }: Extract<FeedItem, { kind: 'person-news' }>,
): void {
  noteNews(database, person, { cause, at, counter, until, reference });
}

/** Another counter's suspension or resume was accepted. */
export function takeCommandNews(
  database: WritableDatabase,
  commandId: string,
  about: NonNullable<Extract<FeedItem, { kind: 'outcome' }>['about']>,
  at: string,
): void {
  noteNews(database, about.person, {
    cause: about.kind === 'suspend' ? 'suspended' : 'resumed',
    at,
    counter: about.counter,
    until: about.until,
    reference: commandReference(commandId),
  });
}

/**
 * Notes for whom of those with a case here the directory says something else than before. True when it was anybody, or when
 * it has one of them no more: whoever looks at that case must hear of it.
 */
export function noteDirectoryChanges(
  database: WritableDatabase,
  people: Pick<PeopleReplica, 'get'>,
  { upsert, remove }: { readonly upsert: readonly PersonSummary[]; readonly remove: readonly string[] },
  at: string,
): boolean {
  const open = openCase(database);
  const concerned = new Set(
    [...(open === null ? [] : [open]), ...parkedCases(database)].map((of) => of.personId),
  );
  if (concerned.size === 0) return false;
  let noted = remove.some((id) => concerned.has(id));
  for (const person of upsert) {
    if (!concerned.has(person.id)) continue;
    const before = people.get(person.id);
    if (before === undefined || !directoryChanged(before, person)) continue;
    noteNews(database, person.id, {
      cause: 'directory-changed',
      at,
      counter: null,
      until: null,
      reference: null,
    });
    noted = true;
  }
  return noted;
}
