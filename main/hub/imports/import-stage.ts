import { sql } from 'kysely';
import { canonicalJson, sha256Base64url } from '../../exchange/canonical-json.ts';
import { type DirectoryPerson, directoryPerson } from '../../people-source/people-source.ts';
import type { HubQuery } from '../store/hub-database.ts';

/** A row on its way into the stage. */
export interface StagedRow {
  readonly id: string;
  readonly place: string;
  /** Null for somebody whose row can't be taken: they are still there. */
  readonly person: DirectoryPerson | null;
}

export interface StagedPerson {
  readonly person: DirectoryPerson;
  readonly digest: string;
}

/**
 * Lays rows down beside the replica, for one statement to compare. Returns those that were there already: an earlier row
 * has the same id.
 */
export async function stageRows(
  query: HubQuery,
  run: string,
  rows: readonly StagedRow[],
): Promise<readonly StagedRow[]> {
  if (rows.length === 0) return [];
  const first = new Map<string, StagedRow>();
  for (const row of rows) if (!first.has(row.id)) first.set(row.id, row);
  const staged = await query
    .insertInto('import_stage')
    .values(
      [...first.values()].map(({ id, person }) => {
        const body = person === null ? null : canonicalJson(person);
        return { run, id, body, digest: body === null ? '' : sha256Base64url(body) };
      }),
    )
    .onConflict((conflict) => conflict.columns(['run', 'id']).doNothing())
    .returning('id')
    .execute();
  const taken = new Set(staged.map(({ id }) => id));
  return rows.filter((row) => first.get(row.id) !== row || !taken.has(row.id));
}

export interface StageComparison {
  readonly added: number;
  readonly changed: number;
  /** People whom another import answers for. */
  readonly foreign: number;
  readonly present: number;
  readonly missing: number;
}

/** Compares what is staged with the replica, in a few statements however much it is. */
export async function compareStage(query: HubQuery, run: string, source: string): Promise<StageComparison> {
  const { rows } = await sql<Omit<StageComparison, 'present' | 'missing'>>`
    select count(*) filter (where person.id is null and body is not null)::int as added,
      count(*) filter (where body is not null and person.id is not null
        and (person.import_source is null or person.import_source = ${source})
        and (person.import_source is null or person.import_digest is distinct from stage.digest))::int as changed,
      count(*) filter (where person.import_source <> ${source})::int as foreign
    from import_stage as stage left join person on person.id = stage.id where stage.run = ${run}`.execute(
    query,
  );
  const people = await sql<{ present: number; missing: number }>`
    select count(*)::int as present, count(*) filter (where stage.id is null)::int as missing
    from person left join import_stage as stage on stage.run = ${run} and stage.id = person.id
    where person.import_source = ${source}`.execute(query);
  const [row] = rows;
  const [all] = people.rows;
  if (row === undefined || all === undefined) throw new Error('a count without a row');
  return { ...row, ...all };
}

/** The next people after `after` who are new or not as the replica has them, by id. */
export async function changedPeople(
  query: HubQuery,
  at: { readonly run: string; readonly source: string; readonly after: string },
  limit: number,
): Promise<readonly StagedPerson[]> {
  const { rows } = await sql<{ body: string; digest: string }>`
    select stage.body, stage.digest from import_stage as stage left join person on person.id = stage.id
    where stage.run = ${at.run} and stage.id > ${at.after} and stage.body is not null
      and (person.import_source is null or person.import_source = ${at.source})
      and (person.import_source is null or person.import_digest is distinct from stage.digest)
    order by stage.id limit ${limit}`.execute(query);
  return rows.map(({ body, digest }) => ({ person: directoryPerson.parse(JSON.parse(body)), digest }));
}

/** Ids of people of this import whom the reading did not bring. */
export async function missingPeople(
  query: HubQuery,
  at: { readonly run: string; readonly source: string },
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select person.id from person left join import_stage as stage on stage.run = ${at.run} and stage.id = person.id
    where person.import_source = ${at.source} and stage.id is null order by person.id limit ${limit}`.execute(
    query,
  );
  return rows.map(({ id }) => id);
}

/** Staged people whom another import answers for. */
export async function foreignPeople(
  query: HubQuery,
  at: { readonly run: string; readonly source: string },
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select person.id from import_stage as stage join person on person.id = stage.id
    where stage.run = ${at.run} and person.import_source <> ${at.source} order by person.id limit ${limit}`.execute(
    query,
  );
  return rows.map(({ id }) => id);
}

/** Clears what this run, and runs of this source that died, have laid down. */
export async function clearStage(query: HubQuery, source: string): Promise<void> {
  await sql`delete from import_stage where run in (select id from directory_import where source = ${source})`.execute(
    query,
  );
}
