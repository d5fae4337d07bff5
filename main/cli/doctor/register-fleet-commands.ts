import type { Command } from 'commander';

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
    .action(async ({ data, json }: { data: string; json: boolean }) => {
      const { fleetFromCommandLine } = await import('./fleet-command.ts');
      process.exitCode = await fleetFromCommandLine(data, json);
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
