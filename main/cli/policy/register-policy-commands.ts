import type { Command } from 'commander';
import type { DriftOptions } from './drift-command.ts';
import type { ExplainOptions } from './explain-command.ts';
import type { ExportOptions } from './export-command.ts';
import type { CommonOptions } from './policy-output.ts';
import type { SignOptions } from './sign-command.ts';

const many = (value: string, before: readonly string[]) => [...before, value];

/** `madoguchi policy …`. Each subcommand loads its own code when it is chosen. */
export function registerPolicyCommands(program: Command): void {
  const policy = program.command('policy').description('the signed exemption policy');
  const command = (words: string, description: string) =>
    policy
      .command(words)
      .description(description)
      .option('--language <code>', "ja or en; the terminal's unless said otherwise");

  command('init', 'write a commented policy to start from, and its schema; writes over nothing')
    .requiredOption('--profile <institution>', 'whose words, formats and limits it starts from')
    .option('--out <file>', 'where it goes', 'policy.yaml')
    .action(async (options: CommonOptions & { profile: string; out: string }) => {
      const { initFromCommandLine } = await import('./init-command.ts');
      process.exitCode = await initFromCommandLine(options);
    });
  command('schema', 'print the JSON Schema of a policy file, for editors')
    .option('--out <file>', 'write it there instead; over nothing')
    .action(async (options: CommonOptions & { out?: string }) => {
      const { schemaFromCommandLine } = await import('./init-command.ts');
      process.exitCode = await schemaFromCommandLine(options);
    });
  command('key', 'make a policy key: the private half for its owner only, the public half as JWK beside it')
    .requiredOption('--out <file>', 'the private key, PKCS #8 PEM; written over nothing')
    .action(async (options: CommonOptions & { out: string }) => {
      const { keyFromCommandLine } = await import('./sign-command.ts');
      process.exitCode = await keyFromCommandLine(options);
    });
  command('sign <file>', 'sign a policy written as YAML or JSON; the bundle goes to standard output')
    .requiredOption('--key <file>', 'Ed25519 private key, PKCS #8 PEM, readable by its owner only')
    .option('--out <file>', 'write the bundle there; an existing one is kept unless --replace is said')
    .option('--replace', 'replace an older bundle at --out by a newer version', false)
    .option('--after <file>', 'the policy before it, signed or not: the version must be above')
    .option('--next', 'raise the version above the one before, and write it into the policy file', false)
    .action(async (file: string, options: SignOptions) => {
      const { signFromCommandLine } = await import('./sign-command.ts');
      process.exitCode = await signFromCommandLine(file, options);
    });
  command('inspect <file>', 'say what a bundle or a policy file says; with --key a signature is checked')
    .option('--key <file>', 'a policy key, public, as JWK or PEM; may be given again', many, [])
    .option('--json', 'print one JSON object', false)
    .action(async (file: string, options: CommonOptions & { key: string[]; json: boolean }) => {
      const { inspectFromCommandLine } = await import('./inspect-command.ts');
      process.exitCode = await inspectFromCommandLine(file, options);
    });
  command('publish <bundle>', 'publish a signed bundle through a hub: stations fetch it within seconds')
    .requiredOption('--hub <folder>', "the hub's data folder; PostgreSQL by DATABASE_URL")
    .action(async (bundle: string, options: CommonOptions & { hub: string }) => {
      const { publishFromCommandLine } = await import('./publish-command.ts');
      process.exitCode = await publishFromCommandLine(bundle, options);
    });
  command(
    'diff <before> <after>',
    'say what changes between two bundles or files; exit status 1 when something becomes more permissive',
  )
    .option('--json', 'print one JSON object', false)
    .action(async (before: string, after: string, options: CommonOptions & { json: boolean }) => {
      const { diffFromCommandLine } = await import('./inspect-command.ts');
      process.exitCode = await diffFromCommandLine(before, after, options);
    });
  command('explain <file>', 'say what a lab station would decide with a bundle or a policy file, and why')
    .option('--key <file>', 'a policy key, public, as JWK or PEM; may be given again', many, [])
    .option('--institution <id>', "the station's institution; the policy's own unless said otherwise")
    .option('--station <name>', "an enrolled station; the room's first unless said otherwise")
    .option('--room <id>', 'a room of the policy')
    .option('--address <ip>', "one of the station's addresses; may be given again", many, [])
    .option('--person <id>', 'without it the place alone is judged')
    .option('--role <role>', 'a role of the person; may be given again', many, [])
    .option(
      '--group <name>',
      'a group of the person as the directory spells it; may be given again',
      many,
      [],
    )
    .option('--groups-unknown', "a directory that does not tell groups, as Okta's", false)
    .option('--at <time>', "ISO 8601, without an offset on the policy's clock; now unless said otherwise")
    .option('--json', 'print one JSON object', false)
    .action(async (file: string, options: ExplainOptions) => {
      const { explainFromCommandLine } = await import('./explain-command.ts');
      process.exitCode = await explainFromCommandLine(file, options);
    });
  command('export <file>', 'what the provider needs so that web sign-ins from the same rooms are exempt too')
    .option('--okta', 'network zones, as POST /api/v1/zones takes them', false)
    .option('--entra', "named locations, as Graph's POST /identity/conditionalAccess/namedLocations", false)
    .option('--room <id>', 'only this room; may be given again', many, [])
    .option('--joint', 'one for all rooms together', false)
    .option(
      '--address <network>',
      'what the provider sees instead of private networks; may be given again',
      many,
      [],
    )
    .action(async (file: string, options: ExportOptions) => {
      const { exportFromCommandLine } = await import('./export-command.ts');
      process.exitCode = await exportFromCommandLine(file, options);
    });
  command(
    'drift',
    "compare the provider's exempt networks with the policy's rooms; exit status 1 when they differ",
  )
    .option('--policy <file>', 'a bundle or a policy file')
    .option('--zones <file>', 'what Okta or Graph answered to the list of zones or locations, as JSON')
    .option('--hub <folder>', "instead of both: a hub's data folder, as the hub itself compares")
    .option(
      '--zone <name>',
      'a name at the provider, instead of those that export gives; may be given again',
      many,
      [],
    )
    .option('--room <id>', 'only this room; may be given again', many, [])
    .option('--json', 'print one JSON object', false)
    .action(async (options: DriftOptions) => {
      const { driftFromCommandLine } = await import('./drift-command.ts');
      process.exitCode = await driftFromCommandLine(options);
    });
}
