import type { Selectable } from 'kysely';
import type { FeedItem } from '../../exchange/hub-interface.ts';
import { failureNewsOf } from '../guessing/failure-table.ts';
import { kioskOperators, leaveRoleOf } from '../operators/kiosk-operators.ts';
import type { HubQuery } from '../store/hub-database.ts';
import type { FeedTable } from '../store/schema.ts';
import { acceptedCommands, failedCheckItem, labelOf, particularsItem } from './check-items.ts';

/** Most items in one page, and most people in it: a page stays well below the answer's limit. */
const maximumItems = 200;
const maximumPeople = 500;

export interface FeedReader {
  readonly id: string;
  readonly kind: 'lab' | 'counter';
}

export interface FeedPage {
  readonly items: FeedItem[];
  readonly cursor: number;
  readonly more: boolean;
  /** Whose positions these are: another after the database was restored. */
  readonly epoch: string;
}

/**
 * The items after `cursor` that concern a station of this kind. Items are made from the tables as they are now, which
 * may be newer than their position; every item may be applied again without harm.
 *
 * A pending operators' registry is always in the first page, out of turn, so that a station which has read a page has
 * the registry of this moment. A cursor of another epoch, or beyond the head, comes from before the hub was restored: it
 * starts anew.
 */
export async function readFeed(
  query: HubQuery,
  reader: FeedReader,
  place: { readonly cursor: number; readonly epoch?: string | undefined },
  now: Date,
): Promise<FeedPage> {
  const audience = reader.kind;
  // Read first: every row up to it is visible to the queries that follow.
  const head = await query.selectFrom('feed_head').select(['position', 'epoch']).executeTakeFirstOrThrow();
  const { cursor, epoch } = place;
  const from = cursor > head.position || (epoch !== undefined && epoch !== head.epoch) ? 0 : cursor;
  const rows = await query
    .selectFrom('feed')
    .selectAll()
    .where('position', '>', from)
    .where('position', '<=', head.position)
    .where('audience', 'in', ['all', audience])
    .orderBy('position')
    .limit(maximumItems + 1)
    .execute();

  const page = withinPage(rows);
  const more = page.length < rows.length;
  const items: FeedItem[] = [];
  if (more && !page.some((row) => row.kind === 'operators')) {
    const pending = await query
      .selectFrom('feed')
      .select('position')
      .where('kind', '=', 'operators')
      .where('position', '>', from)
      .executeTakeFirst();
    if (pending !== undefined) items.push(await operatorsItem(query, audience, now));
  }
  const about = await acceptedCommands(query, page);
  for (const row of page) {
    const item = await itemOf(query, row, reader, now);
    if (item === null) continue;
    const known = item.kind === 'outcome' ? about.get(item.commandId) : undefined;
    items.push(item.kind === 'outcome' && known !== undefined ? { ...item, about: known } : item);
  }
  return { items, cursor: more ? (page.at(-1)?.position ?? from) : head.position, more, epoch: head.epoch };
}

function withinPage(rows: readonly Selectable<FeedTable>[]): readonly Selectable<FeedTable>[] {
  let people = 0;
  const end = rows.slice(0, maximumItems).findIndex((row, index) => {
    people += row.reference.kind === 'people' ? row.reference.ids.length : 0;
    // Photographs weigh more.
    people += row.reference.kind === 'particulars' ? row.reference.ids.length * 8 : 0;
    return index > 0 && people > maximumPeople;
  });
  return rows.slice(0, end === -1 ? maximumItems : end);
}

async function itemOf(
  query: HubQuery,
  row: Selectable<FeedTable>,
  { id: reader, kind }: FeedReader,
  now: Date,
): Promise<FeedItem | null> {
  const { reference } = row;
  switch (reference.kind) {
    case 'outcome':
      return reference;
    case 'sign-in-failures':
      return { kind: 'sign-in-failures', ...(await failureNewsOf(query, reference.tag, reader, now)) };
    case 'lab-message':
      return reference.stations.includes(reader)
        ? { kind: 'lab-message', text: { ...reference.text }, at: reference.at }
        : null;
    case 'lab-sign-out':
      return reference.stations.includes(reader) ? { kind: 'lab-sign-out', at: reference.at } : null;
    case 'verifiers-void':
      return { kind: 'verifiers-void', people: [...reference.people], before: reference.before };
    case 'person-erased':
      return { kind: 'person-erased', person: reference.person, known: reference.known };
    case 'failed-check':
      return failedCheckItem(query, reference.id);
    case 'particulars':
      return particularsItem(query, reference.ids);
    case 'person-news': {
      const { person, station, cause, until, reference: named, at } = reference;
      const counter = station === null ? null : await labelOf(query, station);
      return { kind: 'person-news', person, station, cause, until, reference: named, at, counter };
    }
    case 'operators':
      return operatorsItem(query, kind, now);
    case 'policy': {
      const policy = await query
        .selectFrom('policy')
        .select('bundle')
        .where('version', '=', reference.version)
        .executeTakeFirst();
      return policy === undefined ? null : { kind: 'policy', bundle: policy.bundle };
    }
    case 'people': {
      if (reference.ids.length === 0) return null;
      const people = await query
        .selectFrom('person')
        .select(['id', 'summary'])
        .where('id', 'in', reference.ids)
        .execute();
      const present = new Set(people.map(({ id }) => id));
      return {
        kind: 'people',
        upsert: people.map(({ summary }) => summary),
        remove: reference.ids.filter((id) => !present.has(id)),
      };
    }
  }
}

/** Counters have the whole registry; a lab station only whose key opens its kiosk. */
async function operatorsItem(query: HubQuery, kind: FeedReader['kind'], now: Date): Promise<FeedItem> {
  const rows = await query.selectFrom('operator').select('record').orderBy('id').execute();
  const all = rows.map(({ record }) => record);
  const operators = kind === 'lab' ? kioskOperators(all, await leaveRoleOf(query)) : all;
  return { kind: 'operators', operators, asOf: now.toISOString() };
}
