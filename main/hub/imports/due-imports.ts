import type { HubDatabase } from '../store/hub-database.ts';
import type { ImportContext } from './import-context.ts';
import type { ImportReport } from './import-record.ts';
import { type ImportDefinition, openPeopleSource } from './import-settings.ts';
import { runImport } from './run-import.ts';

/** After a run that did not go well, the next comes no sooner; nor does it wait longer than the import's own pause. */
const retryMs = 5 * 60_000;

/**
 * Runs the imports that are due by their timer, one after the other. Any number of hubs do this on one database: whether an
 * import is due is what its runs say, and a run has the import's lock.
 */
export async function runDueImports(
  context: Omit<ImportContext, 'actor'>,
  definitions: readonly ImportDefinition[],
  stopping: AbortSignal,
): Promise<readonly ImportReport[]> {
  const reports: ImportReport[] = [];
  for (const definition of definitions) {
    if (stopping.aborted) break;
    if (!(await isDue(context.database, definition, context.now()))) continue;
    const lock = await context.database.tryLock(`import-timer:${definition.name}`);
    if (lock === null) continue;
    try {
      // Another hub may have run it between the look and the lock.
      if (!(await isDue(context.database, definition, context.now()))) continue;
      const source = await openPeopleSource(definition);
      const signal = AbortSignal.any([stopping, lock.lost]);
      const actor = { type: 'hub', id: null } as const;
      const report = await runImport({ ...context, actor }, definition, source, { signal });
      if (report !== null) reports.push(report);
    } finally {
      await lock.release();
    }
  }
  return reports;
}

async function isDue(database: HubDatabase, definition: ImportDefinition, now: Date): Promise<boolean> {
  const { everyMinutes, name } = definition;
  if (everyMinutes === undefined) return false;
  const last = await database.kysely
    .selectFrom('directory_import')
    .select(['started_at', 'state'])
    .where('source', '=', name)
    .where('state', '<>', 'rehearsed')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return true;
  const pause = everyMinutes * 60_000;
  const well = last.state === 'done' || last.state === 'refused' || last.state === 'running';
  return now.getTime() - last.started_at.getTime() >= (well ? pause : Math.min(pause, retryMs));
}
