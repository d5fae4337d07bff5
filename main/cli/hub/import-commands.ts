import type { ImportProgress } from '../../hub/imports/import-progress.ts';
import { readLastImport } from '../../hub/imports/import-record.ts';
import { openPeopleSource } from '../../hub/imports/import-settings.ts';
import { runImport } from '../../hub/imports/run-import.ts';
import { readHubSettings } from '../../hub/operation/hub-settings.ts';
import { printJson, withHub } from './with-hub.ts';

export interface ImportWords {
  readonly data: string;
  readonly settings: string;
  readonly name: string;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly whole: boolean;
}

/** How often it is said how far it is, in milliseconds. */
const progressMs = 1000;

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
  const cancelling = new AbortController();
  const cancel = () => cancelling.abort();
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  try {
    return await withHub(words.data, async ({ database, key, now }) => {
      const actor = { type: 'administration', id: null } as const;
      const source = await openPeopleSource(definition);
      const report = await runImport({ database, key, now, actor }, definition, source, {
        dryRun: words.dryRun,
        force: words.force,
        whole: words.whole,
        signal: cancelling.signal,
        onProgress: createProgressLine(),
        onBadRow: ({ place, code, field }) => printJson({ place, code, field }),
      });
      if (report === null) {
        process.stderr.write('This import is running already.\n');
        return 1;
      }
      printJson(report);
      const well = report.state === 'done' || report.state === 'rehearsed';
      return well && report.bad === 0 ? 0 : 1;
    });
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
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

function createProgressLine(): (progress: ImportProgress) => void {
  let said = Number.NEGATIVE_INFINITY;
  return ({ phase, done, total, remainingSeconds }) => {
    if (performance.now() - said < progressMs && done !== total) return;
    said = performance.now();
    const part = total === null ? `${done}` : `${Math.floor((100 * done) / Math.max(1, total))} %`;
    const left = remainingSeconds === null ? '' : `, ${remainingSeconds} s left`;
    process.stderr.write(`${phase} ${part}${left}\n`);
  };
}
