import { sql } from 'kysely';
import type { PersonNews } from '../../../preload/contract/models/check.ts';
import { mostParticulars } from '../../exchange/person-particulars.ts';
import type { HubTransaction } from '../store/hub-database.ts';
import type { FeedReference, FeedTable, LabNotice } from '../store/schema.ts';

type Outcome = Omit<Extract<FeedReference, { kind: 'outcome' }>, 'kind' | 'at'>;

/** The operators' registry changed: lab stations hear of it too, for the part of it that opens their kiosk. */
export async function appendOperators(transaction: HubTransaction, now: Date): Promise<void> {
  await appendWhole(transaction, { kind: 'operators' }, 'all', now);
}

/** A policy was published: lab stations get it too. */
export async function appendPolicy(transaction: HubTransaction, version: number, now: Date): Promise<void> {
  await appendWhole(transaction, { kind: 'policy', version }, 'all', now);
}

/** People of the directory came, changed or went; at most 2000 at once. */
export async function appendPeople(
  transaction: HubTransaction,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  await append(transaction, { kind: 'people', ids }, 'counter', now);
}

/** How long stations that were switched off are still told whom to erase. */
const erasureLifeMs = 400 * 24 * 3_600_000;

/**
 * Every station is to erase what it remembers of a person's visits. Of one who is no longer `known` either, older items
 * forget the id.
 */
export async function appendErased(
  transaction: HubTransaction,
  person: string,
  known: boolean,
  now: Date,
): Promise<void> {
  const position = await append(transaction, { kind: 'person-erased', person, known }, 'all', now);
  await transaction
    .deleteFrom('feed')
    .where('kind', '=', 'person-erased')
    .where('position', '<', position)
    .where((where) =>
      where.or([
        where('at', '<', new Date(now.getTime() - erasureLifeMs)),
        sql<boolean>`reference ->> 'person' = ${person}`,
      ]),
    )
    .execute();
  if (known) return;
  await sql`update feed set reference = jsonb_set(reference, '{ids}', (reference -> 'ids') - ${person}::text)
    where kind = 'people' and jsonb_exists(reference -> 'ids', ${person})`.execute(transaction);
}

/** A command got another state. */
export async function appendOutcome(transaction: HubTransaction, outcome: Outcome, now: Date): Promise<void> {
  await appendOutcomes(transaction, [outcome], now);
}

/**
 * Commands got another state, in this order: one statement, however many, since the feed's head is held from here on. With
 * `waking` it tells the reconcilers, too.
 */
export async function appendOutcomes(
  transaction: HubTransaction,
  outcomes: readonly Outcome[],
  now: Date,
  waking = false,
): Promise<void> {
  if (outcomes.length === 0) return;
  const at = now.toISOString();
  const references = outcomes.map((outcome) => JSON.stringify({ kind: 'outcome', ...outcome, at }));
  await sql`with head as (
      update feed_head set position = position + ${outcomes.length}::int returning position - ${outcomes.length}::int as before),
    appended as (
    insert into feed (position, audience, kind, reference, at)
    select head.before + item.place, 'counter', 'outcome', item.reference, ${at}::timestamptz
    from head, unnest(${references}::jsonb[]) with ordinality as item (reference, place))
    select pg_notify(channel, payload) from (values ('madoguchi_feed', 'counter'), ('madoguchi_reconcile', '')) as told
      (channel, payload) where ${waking}::boolean or channel = 'madoguchi_feed'`.execute(transaction);
}

/** A check failed at a counter: every counter hears of it. */
export async function appendFailedCheck(transaction: HubTransaction, id: string, now: Date): Promise<void> {
  await append(transaction, { kind: 'failed-check', id }, 'counter', now);
}

/** What is kept of people for checks changed. */
export async function appendParticulars(
  transaction: HubTransaction,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  for (let from = 0; from < ids.length; from += mostParticulars)
    await append(
      transaction,
      { kind: 'particulars', ids: ids.slice(from, from + mostParticulars) },
      'counter',
      now,
    );
}

