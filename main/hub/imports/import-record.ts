import { canonicalJson, sha256Base64url } from '../../exchange/canonical-json.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import type { BadRow } from '../../people-source/people-source.ts';
import { appendHubAudit, type HubAuditInput } from '../audit/hub-audit.ts';
import type { HubDatabase, HubQuery, HubTransaction } from '../store/hub-database.ts';
import type { ImportState } from '../store/import-tables.ts';
import type { ImportDefinition } from './import-settings.ts';

/** Most bad rows that are kept of a run; all are counted and handed to whoever runs it. */
const keptBadRows = 10_000;

/** What a run did, or, in a dry run, would do. */
export interface ImportCounts {
  readonly rows: number;
  readonly bad: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Missing people who were kept since rows that can't be assigned may be theirs. */
  readonly withheld: number;
}

export interface ImportReport extends ImportCounts {
  readonly id: string;
  readonly source: string;
  readonly state: Exclude<ImportState, 'running' | 'abandoned'>;
  readonly mode: 'full' | 'changes' | null;
  readonly problem: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
}

/** Digest of all that makes a cursor meaningful: with another source or mapping everything is read anew. */
export function digestOfDefinition({ source }: ImportDefinition): string {
  return sha256Base64url(canonicalJson(JSON.parse(JSON.stringify(source))));
}

/** Begins a run, under its import's lock: what a hub left that died is marked so, and older bad rows are forgotten. */
export async function beginRun(
  database: HubDatabase,
  run: { readonly id: string; readonly source: string; readonly forced: boolean },
  now: Date,
): Promise<void> {
  await database.kysely.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('directory_import')
      .set({ state: 'abandoned', ended_at: now })
      .where('source', '=', run.source)
      .where('state', '=', 'running')
      .execute();
    await transaction
      .deleteFrom('import_bad_row')
      .where('run', 'in', (runs) =>
        runs.selectFrom('directory_import').select('id').where('source', '=', run.source),
      )
      .execute();
    await transaction
      .insertInto('directory_import')
      .values({ ...run, mode: null, state: 'running', problem: null, started_at: now })
      .execute();
  });
}

/** Keeps bad rows with the run: where and why, nothing of what is in them. */
export async function keepBadRows(
  query: HubQuery,
  run: string,
  from: number,
  rows: readonly BadRow[],
): Promise<void> {
  const kept = rows.slice(0, Math.max(0, keptBadRows - from));
  if (kept.length === 0) return;
  await query
    .insertInto('import_bad_row')
    .values(
      kept.map(({ place, code, field }, index) => ({
        run,
        position: from + index,
        place: place.slice(0, 300),
        code,
        field,
      })),
    )
    .execute();
}

/** Ends a run in one transaction with the source's cursor and the entry in the audit chain (I8). */
export async function endRun(
  transaction: HubTransaction,
  key: SigningKey,
  actor: HubAuditInput['actor'],
  report: ImportReport & { readonly forced: boolean },
): Promise<void> {
  const { id, source, state, mode, problem, startedAt, endedAt, forced, ...counts } = report;
  await transaction
    .updateTable('directory_import')
    .set({ state, mode, problem, ended_at: new Date(endedAt), ...counts })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
  const facts = { import: id, source, state, mode, problem, forced, ...counts };
  await appendHubAudit(transaction, key, { kind: 'directory-imported', actor, facts }, new Date(endedAt));
}

/** The newest run of an import with its bad rows; null where there was none. */
export async function readLastImport(query: HubQuery, source: string) {
  const run = await query
    .selectFrom('directory_import')
    .selectAll()
    .where('source', '=', source)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (run === undefined) return null;
  const badRows = await query
    .selectFrom('import_bad_row')
    .select(['place', 'code', 'field'])
    .where('run', '=', run.id)
    .orderBy('position')
    .execute();
  return { run, badRows };
}
