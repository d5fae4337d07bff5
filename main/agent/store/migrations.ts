import type { Store, WritableDatabase } from '../ports.ts';

/** One step of the store's schema. Its file is named after it; its number never changes once it has shipped. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  up(database: WritableDatabase): void;
}

/**
 * Brings the store to the newest version: each missing step in a transaction of its own together with `user_version`,
 * so that a crash leaves a whole version. Says `newer` and changes nothing when the store was written by a newer
 * program. Throws on a list that is not in ascending order, which is a bug.
 */
export function migrate(
  store: Pick<Store, 'read' | 'write'>,
  migrations: readonly Migration[],
): 'done' | 'newer' {
  for (const [index, { number }] of migrations.entries()) {
    if (number <= (migrations[index - 1]?.number ?? 0)) throw new Error('migrations are out of order');
  }
  const version = store.read.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  if (version > (migrations.at(-1)?.number ?? 0)) return 'newer';
  for (const migration of migrations) {
    if (migration.number <= version) continue;
    store.write((database) => {
      migration.up(database);
      database.run(`PRAGMA user_version = ${migration.number}`);
    });
  }
  return 'done';
}
