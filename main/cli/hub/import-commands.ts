import { type ImportReport, readLastImport } from '../../hub/imports/import-record.ts';
import { openPeopleSource } from '../../hub/imports/import-settings.ts';
import { runImport } from '../../hub/imports/run-import.ts';
import { readHubSettings } from '../../hub/operation/hub-settings.ts';
import { longWork } from '../long-work.ts';
import { printJson, withHub } from './with-hub.ts';

export interface ImportWords {
  readonly data: string;
  readonly settings: string;
  readonly name: string;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly whole: boolean;
}

/**
 * `hub import run`: bad rows and the report as JSON lines on standard output, progress on standard error; Ctrl-C cancels.
 * Exit status 0 when everything was taken, 1 when something needs a look.
 */
export async function importFromCommandLine(words: ImportWords): Promise<number> {
  const { imports = [] } = readHubSettings(words.settings);
  const definition = imports.find(({ name }) => name === words.name);
  if (definition === undefined) {
    process.stderr.write(`The settings name no import ${words.name}.\n`);
    return 2;
  }
  return longWork(({ signal, tell, say }) =>
    withHub(words.data, async ({ database, key, now }) => {
      const actor = { type: 'administration', id: null } as const;
      const source = await openPeopleSource(definition);
      const report = await runImport({ database, key, now, actor }, definition, source, {
        dryRun: words.dryRun,
        force: words.force,
        whole: words.whole,
        signal,
        onProgress: tell,
        onBadRow: ({ place, code, field }) => printJson({ place, code, field }),
      });
      if (report === null) {
        say('This import is running already.');
        return 1;
      }
      printJson(report);
      if (report.state === 'cancelled') say(whatWasKept(report));
      const well = report.state === 'done' || report.state === 'rehearsed';
      return well && report.bad === 0 ? 0 : 1;
    }),
  );
}

/** What a cancelled import leaves: batches that are whole, and nothing that running it again would not put right. */
function whatWasKept({ added, changed, removed }: ImportReport): string {
  const stored = added + changed;
  if (stored + removed === 0) return 'Cancelled before anything was changed.';
  const gone =
    removed === 0 ? 'Nobody was removed.' : `${removed} people who are gone from the source were removed.`;
  return `Cancelled between two batches: ${stored} people are stored as the source has them, the others are as they were. ${gone} Run it again to go on from there.`;
}

/** `hub import report`: the newest run of an import and its bad rows. Exit status 1 where there was none. */
export function reportFromCommandLine(folder: string, name: string): Promise<number> {
  return withHub(folder, async ({ database }) => {
    const last = await readLastImport(database.kysely, name);
    if (last === null) {
      process.stderr.write(`There was no import ${name}.\n`);
      return 1;
    }
    for (const row of last.badRows) printJson(row);
    const { started_at: startedAt, ended_at: endedAt, ...run } = last.run;
    printJson({ ...run, startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null });
    return 0;
  });
}
