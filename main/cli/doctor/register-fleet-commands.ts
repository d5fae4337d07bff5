import type { Command } from 'commander';
import type { FleetOptions } from './fleet-command.ts';

const inFolder = [
  '--data <folder>',
  "the hub's data folder; its database by DATABASE_URL where it is PostgreSQL",
] as const;

/** What IT asks a hub about its stations. */
export function registerFleetCommands(hub: Command): void {
  hub
    .command('fleet')
    .description('every station: versions, last contact, failing checks; exit status 1 when one fails')
    .requiredOption(...inFolder)
    .option('--json', 'print one JSON object', false)
    .option('--page <file>', 'write a page of HTML with plots besides')
    .option('--language <language>', 'of the page: ja or en; the terminal’s unless said otherwise')
    .option('--time-zone <name>', 'of the page’s times; this computer’s unless said otherwise')
    .action(async (options: FleetOptions) => {
      const { fleetFromCommandLine } = await import('./fleet-command.ts');
      process.exitCode = await fleetFromCommandLine(options);
    });
  hub
    .command('settle')
    .description('end the doubt about a station: the next machine that speaks with its key is the station')
    .argument('<station>', 'its id, as “hub fleet --json” lists it')
    .requiredOption(...inFolder)
    .action(async (station: string, { data }: { data: string }) => {
      const { settleFromCommandLine } = await import('./fleet-command.ts');
      process.exitCode = await settleFromCommandLine(data, station);
    });
}
