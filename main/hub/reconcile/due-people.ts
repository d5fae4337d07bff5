import { sql } from 'kysely';
import type { HubDatabase } from '../store/hub-database.ts';

/** People who are due, each once, the longest waiting first. */
export interface DuePeople {
  /** Their pass needs no call of the provider, as far as the rows tell. */
  readonly free: readonly string[];
  /** Something of theirs is over or has to be taken back (I2). */
  readonly ending: readonly string[];
  /** A suspension has to be called for. */
  readonly applying: readonly string[];
}

/** Every so many that end, one suspension goes first, so that endings without end starve nobody. */
const endingsPerSuspension = 3;

/**
 * At most `limit` of each kind. What a pass really needs is decided by its plan; this only puts them in order. It looks at
 * the first of each index alone, so that it takes no longer however many wait: what is over is found by its end, not behind
 * everything that was due before it. It is written so that PostgreSQL walks those indexes in their order whatever its statistics
 * say of a queue that was empty a minute ago: rows are compared with the whole of an index, or a column is hidden from another.
 */
export async function duePeople(database: HubDatabase, now: Date, limit: number): Promise<DuePeople> {
  const wanted = sql`kind = 'suspend' and until > ${now} and resumed_by is null and withdrawn_at is null
    and re_enrolled_at is null`;
  const firstOf = (kind: 'resume' | 'suspend') => sql`select person from command
    where (kind, next_run) >= (${kind}, '-infinity'::timestamptz) and (kind, next_run) <= (${kind}, ${now})
      and next_run is not null order by kind, next_run limit ${limit}`;
  const due = sql`next_run is not null and next_run + interval '0' <= ${now}`;
  const { rows } = await sql<{ readonly person: string; readonly need: keyof DuePeople }>`
    with waiting as (
      (${firstOf('resume')})
      union (select person from command where until <= ${now} and ${due} and kind || '' = 'suspend'
        order by until limit ${limit})
      union (select person from command
        where (withdrawn_at is not null or re_enrolled_at is not null or state = 'needs-review')
          and next_run <= ${now} and kind || '' = 'suspend' order by next_run limit ${limit})
      union (${firstOf('suspend')}))
    select person, need from (
      select person, need, due, row_number() over (partition by need order by due, person) as place from (
        select waiting.person, min(next_run) as due,
          case
            when bool_or(kind = 'resume' or (attempted_at is not null and (state = 'needs-review' or not (${wanted}))))
              then 'ending'
            when bool_or(state <> 'needs-review' and confirmed_at is null and ${wanted}) then 'applying'
            else 'free'
          end as need
        from waiting cross join lateral (select * from command where command.person = waiting.person
          and ${due} and kind || '' in ('suspend', 'resume') offset 0) as command
        group by waiting.person
      ) as needing
    ) as placed
    where place <= ${limit} order by due, person`.execute(database.kysely);
  const of = (need: keyof DuePeople) => rows.filter((row) => row.need === need).map(({ person }) => person);
  return { free: of('free'), ending: of('ending'), applying: of('applying') };
}

/**
 * Takes out of the queues who has the next call while not everybody can have one: ends of suspensions before new ones
 * (I2), but after three of them in a row one suspension. Remembers across queues how many that were.
 */
export function createCallOrder(): (queues: {
  readonly ending: string[];
  readonly applying: string[];
}) => string | undefined {
  let inARow = 0;
  return ({ ending, applying }) => {
    const ends = ending.length > 0 && (inARow < endingsPerSuspension || applying.length === 0);
    inARow = ends ? inARow + 1 : 0;
    return ends ? ending.shift() : applying.shift();
  };
}
