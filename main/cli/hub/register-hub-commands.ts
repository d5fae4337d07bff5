import type { Command } from 'commander';
import { registerHubAuditFiles } from '../audit/register-audit-commands.ts';
import type { ImportWords } from './import-commands.ts';
import type { SweepWords } from './sweep-command.ts';

const inFolder = [
  '--data <folder>',
  "the hub's data folder; its database by DATABASE_URL where it is PostgreSQL",
] as const;

/** `madoguchi hub …`: what an administrator does beside the running hub. */
export function registerHubCommands(hub: Command): void {
  registerReviews(hub.command('reviews').description('commands and objections that a person has to decide'));
  registerRequests(hub.command('requests').description('what the centre does by hand, tracked to its end'));
  registerAudit(hub.command('audit').description("the hub's own audit trail"));
  registerImports(hub.command('import').description('people of the directory, into the replica'));
  hub
    .command('status')
    .description(
      'queue, reviews, provider, stations and what else needs a look: exit status 1 where something does',
    )
    .requiredOption(...inFolder)
    .option('--json', 'print one JSON object', false)
    .action(async ({ data, json }: { data: string; json: boolean }) => {
      const { statusFromCommandLine } = await import('./status-command.ts');
      process.exitCode = await statusFromCommandLine(data, json);
    });
  hub
    .command('sweep')
    .description(
      'end what no command explains at the provider now: exit status 1 where somebody is left, or has to look',
    )
    .requiredOption(...inFolder)
    .option('--provider <file>', 'the identity provider; provider.json of the data folder without it')
    .option('--dry-run', 'only say whose exemption it would end', false)
    .option('--most <people>', 'how many it may end, for whoever has looked at them; 20 unless said')
    .action(async ({ most, ...words }: Omit<SweepWords, 'most'> & { most?: string }) => {
      const { sweepFromCommandLine } = await import('./sweep-command.ts');
      const wanted = most === undefined ? null : /^[1-9]\d{0,4}$/.test(most) ? Number(most) : undefined;
      process.exitCode = wanted === undefined ? 2 : await sweepFromCommandLine({ ...words, most: wanted });
    });
  hub
    .command('erase')
    .description('erase a person whose commands are over, here and at every station')
    .requiredOption('--person <id>', "the institution's id of the person")
    .requiredOption(...inFolder)
    .action(async ({ data, person }: { data: string; person: string }) => {
      const { eraseFromCommandLine } = await import('./erase-command.ts');
      process.exitCode = await eraseFromCommandLine(data, person);
    });
  hub
    .command('backup')
    .description('copy an embedded database into its data folder, whether the hub runs or not')
    .requiredOption('--data <folder>', "the hub's data folder")
    .action(async ({ data }: { data: string }) => {
      const { backupFromCommandLine } = await import('./backup-commands.ts');
      process.exitCode = await backupFromCommandLine(data);
    });
  hub
    .command('restore')
    .description(
      'after a database was put back: have every station begin anew and send again what is missing',
    )
    .requiredOption(...inFolder)
    .option('--from <file>', 'first make the embedded database out of this copy')
    .action(async ({ data, from }: { data: string; from?: string }) => {
      const { restoreFromCommandLine } = await import('./backup-commands.ts');
      process.exitCode = await restoreFromCommandLine(data, from ?? null);
    });
  hub
    .command('particulars')
    .description(
      'photographs and numbers on file, for checks at the counters: exit status 1 where a row is bad',
    )
    .requiredOption(
      '--file <list>',
      '.csv or .jsonl: person, telephone, portrait (a picture beside the list)',
    )
    .requiredOption(...inFolder)
    .option('--dry-run', 'only say what it would take', false)
    .action(async ({ data, file, dryRun }: { data: string; file: string; dryRun: boolean }) => {
      const { particularsFromCommandLine } = await import('./particulars-command.ts');
      process.exitCode = await particularsFromCommandLine(data, file, dryRun);
    });
}

