import type { Command } from 'commander';
import { type SelectionWords, selectionOf, withSelection } from './selection-words.ts';

interface StoreWords extends SelectionWords {
  readonly store: string;
  readonly key?: string;
}

/** Says which word was wrong, and gives the exit status for it. */
function wrongWords(): number {
  process.stderr.write('A time, an id or a reference is not written as one.\n');
  return 2;
}

async function filesOf({ store, key }: StoreWords) {
  const { dirname, join } = await import('node:path');
  return { storePath: store, keyPath: key ?? join(dirname(store), 'station.key') };
}

/** `madoguchi audit search|export|verify-export`: a station's trail for auditors. */
export function registerAuditCommands(audit: Command): void {
  withSelection(
    audit
      .command('search')
      .description("entries of a station's trail as JSON lines, the oldest first")
      .requiredOption('--store <file>', "the station's store")
      .option('--key <file>', 'its key file; beside the store unless said otherwise'),
  ).action(async (words: StoreWords) => {
    const selection = selectionOf(words);
    const { searchStore } = await import('./store-commands.ts');
    process.exitCode = selection === null ? wrongWords() : await searchStore(await filesOf(words), selection);
  });
  withSelection(
    audit
      .command('export')
      .description("a file of a station's trail, and beside it the signed proof that nothing is missing")
      .requiredOption('--store <file>', "the station's store")
      .option('--key <file>', 'its key file; beside the store unless said otherwise')
      .requiredOption('--out <file>', 'where the file goes; the proof goes beside it as FILE.proof')
      .option('--format <format>', 'jsonl or csv', 'jsonl'),
  ).action(async (words: StoreWords & { out: string; format: string }) => {
    const selection = selectionOf(words);
    const { exportStore } = await import('./store-commands.ts');
    const format = words.format === 'csv' || words.format === 'jsonl' ? words.format : null;
    process.exitCode =
      selection === null || format === null
        ? wrongWords()
        : await exportStore(await filesOf(words), { format, selection, out: words.out });
  });
  audit
    .command('verify-export')
    .description('whether a file is what was exported, whole: exit status 1 where it is not')
    .requiredOption('--file <file>', 'the exported file')
    .option('--proof <file>', 'its proof; FILE.proof unless said otherwise')
    .option('--signed-by <thumbprint>', 'the key that must have signed it')
    .option('--data <folder>', "a hub's data folder: compares key and length of the trail with what it knows")
    .option('--json', 'print one JSON object', false)
    .action(
      async (words: { file: string; proof?: string; signedBy?: string; data?: string; json: boolean }) => {
        const { verifyExportFromCommandLine } = await import('./verify-export-command.ts');
        process.exitCode = await verifyExportFromCommandLine({
          file: words.file,
          proof: words.proof ?? `${words.file}.proof`,
          signedBy: words.signedBy ?? null,
          hubFolder: words.data ?? null,
          json: words.json,
        });
      },
    );
}

/** `madoguchi hub audit search`, and `export --out`, which has a proof. */
export function registerHubAuditFiles(audit: Command): void {
  const data = [
    '--data <folder>',
    "the hub's data folder; its database by DATABASE_URL where it is PostgreSQL",
  ] as const;
  withSelection(
    audit
      .command('search')
      .description("entries of the hub's own trail as JSON lines")
      .requiredOption(...data),
  ).action(async (words: SelectionWords & { data: string }) => {
    const selection = selectionOf(words);
    const { searchHubAudit } = await import('./hub-export.ts');
    process.exitCode = selection === null ? wrongWords() : await searchHubAudit(words.data, selection);
  });
  withSelection(
    audit
      .command('export-file')
      .description("a file of the hub's own trail, and beside it the signed proof that nothing is missing")
      .requiredOption(...data)
      .requiredOption('--out <file>', 'where the file goes; the proof goes beside it as FILE.proof')
      .option('--format <format>', 'jsonl or csv', 'jsonl'),
  ).action(async (words: SelectionWords & { data: string; out: string; format: string }) => {
    const selection = selectionOf(words);
    const format = words.format === 'csv' || words.format === 'jsonl' ? words.format : null;
    const { exportHubAudit } = await import('./hub-export.ts');
    process.exitCode =
      selection === null || format === null
        ? wrongWords()
        : await exportHubAudit(words.data, { format, selection, out: words.out });
  });
}
