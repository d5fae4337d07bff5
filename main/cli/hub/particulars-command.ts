import { resolve } from 'node:path';
import { importParticulars } from '../../hub/checks/import-particulars.ts';
import { readParticularsFile } from '../../people-source/particulars-file.ts';
import { printJson, withHub } from './with-hub.ts';

/**
 * `hub particulars`: photographs and numbers on file, from a list, into the hub and from there to the counters. Rows that
 * can't be taken and the report as JSON lines. Exit status 0 when every row was taken, 1 when something needs a look.
 */
export async function particularsFromCommandLine(
  folder: string,
  file: string,
  dryRun: boolean,
): Promise<number> {
  const cancelling = new AbortController();
  const cancel = () => cancelling.abort();
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  const { signal } = cancelling;
  try {
    return await withHub(folder, async (hub) => {
      const list = () => readParticularsFile(resolve(file), signal);
      const report = await importParticulars(hub, list, { dryRun, signal, onBad: printJson });
      if (report.failure !== null) process.stderr.write(`${sentences[report.failure]}\n`);
      printJson(report);
      return report.failure === null && report.bad === 0 ? 0 : 1;
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write('Cancelled. What was stored before stays; the same list may be given again.\n');
    return 130;
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}

const sentences = {
  kind: 'The list must be a .csv or a .jsonl file. Nothing was changed.',
  unreachable: 'There is no such file. Nothing was changed.',
  unreadable: 'The list could not be read to its end (a quote that is not closed?).',
  header: 'The first line must name the columns: person, telephone, portrait. Nothing was changed.',
  'too-large': 'The list is too large. Nothing was changed.',
  changed: 'The list was written while it was read. Give it again.',
} as const;
