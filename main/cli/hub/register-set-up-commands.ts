import type { Command } from 'commander';
import type { InitWords } from './init-command.ts';
import type { InviteWords } from './operator-commands.ts';
import type { MintWords } from './token-commands.ts';

const inFolder = [
  '--data <folder>',
  "the hub's data folder; its database by DATABASE_URL where it is PostgreSQL",
] as const;
const many = (one: string, all: readonly string[]): string[] => [...all, one];

/** What IT does to set a hub up, and to end what was lost: institution, stations' tokens, the first supervisor. */
export function registerSetUpCommands(hub: Command): void {
  hub
    .command('init')
    .description('say which institution a new hub serves, and whose policies it takes')
    .requiredOption('--profile <institution>', 'keio, aue, utokyo, joho, kyoto; hokuto-demo for a trial')
    .requiredOption('--policy-key <file>', 'a public key of the policy; up to four', many, [])
    .requiredOption(...inFolder)
    .option('--provider <file>', 'the identity provider; provider.json of the data folder without it')
    .option('--rp-id <host>', "the relying-party id of operators' keys; the profile's without it")
    .option('--trial', 'no production: a simulated provider and software keys are permitted', false)
    .action(async (words: InitWords) => {
      const { initFromCommandLine } = await import('./init-command.ts');
      process.exitCode = await initFromCommandLine(words);
    });
  hub
    .command('revoke')
    .description("end a station's identity; what it queued and is not in force goes to review")
    .argument('<station>', 'its id or its name')
    .requiredOption(...inFolder)
    .action(async (station: string, { data }: { data: string }) => {
      const { revokeStationFromCommandLine } = await import('./station-command.ts');
      process.exitCode = await revokeStationFromCommandLine(data, station);
    });
  registerTokens(hub.command('token').description('one-time tokens by which stations enrol'));
  registerOperators(hub.command('operator').description('the registry of operators, from the hub itself'));
}

function registerTokens(token: Command): void {
  token
    .command('mint')
    .description('make a token for a station, or for each of a run (pc-[01-40])')
    .argument('<station>', 'the name that policies call it by')
    .requiredOption('--kind <kind>', 'lab or counter')
    .requiredOption(...inFolder)
    .option('--ja <text>', 'what people call it, in Japanese; the name without it')
    .option('--en <text>', '… in English')
    .option('--minutes <number>', 'how long it is good; at most a week', '60')
    .option('--out <folder>', 'write each into a file of its own instead')
    .action(async (station: string, words: MintWords) => {
      const { mintFromCommandLine } = await import('./token-commands.ts');
      process.exitCode = await mintFromCommandLine(station, words);
    });
  token
    .command('list')
    .description('the tokens that nobody has used yet and that are still good')
    .requiredOption(...inFolder)
    .action(async ({ data }: { data: string }) => {
      const { listTokensFromCommandLine } = await import('./token-commands.ts');
      process.exitCode = await listTokensFromCommandLine(data);
    });
  token
    .command('withdraw')
    .description('end every open token of a station: exit status 1 where there was none')
    .argument('<station>', 'its name')
    .requiredOption(...inFolder)
    .action(async (station: string, { data }: { data: string }) => {
      const { withdrawFromCommandLine } = await import('./token-commands.ts');
      process.exitCode = await withdrawFromCommandLine(data, station);
    });
}

function registerOperators(operator: Command): void {
  const emergency = ['--emergency', 'also while a supervisor is in office; it is recorded', false] as const;
  const atCounter = ['--counter <name>', 'the enrolled counter at which the code is good'] as const;
  operator
    .command('list')
    .description('everyone who is or was an operator')
    .requiredOption(...inFolder)
    .action(async ({ data }: { data: string }) => {
      const { listOperatorsFromCommandLine } = await import('./operator-commands.ts');
      process.exitCode = await listOperatorsFromCommandLine(data);
    });
  operator
    .command('invite')
    .description(
      'a registration code, good for a day, for the first supervisor; everybody else is invited by one',
    )
    .argument('<operator>', 'the id that they will have')
    .requiredOption('--ja <name>', 'their name, in Japanese')
    .requiredOption('--en <name>', '… in English')
    .requiredOption(...atCounter)
    .requiredOption(...inFolder)
    .option('--person <id>', 'their own account, on which they may never act')
    .option('--role <role>', 'supervisor or operator', 'supervisor')
    .option(...emergency)
    .action(async (id: string, words: InviteWords) => {
      const { inviteFromCommandLine } = await import('./operator-commands.ts');
      process.exitCode = await inviteFromCommandLine(id, words);
    });
  operator
    .command('recover')
    .description('a registration code for an operator who has lost all keys; those of before end with it')
    .argument('<operator>', 'their id')
    .requiredOption(...atCounter)
    .requiredOption(...inFolder)
    .option(...emergency)
    .action(async (id: string, words: Pick<InviteWords, 'data' | 'counter' | 'emergency'>) => {
      const { recoverFromCommandLine } = await import('./operator-commands.ts');
      process.exitCode = await recoverFromCommandLine(id, words);
    });
  operator
    .command('revoke')
    .description('end a registration at once; what they queued and is not in force goes to review')
    .argument('<operator>', 'their id')
    .requiredOption(...inFolder)
    .action(async (id: string, { data }: { data: string }) => {
      const { revokeOperatorFromCommandLine } = await import('./operator-commands.ts');
      process.exitCode = await revokeOperatorFromCommandLine(data, id);
    });
}
