import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** Tables of the directory's imports, of re-enrolment and of the event export: what {@link HubSchema} has besides. */
type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** How far a source of people has been read. */
export interface ImportSourceTable {
  name: string;
  /** Digest of its settings: with others, everything is read anew. */
  definition: string;
  /** What the source's next increment begins with; null where only the whole can be read. */
  cursor: string | null;
  full_at: NullableInstant;
  read_at: NullableInstant;
}

/**
 * - `done`: everything that could be taken was. · `rehearsed`: a dry run; nothing was changed.
 * - `refused`: it would have removed, or could not read, more than its limits allow; nothing was changed.
 * - `cancelled`, `failed`: the batches until then stay, nobody was removed, and the next one reads the same again.
 * - `abandoned`: its hub died.
 */
export type ImportState = 'running' | 'done' | 'rehearsed' | 'refused' | 'cancelled' | 'failed' | 'abandoned';

export interface DirectoryImportTable {
  id: string;
  source: string;
  mode: 'full' | 'changes' | null;
  state: ImportState;
  /** Why it was refused or failed. */
  problem: string | null;
  forced: boolean;
  started_at: Instant;
  ended_at: NullableInstant;
  rows: Generated<number>;
  bad: Generated<number>;
  added: Generated<number>;
  changed: Generated<number>;
  removed: Generated<number>;
  /** Who is missing from the source and yet was kept, since rows that nobody could read may be theirs. */
  withheld: Generated<number>;
}

/** A row that could not be taken: where it stands and why, never what is in it. */
export interface ImportBadRowTable {
  run: string;
  position: number;
  place: string;
  code: string;
  field: string | null;
}

/** One read row of a run; `body` null for one that cannot be taken but says who is still there. */
export interface ImportStageTable {
  run: string;
  id: string;
  digest: string;
  body: string | null;
}

/** What a suspension's person had registered when it came into force. */
export interface FactorWatchTable {
  command: string;
  /** Keyed digests of the factors' ids; null until they could be read for the first time. */
  known: JSONColumnType<string[] | null, string | null, string | null>;
  next_look: Instant;
  failures: Generated<number>;
}

export interface EventExportTable {
  sink: string;
  stream: 'audit' | 'outcome';
  cursor: number;
  moved_at: Instant;
}

export interface ImportTables {
  import_source: ImportSourceTable;
  directory_import: DirectoryImportTable;
  import_bad_row: ImportBadRowTable;
  import_stage: ImportStageTable;
  factor_watch: FactorWatchTable;
  event_export: EventExportTable;
}
