import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Demonstration } from '../../main/cli/demonstration/demonstration.ts';
import type { PersonSummary } from '../../preload/contract/models/people.ts';

/** Somebody as the institution's own export has them. */
export interface ExportedPerson
  extends Pick<PersonSummary, 'id' | 'login' | 'name' | 'kana' | 'romaji' | 'affiliation'> {
  readonly left?: boolean;
}

const columns = ['id', 'login', 'name', 'kana', 'romaji', 'ja', 'en', 'standing'] as const;

/**
 * Takes an export of students in by the hub's own command, as IT does; whoever an earlier one had and this one has not is
 * taken out. The hub rests meanwhile: an embedded database belongs to one process.
 */
export async function importStudents(
  { folder, hub }: Demonstration,
  people: readonly ExportedPerson[],
): Promise<void> {
  const data = join(folder, 'institution');
  const [path, settings] = [join(data, 'students.csv'), join(data, 'imports.json')];
  const rows = people.map(({ affiliation, left, ...one }) => [
    one.id,
    one.login,
    one.name,
    one.kana,
    one.romaji,
    affiliation.ja,
    affiliation.en,
    left === true ? 'left' : 'enrolled',
  ]);
  writeFileSync(path, [columns, ...rows].map((row) => `${row.join(',')}\n`).join(''));
  const fields = {
    id: 'id',
    login: 'login',
    name: 'name',
    kana: 'kana',
    romaji: 'romaji',
    role: { otherwise: 'student' },
    affiliation: { ja: 'ja', en: 'en' },
    disabled: { field: 'standing', values: ['left'] },
  };
  const source = { kind: 'csv', path, fields };
  writeFileSync(settings, JSON.stringify({ imports: [{ name: 'students', source }] }));
  const words = ['--name', 'students', '--settings', settings, '--data', data];
  await hub.process().stop();
  try {
    await importRun(words);
  } finally {
    await hub.start();
  }
}

function importRun(words: readonly string[]): Promise<void> {
  const program = join(import.meta.dirname, '..', '..', 'dist', 'node', 'cli.mjs');
  const { DATABASE_URL: _, ...env } = process.env;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, 'hub', 'import', 'run', ...words], { env }, (error, out, err) =>
      error === null ? resolve() : reject(new Error(`hub import run: ${out}${err}`)),
    );
  });
}
