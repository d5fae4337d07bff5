import type pg from 'pg';
import { suspensionOf } from '../contract/hub/hub-documents.ts';

/**
 * Fills a hub's database with suspensions that are over, as four years leave them behind: evenly over the people of an
 * institution, each with its outcome in the feed, ids as stations give them, and statistics as autovacuum would have them. The envelopes, which lie apart
 * and which nothing reads again, are left empty.
 */
export async function storeHistory(client: pg.Client, commands: number, people: number): Promise<void> {
  const { rows } = await client.query<{ id: string }>('select id from station order by id');
  const body = suspensionOf(new Date(), rows[0]?.id ?? '', 'operator-1', 'p0000000');
  await client.query('set synchronous_commit = off');
  await client.query(
    `insert into command (id, digest, kind, person, station, operator, issued_at, received_at, until, body, envelope,
       state, ending, answer, state_at, attempted_at, applied_at, confirmed_at)
     select id, translate(encode(sha256(id::text::bytea), 'base64'), '+/=', '-_'), 'suspend', person, station, 'operator-1',
       at, at, at + interval '1 day',
       $3::jsonb || jsonb_build_object('id', id, 'person', person, 'station', station, 'caseId', case_id), '',
       'ended', 'expired', 'accepted', at + interval '1 day', at, at, at
     from (
       select (overlay(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') placing '-' from 9 for 0) || '-7'
           || substr(gen_random_uuid()::text, 16))::uuid as id, gen_random_uuid() as case_id,
         'p' || lpad(((place::bigint * 7919) % $2)::text, 7, '0') as person,
         ($4::text[])[1 + place % array_length($4::text[], 1)] as station, at
       from generate_series(1, $1::int) as place,
         lateral (select now() - interval '2 days' - (($1 - place) * interval '1460 days' / $1) as at) as moment
     ) as made`,
    [commands, people, JSON.stringify(body), rows.map(({ id }) => id)],
  );
  await client.query(
    `insert into feed (position, audience, kind, reference, at)
     select head.position + row_number() over (order by arrival), 'counter', 'outcome', jsonb_build_object('kind', 'outcome',
       'commandId', id, 'state', 'ended', 'ending', 'expired', 'refusal', null, 'at', state_at), state_at
     from command, feed_head as head`,
  );
  await client.query('update feed_head set position = (select max(position) from feed)');
  await client.query('vacuum analyze');
  // Years are on the disk; what filling leaves to be written is no part of what follows.
  await client.query('checkpoint');
}
