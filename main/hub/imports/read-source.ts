import type { BadRow, PeopleSource, SourceEnd } from '../../people-source/people-source.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { keepBadRows } from './import-record.ts';
import {
  compareStage,
  foreignPeople,
  type StageComparison,
  type StagedRow,
  stageRows,
} from './import-stage.ts';
import type { ImportFindings } from './judge-import.ts';

/** Rows that are laid down at once. */
const batchSize = 500;
/** People of other imports who are named one by one. */
const namedForeign = 1000;

/** Counts as they grow, so that a cancelled run can tell how far it came. */
export interface Reading {
  rows: number;
  bad: number;
  unknown: number;
}

type Progress = (phase: 'reading', done: number, total: number | null) => void;

/** Reads the whole source into the stage; memory holds one batch. Throws when `gone` is aborted. */
export async function readSource(
  database: HubDatabase,
  from: {
    readonly run: string;
    readonly source: PeopleSource;
    readonly cursor: string | null;
    readonly progress: Progress;
    readonly onBadRow: ((row: BadRow) => void) | undefined;
    readonly gone: AbortSignal;
  },
  counts: Reading,
): Promise<SourceEnd> {
  let batch: StagedRow[] = [];
  let bad: BadRow[] = [];
  const lay = async () => {
    from.gone.throwIfAborted();
    // A bad row about somebody who is staged already was counted when it came.
    for (const { id, place, person } of await stageRows(database.kysely, from.run, batch))
      if (person !== null) note({ place, id, code: 'duplicate', field: 'id' });
    batch = [];
    await keepBadRows(database.kysely, from.run, counts.bad - bad.length, bad);
    bad = [];
  };
  const note = (row: BadRow) => {
    counts.bad += 1;
    if (row.id === null) counts.unknown += 1;
    bad.push(row);
    from.onBadRow?.(row);
  };
  const items = from.source.read(from.cursor, from.gone);
  try {
    for (;;) {
      const item = await items.next();
      if (item.done === true) {
        if (item.value.ok) await lay();
        return item.value;
      }
      const { value } = item;
      if (value.kind === 'progress') {
        from.progress('reading', value.done, value.total);
        continue;
      }
      counts.rows += 1;
      if (value.kind === 'person')
        batch.push({ id: value.person.id, place: value.place, person: value.person });
      else {
        const { kind: _, ...row } = value;
        note(row);
        if (row.id !== null) batch.push({ id: row.id, place: row.place, person: null });
      }
      if (batch.length >= batchSize || bad.length >= batchSize) await lay();
    }
  } finally {
    await items.return({ ok: false, code: 'unreachable' });
  }
}

/** Compares what was read with the replica; people whom another import answers for are bad rows. */
export async function compareReading(
  database: HubDatabase,
  at: {
    readonly run: string;
    readonly name: string;
    readonly mode: 'full' | 'changes';
    readonly onBadRow: ((row: BadRow) => void) | undefined;
  },
  counts: Reading,
): Promise<ImportFindings & StageComparison> {
  const compared = await compareStage(database.kysely, at.run, at.name);
  if (compared.foreign > 0) {
    const ids = await foreignPeople(database.kysely, { run: at.run, source: at.name }, namedForeign);
    const rows = ids.map((id): BadRow => ({ place: `id ${id}`, id, code: 'other-source', field: 'id' }));
    await keepBadRows(database.kysely, at.run, counts.bad, rows);
    for (const row of rows) at.onBadRow?.(row);
    counts.bad += compared.foreign;
  }
  return { ...compared, ...counts, mode: at.mode };
}
