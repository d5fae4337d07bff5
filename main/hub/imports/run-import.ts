import { randomUUID } from 'node:crypto';
import { createProgress } from '../../exchange/work-progress.ts';
import type { BadRow, PeopleSource } from '../../people-source/people-source.ts';
import { type Applied, applyStage } from './apply-import.ts';
import type { ImportContext } from './import-context.ts';
import type { ImportProgress } from './import-progress.ts';
import { beginRun, digestOfDefinition, endRun, type ImportReport } from './import-record.ts';
import type { ImportDefinition } from './import-settings.ts';
import { clearStage } from './import-stage.ts';
import { judgeImport } from './judge-import.ts';
import { compareReading, type Reading, readSource } from './read-source.ts';

export interface ImportWish {
  /** Reads and compares, and changes nothing. */
  readonly dryRun?: boolean;
  /** Whatever the limits say. */
  readonly force?: boolean;
  /** Reads everything, also where the source could tell what changed. */
  readonly whole?: boolean;
  /** Cancels: nothing was changed while it reads; while it applies, the batch under way is finished and stays. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly onBadRow?: (row: BadRow) => void;
}

/**
 * Imports people into the replica: reads everything aside and compares first, so that a source which is cut off or can't be
 * read changes nothing; then stores what differs, a transaction per batch, and takes out who is gone. Repeating it changes
 * nothing more. Null when this import runs elsewhere at this moment. Throws when the database fails; what was done stays,
 * and the next run goes on from there.
 */
export async function runImport(
  context: ImportContext,
  definition: ImportDefinition,
  source: PeopleSource,
  wish: ImportWish,
): Promise<ImportReport | null> {
  const { database, now } = context;
  const { name } = definition;
  const lock = await database.tryLock(`import:${name}`);
  if (lock === null) return null;
  const gone = AbortSignal.any([lock.lost, wish.signal]);
  const id = randomUUID();
  const startedAt = now();
  try {
    await clearStage(database.kysely, name);
    await beginRun(database, { id, source: name, forced: wish.force === true }, startedAt);
    const { cursor, ...outcome } = await goThrough(context, {
      id,
      definition,
      source,
      wish,
      gone,
      startedAt,
    });
    const report: ImportReport = {
      ...outcome,
      id,
      source: name,
      startedAt: startedAt.toISOString(),
      endedAt: now().toISOString(),
    };
    await finish(context, definition, report, {
      cursor: cursor ?? null,
      startedAt,
      forced: wish.force === true,
    });
    return report;
  } finally {
    await clearStage(database.kysely, name).catch(() => undefined);
    await lock.release();
  }
}

interface Pass {
  readonly id: string;
  readonly definition: ImportDefinition;
  readonly source: PeopleSource;
  readonly wish: ImportWish;
  readonly gone: AbortSignal;
  readonly startedAt: Date;
}

type Outcome = Omit<ImportReport, 'id' | 'source' | 'startedAt' | 'endedAt'> & {
  /** What the next run begins with; absent where nothing of it may be believed. */
  readonly cursor?: string | null;
};

const nothing: Applied = { added: 0, changed: 0, removed: 0 };

async function goThrough(context: ImportContext, pass: Pass): Promise<Outcome> {
  const { definition, gone, id, wish } = pass;
  const progress = createProgress(wish.onProgress ?? (() => undefined));
  const reading: Reading = { rows: 0, bad: 0, unknown: 0 };
  const applied = { ...nothing };
  const ended = (state: Outcome['state'], mode: Outcome['mode'], problem: string | null): Outcome => ({
    state,
    mode,
    problem,
    rows: reading.rows,
    bad: reading.bad,
    withheld: 0,
    ...applied,
  });
  let mode: Outcome['mode'] = null;
  try {
    const cursor = await cursorOf(context, pass);
    const end = await readSource(
      context.database,
      { run: id, source: pass.source, cursor, progress, onBadRow: wish.onBadRow, gone },
      reading,
    );
    if (!end.ok)
      return ended('failed', null, [end.code, end.detail].filter((one) => one !== undefined).join(': '));
    mode = end.mode;
    const found = await compareReading(
      context.database,
      { run: id, name: definition.name, mode, onBadRow: wish.onBadRow },
      reading,
    );
    const verdict = judgeImport(found, definition.limits, wish.force === true);
    const withheld = verdict.ok && !verdict.remove && mode === 'full' ? found.missing : 0;
    if (!verdict.ok || wish.dryRun === true) {
      const removed = mode === 'full' ? found.missing - withheld : 0;
      const would = { added: found.added, changed: found.changed, removed, withheld };
      return verdict.ok
        ? { ...ended('rehearsed', mode, null), ...would }
        : { ...ended('refused', mode, verdict.problem), ...(wish.dryRun === true ? would : {}) };
    }
    await applyStage(
      context,
      { run: id, source: definition.name, found, remove: verdict.remove, progress, gone },
      applied,
    );
    return { ...ended('done', mode, null), withheld, cursor: end.cursor };
  } catch (error) {
    if (!gone.aborted) throw error;
    return ended(
      wish.signal.aborted ? 'cancelled' : 'failed',
      mode,
      wish.signal.aborted ? null : 'lock-lost',
    );
  }
}

/** Where the source may go on from; null where it has to be read as a whole. */
async function cursorOf({ database }: ImportContext, pass: Pass): Promise<string | null> {
  const { definition, startedAt, wish } = pass;
  const known = await database.kysely
    .selectFrom('import_source')
    .selectAll()
    .where('name', '=', definition.name)
    .executeTakeFirst();
  if (known === undefined || wish.whole === true || known.full_at === null) return null;
  if (known.definition !== digestOfDefinition(definition)) return null;
  const age = startedAt.getTime() - known.full_at.getTime();
  return age >= 0 && age < definition.fullEveryHours * 3_600_000 ? known.cursor : null;
}

async function finish(
  { actor, database, key }: ImportContext,
  definition: ImportDefinition,
  report: ImportReport,
  run: { readonly cursor: string | null; readonly startedAt: Date; readonly forced: boolean },
): Promise<void> {
  await database.kysely.transaction().execute(async (transaction) => {
    if (report.state === 'done') {
      const row = {
        definition: digestOfDefinition(definition),
        cursor: run.cursor,
        read_at: run.startedAt,
        ...(report.mode === 'full' ? { full_at: run.startedAt } : {}),
      };
      await transaction
        .insertInto('import_source')
        .values({ name: definition.name, ...row })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute();
    }
    await endRun(transaction, key, actor, { ...report, forced: run.forced });
  });
}
