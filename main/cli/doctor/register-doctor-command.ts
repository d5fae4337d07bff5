import type { Command } from 'commander';
import type { DoctorCommandOptions } from './doctor-command.ts';

export function registerDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('say what is well at this station and what is not; exit status 0 well, 1 to heed, 2 failing')
    .option('--settings <file>', "the station's settings; an installed station's own unless said otherwise")
    .option('--json', 'print one JSON object', false)
    .option(
      '--fix',
      'take surplus rights away from files, make missing folders, install the udev rule',
      false,
    )
    .option('--language <code>', 'ja or en; the terminal’s unless said otherwise')
    .action(async (options: DoctorCommandOptions) => {
      const { doctorFromCommandLine } = await import('./doctor-command.ts');
      process.exitCode = await doctorFromCommandLine(options);
    });
}
