import type { Command } from 'commander';
import type { NoticeOptions } from './lab-notice-command.ts';

/** `madoguchi lab …`: what staff and IT say to lab workstations. Each loads its own code when it is chosen. */
export function registerLabCommands(program: Command): void {
  const lab = program.command('lab').description('what staff and IT say to lab workstations');
  const notice = (words: string, description: string) =>
    lab
      .command(words)
      .description(description)
      .requiredOption(
        '--data <folder>',
        "the hub's data folder; its database by DATABASE_URL where it is PostgreSQL",
      )
      .option('--station <name>', 'one workstation, by its enrolled name')
      .option('--room <id>', "every workstation of a room of the hub's newest policy");
  notice('message', 'show a text to those who are signed in there now')
    .requiredOption('--ja <text>', 'in Japanese')
    .requiredOption('--en <text>', 'in English')
    .action(async ({ ja, en, ...options }: NoticeOptions & { ja: string; en: string }) => {
      const { noticeFromCommandLine } = await import('./lab-notice-command.ts');
      process.exitCode = await noticeFromCommandLine(options, { ja, en });
    });
  notice('sign-out', 'end the sessions that are open there now').action(async (options: NoticeOptions) => {
    const { noticeFromCommandLine } = await import('./lab-notice-command.ts');
    process.exitCode = await noticeFromCommandLine(options, null);
  });
  lab
    .command('wipe-again')
    .description("on a workstation that could not be wiped: try anew; as root or the agent's own account")
    .requiredOption('--state <folder>', "the agent's state folder")
    .action(async (options: { state: string }) => {
      const { wipeAgainFromCommandLine } = await import('./wipe-again-command.ts');
      process.exitCode = await wipeAgainFromCommandLine(options.state);
    });
}