/** Nobody's case is open so long that older news would concern it. */
const newsLifeMs = 30 * 24 * 3_600_000;

/** Something came about for people whom a counter may have before it: one statement, however many. */
export async function appendPersonNews(
  transaction: HubTransaction,
  news: readonly (Omit<PersonNews, 'counter' | 'at'> & {
    readonly person: string;
    readonly station: string | null;
  })[],
  now: Date,
): Promise<void> {
  if (news.length === 0) return;
  const at = now.toISOString();
  const references = news.map((one) => JSON.stringify({ kind: 'person-news', ...one, at }));
  await sql`with head as (
      update feed_head set position = position + ${news.length}::int returning position - ${news.length}::int as before)
    insert into feed (position, audience, kind, reference, at)
    select head.before + item.place, 'counter', 'person-news', item.reference, ${at}::timestamptz
    from head, unnest(${references}::jsonb[]) with ordinality as item (reference, place)`.execute(
    transaction,
  );
  await transaction
    .deleteFrom('feed')
    .where('kind', '=', 'person-news')
    .where('at', '<', new Date(now.getTime() - newsLifeMs))
    .execute();
  await sql`select pg_notify('madoguchi_feed', 'counter')`.execute(transaction);
}

/** A tag's failures are not what lab stations were told. */
export async function appendFailures(transaction: HubTransaction, tag: string, now: Date): Promise<void> {
  const position = await append(transaction, { kind: 'sign-in-failures', tag }, 'lab', now);
  await transaction
    .deleteFrom('feed')
    .where('kind', '=', 'sign-in-failures')
    .where(sql<boolean>`reference ->> 'tag' = ${tag}`)
    .where('position', '<', position)
    .execute();
}

/** Lab stations may remember nothing of these people (by tag) from before; at most 2000 at once. */
export async function appendVoid(
  transaction: HubTransaction,
  people: readonly string[],
  before: Date,
): Promise<void> {
  const reference = { kind: 'verifiers-void', people, before: before.toISOString() } as const;
  await append(transaction, reference, 'lab', before);
}

/** Nobody's session is so long that a notice from before is for it. */
const noticeLifeMs = 48 * 3_600_000;

/** Staff say something to the sessions that are open at these lab stations; what was said long ago is dropped. */
export async function appendLabNotice(
  transaction: HubTransaction,
  stations: readonly string[],
  notice: LabNotice,
  now: Date,
): Promise<void> {
  await append(transaction, { ...notice, stations, at: now.toISOString() }, 'lab', now);
  await transaction
    .deleteFrom('feed')
    .where('kind', 'in', ['lab-message', 'lab-sign-out'])
    .where('at', '<', new Date(now.getTime() - noticeLifeMs))
    .execute();
}

/** Appends what stands for the whole of its kind, and drops its predecessors: nobody needs them any more. */
async function appendWhole(
  transaction: HubTransaction,
  reference: FeedReference,
  audience: FeedTable['audience'],
  now: Date,
): Promise<void> {
  const position = await append(transaction, reference, audience, now);
  await transaction
    .deleteFrom('feed')
    .where('kind', '=', reference.kind)
    .where('position', '<', position)
    .execute();
}

/**
 * Appends. The head's row stays locked until the transaction ends, so a position becomes visible only after every
 * smaller one, and a reader that moves its cursor can't step over a transaction that commits later.
 */
async function append(
  transaction: HubTransaction,
  reference: FeedReference,
  audience: FeedTable['audience'],
  now: Date,
): Promise<number> {
  const { position } = await transaction
    .updateTable('feed_head')
    .set({ position: sql<number>`position + 1` })
    .returning('position')
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('feed')
    .values({ position, audience, kind: reference.kind, reference: JSON.stringify(reference), at: now })
    .execute();
  await sql`select pg_notify('madoguchi_feed', ${audience})`.execute(transaction);
  return position;
}
