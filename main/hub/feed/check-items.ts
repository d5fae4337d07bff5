import type { Selectable } from 'kysely';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import { checkFailure } from '../../../preload/contract/models/identity.ts';
import type { FeedItem } from '../../exchange/hub-interface.ts';
import type { HubQuery } from '../store/hub-database.ts';
import type { FeedTable } from '../store/schema.ts';

/** A station's label; an unnamed one where it is no longer known. */
export async function labelOf(query: HubQuery, station: string): Promise<LocalizedText> {
  const row = await query.selectFrom('station').select('label').where('id', '=', station).executeTakeFirst();
  return row?.label ?? { ja: station, en: station };
}

/** A failed check as counters hear of it; null once it was erased or is too old. */
export async function failedCheckItem(query: HubQuery, id: string): Promise<FeedItem | null> {
  const row = await query.selectFrom('failed_check').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  return {
    kind: 'failed-check',
    id: row.id,
    person: row.person,
    at: row.at.toISOString(),
    method: row.method,
    reasons: checkFailure.array().parse(row.reasons),
    station: row.station,
    counter: await labelOf(query, row.station),
  };
}

/** What is kept of these people for checks; of those who are gone, that nothing is. */
export async function particularsItem(query: HubQuery, ids: readonly string[]): Promise<FeedItem | null> {
  if (ids.length === 0) return null;
  const rows = await query.selectFrom('person_particulars').selectAll().where('person', 'in', ids).execute();
  const kept = new Map(rows.map((row) => [row.person, row]));
  return {
    kind: 'particulars',
    people: ids.map((person) => {
      const row = kept.get(person);
      const { portrait_type: type, portrait } = row ?? { portrait_type: null, portrait: null };
      return {
        person,
        telephone: row?.telephone ?? null,
        portrait:
          type === null || portrait === null
            ? null
            : { type, data: Buffer.from(portrait).toString('base64') },
      };
    }),
  };
}

type About = NonNullable<Extract<FeedItem, { kind: 'outcome' }>['about']>;

/** Whom the suspensions and resumes concern that these items tell to be accepted: one query for a page. */
export async function acceptedCommands(
  query: HubQuery,
  page: readonly Selectable<FeedTable>[],
): Promise<ReadonlyMap<string, About>> {
  const ids = page.flatMap(({ reference }) =>
    reference.kind === 'outcome' && reference.state === 'accepted' ? [reference.commandId] : [],
  );
  if (ids.length === 0) return new Map();
  const rows = await query
    .selectFrom('command')
    .innerJoin('station', 'station.id', 'command.station')
    .select([
      'command.id',
      'command.kind',
      'command.person',
      'command.station',
      'command.until',
      'station.label',
    ])
    .where('command.id', 'in', ids)
    .where('command.erased_at', 'is', null)
    .execute();
  return new Map(
    rows.flatMap(({ id, kind, person, station, until, label }): [string, About][] =>
      kind === 'suspend' || kind === 'resume'
        ? [[id, { person, station, counter: label, kind, until: until?.toISOString() ?? null }]]
        : [],
    ),
  );
}
