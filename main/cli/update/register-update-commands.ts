import type { Command } from 'commander';
import type { PublishOptions, RepositoryOptions } from './repository-commands.ts';
import type { StationOptions } from './station-commands.ts';

/** `madoguchi update …`: IT's signed repository, and a station's own part. Each loads its code when it is chosen. */
export function registerUpdateCommands(program: Command): void {
  const update = program
    .command('update')
    .description('signed updates: the repository, and what a station does');
  const repository = (words: string, description: string) =>
    update
      .command(words)
      .description(description)
      .requiredOption('--repository <folder>', 'the repository, which a web server or the hub gives out')
      .requiredOption('--keys <folder>', 'the keys of its roles');
  const rootKeys = (command: Command) =>
    command
      .option('--root-keys <count>', 'how many keys root has', '1')
      .option('--root-threshold <count>', 'how many of them a new root needs', '1');

  rootKeys(repository('init-repository', 'make keys and an empty repository')).action(
    async (options: Parameters<typeof import('./repository-commands.ts').initFromCommandLine>[0]) => {
      const { initFromCommandLine } = await import('./repository-commands.ts');
      process.exitCode = await initFromCommandLine(options);
    },
  );
  repository('publish <file...>', 'add packages and sign')
    .option('--channel <name>', 'stable unless said otherwise; may be given again', collect, [])
    .option('--share <percent>', 'how many of a hundred stations may have it', '100')
    .option('--command-formats <list>', 'formats of commands that it sends', '1')
    .option('--from <version>', 'the oldest version that it may follow at once')
    .option('--release <version>', 'version of packages that are no .deb')
    .option('--system <name>', 'linux-x64, linux-arm64, win32-x64, darwin-x64 or darwin-arm64')
    .action(async (files: string[], options: PublishOptions) => {
      const { publishFromCommandLine } = await import('./repository-commands.ts');
      process.exitCode = await publishFromCommandLine(files, options);
    });
  repository('share <version> <percent>', 'change how many stations may have a version').action(
    async (version: string, percent: string, options: RepositoryOptions) => {
      const { changeFromCommandLine } = await import('./repository-commands.ts');
      process.exitCode = await changeFromCommandLine(version, percent, options);
    },
  );
  repository('withdraw <version>', 'offer a version to nobody any more').action(
    async (version: string, options: RepositoryOptions) => {
      const { changeFromCommandLine } = await import('./repository-commands.ts');
      process.exitCode = await changeFromCommandLine(version, null, options);
    },
  );
  repository('renew', 'sign the timestamp anew; its key is enough').action(
    async (options: RepositoryOptions) => {
      const { renewFromCommandLine } = await import('./repository-commands.ts');
      process.exitCode = await renewFromCommandLine(options);
    },
  );
  rootKeys(repository('rotate', 'new keys for every role, signed by the old root'))
    .requiredOption('--new-keys <folder>', 'where the new keys go')
    .action(
      async (options: Parameters<typeof import('./repository-commands.ts').rotateFromCommandLine>[0]) => {
        const { rotateFromCommandLine } = await import('./repository-commands.ts');
        process.exitCode = await rotateFromCommandLine(options);
      },
    );
  update
    .command('list')
    .description('what a repository offers, and until when its signatures hold')
    .requiredOption('--repository <folder>', 'the repository')
    .action(async (options: { repository: string }) => {
      const { listFromCommandLine } = await import('./repository-commands.ts');
      process.exitCode = await listFromCommandLine(options);
    });

  const station = (words: string, description: string) =>
    update
      .command(words)
      .description(description)
      .option(
        '--settings <file>',
        "the station's settings; an installed station's own unless said otherwise",
      );
  station('status', 'what this station knows of updates').action(async (options: StationOptions) => {
    const { statusFromCommandLine } = await import('./station-commands.ts');
    process.exitCode = await statusFromCommandLine(options);
  });
  station('check', 'verify a repository as a station would')
    .option('--address <url>', "the repository; the station's own unless said otherwise")
    .option('--root <file>', 'the root that is pinned')
    .action(async (options: StationOptions & { address?: string; root?: string }) => {
      const { checkFromCommandLine } = await import('./station-commands.ts');
      process.exitCode = await checkFromCommandLine(options);
    });
  station('look', 'have the agent ask its repository now')
    .option('--wait', 'until it has, saying how far it is; Ctrl-C ends the waiting alone', false)
    .action(async (options: StationOptions & { wait: boolean }) => {
      const { lookFromCommandLine } = await import('./station-commands.ts');
      process.exitCode = await lookFromCommandLine(options);
    });
  station('apply', "install what the agent handed over; the service's part, as root").action(
    async (options: StationOptions) => {
      const { applyFromCommandLine } = await import('./station-commands.ts');
      process.exitCode = await applyFromCommandLine(options);
    },
  );
}

function collect(one: string, all: string[]): string[] {
  return [...all, one];
}
