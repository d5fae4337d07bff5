import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ReadableDatabase, SqlValue, Store, WritableDatabase } from '../ports.ts';
import { type Migration, migrate } from './migrations.ts';
import { StoreFailure, type StoreProblem, storeRefusal } from './store-failure.ts';
import { prepareStoreFile } from './store-file.ts';
import { storeSalt } from './store-format.ts';

/**
 * Opens the encrypted store, making file and folder where they are missing, and brings its schema to `migrations`.
 * `key` has 32 bytes. Refuses with `station/store-unavailable` and a {@link StoreProblem} as `reason`, or with
 * `station/disk-full`; a damaged file is left as it is. Reads and writes throw {@link StoreFailure} for the same causes.
 *
 * Reading has a connection of its own, opened read-only: it cannot write whatever SQL it is given, it sees only what is
 * durable, and never the inside of a transaction that may still be rolled back.
 */
export function openStore(options: {
  readonly path: string;
  readonly key: Uint8Array;
  readonly migrations: readonly Migration[];
}): Result<Store> {
  const unfit = runtimeProblem() ?? prepareStoreFile(options.path);
  if (unfit !== null) return unavailable(unfit);
  const open: Connection[] = [];
  const closeAll = () => {
    // The writer is closed last: it folds the write-ahead log into the file.
    for (const connection of open.reverse()) connection.close();
  };
  try {
    const writer = new Database(options.path, { timeout: busyTimeoutMs });
    open.push(writer);
    unlock(writer, options.key);
    for (const pragma of writerPragmas) writer.pragma(pragma);
    const reader = new Database(options.path, { readonly: true, timeout: busyTimeoutMs });
    open.push(reader);
    unlock(reader, options.key);
    const store: Store = { read: readingFrom(reader), ...writingTo(writer), close: closeAll };
    if (migrate(store, options.migrations) === 'done') return ok(store);
    closeAll();
    return unavailable('newer-than-program');
  } catch (error) {
    closeAll();
    return failureOf(error);
  }
}

/** A store opened to be looked at, beside an agent that may be running: nothing is ever written. */
export interface StoreInspection {
  readonly read: ReadableDatabase;
  /** Rows one at a time, all of one moment. Throws {@link StoreFailure} at the first that can't be read. */
  rows<Row>(sql: string, ...values: readonly SqlValue[]): IterableIterator<Row>;
  close(): void;
}

/** Opens an existing store to look at it. Refuses as {@link openStore} does. */
export function inspectStore(options: {
  readonly path: string;
  readonly key: Uint8Array;
}): Result<StoreInspection> {
  const unfit = runtimeProblem() ?? (existsSync(options.path) ? null : 'missing');
  if (unfit !== null) return unavailable(unfit);
  let connection: Connection | null = null;
  try {
    const opened = new Database(options.path, { readonly: true, timeout: busyTimeoutMs });
    connection = opened;
    unlock(opened, options.key);
    return ok({
      read: readingFrom(opened),
      *rows<Row>(sql: string, ...values: readonly SqlValue[]) {
        yield* translating(() => iterate<Row>(opened.prepare(sql).iterate(...values)));
      },
      close: () => opened.close(),
    });
  } catch (error) {
    connection?.close();
    return failureOf(error);
  }
}

type Connection = Database.Database;

const busyTimeoutMs = 5000;

/** How the connection that writes is set. */
export const writerPragmas: readonly string[] = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'secure_delete = ON',
  // Pages that change often are carried into the file once for several thousand commits' pages, not once a thousand.
  'wal_autocheckpoint = 4000',
  // What a large import of people leaves of the log is given back.
  'journal_size_limit = 16777216',
];

/**
 * Pages that each connection keeps in memory, 4 MiB. Reading a large replica once fills whatever is allowed here, for good;
 * what is asked again and again are a few dozen pages.
 */
export const pageCache = 'cache_size = -4096';

/** The native build needs Node 22; on an older one it doesn't fail but crashes the process. */
function runtimeProblem(): StoreProblem | null {
  return Number.parseInt(process.versions.node, 10) >= 22 ? null : 'runtime-too-old';
}

/** Gives the key, raw, and reads once: a wrong key is known only by reading. */
function unlock(connection: Connection, key: Uint8Array): void {
  const raw = Buffer.concat([key, storeSalt(key)]).toString('hex');
  connection.pragma(`cipher = 'aegis'`);
  connection.pragma(`key = "x'${raw}'"`);
  connection.pragma('foreign_keys = ON');
  connection.pragma(pageCache);
  connection.pragma('temp_store = MEMORY');
  connection.pragma('trusted_schema = OFF');
  connection.pragma('cell_size_check = ON');
  connection.prepare('SELECT count(*) FROM sqlite_schema').get();
}

function readingFrom(connection: Connection): ReadableDatabase {
  const prepared = statementsOf(connection);
  return {
    get: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      translating(() => prepared(sql).get(...values) as Row | undefined),
    all: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      translating(() => prepared(sql).all(...values) as Row[]),
  };
}

function writingTo(connection: Connection): Pick<Store, 'write' | 'undone'> {
  const prepared = statementsOf(connection);
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');
  let writing = false;
  let undone = 0;
  const inside = (sql: string) => {
    if (!writing) throw new Error('a write outside its transaction');
    return prepared(sql);
  };
  const database: WritableDatabase = {
    get: <Row>(sql: string, ...values: readonly SqlValue[]) => inside(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: readonly SqlValue[]) => inside(sql).all(...values) as Row[],
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = inside(sql).run(...values);
      return { changes, row: Number(lastInsertRowid) };
    },
  };
  const write: Store['write'] = (work) => {
    if (writing) throw new Error('a write never nests');
    return translating(() => {
      begin.run();
      writing = true;
      try {
        const result = work(database);
        if (result instanceof Promise) throw new Error('a write never waits');
        commit.run();
        return result;
      } catch (error) {
        undone += 1;
        // SQLite has already rolled back after some failures, a full disk among them.
        if (connection.inTransaction) rollback.run();
        throw error;
      } finally {
        writing = false;
      }
    });
  };
  return { write, undone: () => undone };
}

const maximumStatements = 256;

/** Statements by their text, prepared once. Bounded, although this program's texts are few and fixed. */
function statementsOf(connection: Connection): (sql: string) => Database.Statement {
  const statements = new Map<string, Database.Statement>();
  return (sql) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= maximumStatements) statements.clear();
    const statement = connection.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
}

function* iterate<Row>(rows: IterableIterator<unknown>): IterableIterator<Row> {
  try {
    while (true) {
      const next = translating(() => rows.next());
      if (next.done === true) return;
      yield next.value as Row;
    }
  } finally {
    // Whoever stops early lets go of the moment that was being read.
    rows.return?.();
  }
}

/** Runs `work`; what SQLite says about the file comes out as {@link StoreFailure}, everything else as it is. */
function translating<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const refusal = error instanceof Database.SqliteError ? storeRefusal(error.code) : null;
    throw refusal === null ? error : new StoreFailure(refusal, error);
  }
}

function failureOf(error: unknown): Result<never> {
  if (error instanceof StoreFailure) return { ok: false, refusal: error.refusal };
  const refusal = error instanceof Database.SqliteError ? storeRefusal(error.code) : null;
  if (refusal === null) throw error;
  return { ok: false, refusal };
}

function unavailable(reason: StoreProblem): Result<never> {
  return refuse('station/store-unavailable', { reason });
}
