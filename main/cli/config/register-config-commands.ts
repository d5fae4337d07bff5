import type { Command } from 'commander';

export function registerConfigCommands(program: Command): void {
  const config = program.command('config').description('settings of this station, and where they come from');
  config
    .command('show')
    .description('every setting with its value and its source; secrets are covered')
    .option('--settings <file>', "the machine's file; an installed station's own unless said otherwise")
    .option(
      '--set <name=value>',
      'as given to the agent; may be given again',
      (one: string, all: string[]) => [...all, one],
      [],
    )
    .option('--json', 'print one JSON object', false)
    .action(async (options: { settings?: string; set: string[]; json: boolean }) => {
      const { showFromCommandLine } = await import('./config-command.ts');
      process.exitCode = await showFromCommandLine(options);
    });
  config
    .command('check <file>')
    .description('judge a settings file; exit status 1 and file:line of what is wrong')
    .action(async (file: string) => {
      const { checkFromCommandLine } = await import('./config-command.ts');
      process.exitCode = checkFromCommandLine(file);
    });
  config
    .command('admx')
    .description("write Group Policy's templates, in Japanese and English")
    .requiredOption('--out <folder>', 'such as the PolicyDefinitions folder of the domain')
    .action(async (options: { out: string }) => {
      const { admxFromCommandLine } = await import('./config-command.ts');
      process.exitCode = admxFromCommandLine(options.out);
    });
}
