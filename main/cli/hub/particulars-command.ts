import { resolve } from 'node:path';
import { importParticulars } from '../../hub/checks/import-particulars.ts';
import { readParticularsFile } from '../../people-source/particulars-file.ts';
import { cancelledStatus, longWork } from '../long-work.ts';
import { printJson, withHub } from './with-hub.ts';

/**
 * `hub particulars`: photographs and numbers on file, from a list, into the hub and from there to the counters. Rows that
 * can't be taken and the report as JSON lines; how far it is on standard error, and Ctrl-C cancels. Exit status 0 when every
 * row was taken, 1 when something needs a look, 130 when it was cancelled.
 */
export function particularsFromCommandLine(folder: string, file: string, dryRun: boolean): Promise<number> {
  return longWork(async ({ signal, progress, say }) => {
    try {
      return await withHub(folder, async (hub) => {
        const list = () => readParticularsFile(resolve(file), signal);
        const wish = { dryRun, signal, onBad: printJson, onProgress: progress };
        const report = await importParticulars(hub, list, wish);
        if (report.failure !== null) say(sentences[report.failure]);
        printJson(report);
        return report.failure === null && report.bad === 0 ? 0 : 1;
      });
    } catch (error) {
      if (!signal.aborted) throw error;
      say('Cancelled. What was stored before stays; the same list may be given again.');
      return cancelledStatus;
    }
  });
}

const sentences = {
  kind: 'The list must be a .csv or a .jsonl file. Nothing was changed.',
  unreachable: 'There is no such file. Nothing was changed.',
  unreadable: 'The list could not be read to its end (a quote that is not closed?).',
  header: 'The first line must name the columns: person, telephone, portrait. Nothing was changed.',
  'too-large': 'The list is too large. Nothing was changed.',
  changed: 'The list was written while it was read. Give it again.',
} as const;
