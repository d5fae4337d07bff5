import type { Command } from 'commander';

const inFolder = [
  '--data <folder>',
  "the hub's data folder; its database by DATABASE_URL where it is PostgreSQL",
] as const;

/** `madoguchi hub …`: what an administrator does beside the running hub. */
export function registerHubCommands(hub: Command): void {
  registerReviews(hub.command('reviews').description('commands and objections that a person has to decide'));
  registerAudit(hub.command('audit').description("the hub's own audit trail"));
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

function registerAudit(audit: Command): void {
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