function registerImports(imports: Command): void {
  imports
    .command('run')
    .description('import now, as the settings say: exit status 1 where something needs a look')
    .requiredOption('--name <import>', 'which import of the settings')
    .requiredOption('--settings <file>', "the hub's settings file")
    .requiredOption(...inFolder)
    .option('--dry-run', 'only say what it would change', false)
    .option('--force', 'whatever the limits on removals and bad rows say', false)
    .option('--whole', 'read everything, also where the source could tell what changed', false)
    .action(async (words: ImportWords) => {
      const { importFromCommandLine } = await import('./import-commands.ts');
      process.exitCode = await importFromCommandLine(words);
    });
  imports
    .command('report')
    .description('what the newest run did, and the rows that it could not take')
    .requiredOption('--name <import>', 'which import')
    .requiredOption(...inFolder)
    .action(async ({ data, name }: { data: string; name: string }) => {
      const { reportFromCommandLine } = await import('./import-commands.ts');
      process.exitCode = await reportFromCommandLine(data, name);
    });
}

function registerReviews(reviews: Command): void {
  reviews
    .command('list')
    .description('what is open, the oldest first, as JSON lines')
    .requiredOption(...inFolder)
    .action(async ({ data }: { data: string }) => {
      const { listFromCommandLine } = await import('./review-commands.ts');
      process.exitCode = await listFromCommandLine(data);
    });
  const decisions = {
    approve: 'let the command have its way',
    refuse: 'it is not carried out; what is in force of it ends',
    retry: 'begin its tries anew',
  } as const;
  for (const decision of ['approve', 'refuse', 'retry'] as const) {
    reviews
      .command(decision)
      .description(decisions[decision])
      .argument('<review>', 'its id, as listed')
      .requiredOption('--by <operator>', 'the supervisor who decides, by id')
      .requiredOption(...inFolder)
      .action(async (review: string, { data, by }: { data: string; by: string }) => {
        const { decideFromCommandLine } = await import('./review-commands.ts');
        process.exitCode = await decideFromCommandLine(data, decision, review, by);
      });
  }
}

function registerRequests(requests: Command): void {
  requests
    .command('list')
    .description('print what the centre still has to do by hand, those that are due first')
    .requiredOption(...inFolder)
    .action(async ({ data }: { data: string }) => {
      const { listRequestsFromCommandLine } = await import('./request-commands.ts');
      process.exitCode = await listRequestsFromCommandLine(data);
    });
  const answers = [
    ['take', 'in-work', 'say that somebody works on it'],
    ['done', 'done', 'say that it is done'],
    ['decline', 'declined', 'say that it will not be done'],
  ] as const;
  for (const [name, outcome, description] of answers) {
    requests
      .command(name)
      .description(description)
      .argument('<request>', 'its id, as listed')
      .requiredOption('--by <operator>', 'the operator who says so, by id')
      .requiredOption(...inFolder)
      .action(async (request: string, { data, by }: { data: string; by: string }) => {
        const { settleFromCommandLine } = await import('./request-commands.ts');
        process.exitCode = await settleFromCommandLine(data, outcome, request, by);
      });
  }
}

function registerAudit(audit: Command): void {
  registerHubAuditFiles(audit);
  audit
    .command('export')
    .description('print it as JSON lines')
    .requiredOption(...inFolder)
    .option('--after <sequence>', 'only what follows this entry', '0')
    .action(async ({ data, after }: { data: string; after: string }) => {
      const { exportFromCommandLine } = await import('./audit-commands.ts');
      process.exitCode = /^\d{1,15}$/.test(after) ? await exportFromCommandLine(data, Number(after)) : 2;
    });
  audit
    .command('verify')
    .description('verify the whole chain: exit status 1 and the first bad entry on any change')
    .requiredOption(...inFolder)
    .option('--exported <file>', 'an earlier export, to tell whether the end was cut off since')
    .action(async ({ data, exported }: { data: string; exported?: string }) => {
      const { verifyFromCommandLine } = await import('./audit-commands.ts');
      process.exitCode = await verifyFromCommandLine(data, exported ?? null);
    });
}
