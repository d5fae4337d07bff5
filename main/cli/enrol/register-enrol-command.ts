import type { Command } from 'commander';
import type { EnrolOptions } from './enrol-command.ts';

export function registerEnrolCommand(program: Command): void {
  program
    .command('enrol')
    .description('give this machine its identity with a one-time token; run it while the agent is stopped')
    .option('--hub <url>', 'address of the hub; as the settings say unless said here')
    .option(
      '--token-file <file>',
      'file that holds the token; - for standard input. Never on the command line: every program can read that',
    )
    .option('--name <name>', 'refuse a token that was made for another station')
    .option('--state <folder>', "the agent's state folder; as the settings say unless said here")
    .option('--settings <file>', "the station's settings; an installed station's own unless said otherwise")
    .option('--keep', 'keep an identity that is there (as without it)', false)
    .option('--replace', 'take a new identity in place of one that is there; the hub ends the old', false)
    .option('--wait <seconds>', 'try on for so long while the hub is out of reach', '0')
    .action(async (options: EnrolOptions) => {
      const { enrolFromCommandLine } = await import('./enrol-command.ts');
      process.exitCode = await enrolFromCommandLine(options);
    });
}
