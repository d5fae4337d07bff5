import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { registerAuditCommands } from './audit/register-audit-commands.ts';
import { registerConfigCommands } from './config/register-config-commands.ts';
import { registerDemonstrationCommands } from './demonstration/register-demonstration-commands.ts';
import { registerDoctorCommand } from './doctor/register-doctor-command.ts';
import { registerFleetCommands } from './doctor/register-fleet-commands.ts';
import { registerEnrolCommand } from './enrol/register-enrol-command.ts';
import { registerHubCommands } from './hub/register-hub-commands.ts';
import { registerSetUpCommands } from './hub/register-set-up-commands.ts';
import { registerKioskCommands } from './kiosk/register-kiosk-commands.ts';
import { registerLabCommands } from './lab/register-lab-commands.ts';
import { registerPolicyCommands } from './policy/register-policy-commands.ts';
import { projectRoot } from './runtime/project-root.ts';
import { registerUpdateCommands } from './update/register-update-commands.ts';

/**
 * The `madoguchi` command. Each subcommand loads its own code when it is chosen, so that one that needs little starts
 * fast. Exit status: 0 done, 1 the answer is no, 2 wrong words, 69 something needed is missing, 70 a bug.
 */
const program = new Command('madoguchi').description('窓口 — lab sign-in and MFA suspension at the counter');

// A package has neither the made-up institution nor the tools that drive it.
if (existsSync(join(projectRoot(), '.build'))) registerDemonstrationCommands(program);

program
  .command('agent')
  .description("run the station's agent")
  .requiredOption('--settings <file>', 'settings of this station')
  .option(
    '--set <name=value>',
    'a setting that neither policy nor file says; may be given again',
    (one: string, all: string[]) => [...all, one],
    [],
  )
  .action(async () => {
    await import('../agent/index.ts');
  });

const hub = program
  .command('hub')
  .description('run a hub')
  .allowUnknownOption()
  .allowExcessArguments()
  .action(async () => {
    await import('../hub/index.ts');
  });
registerSetUpCommands(hub);
registerHubCommands(hub);
registerFleetCommands(hub);

registerPolicyCommands(program);
registerDoctorCommand(program);
registerConfigCommands(program);
registerEnrolCommand(program);
registerKioskCommands(program);

registerLabCommands(program);
registerUpdateCommands(program);

const audit = program.command('audit').description('the audit trail');
audit
  .command('verify')
  .description('verify the whole chain of a store: exit status 1 and the first bad entry on any change')
  .requiredOption('--store <file>', "the station's store")
  .option('--key <file>', 'its key file; beside the store unless said otherwise')
  .option('--checkpoint <file>', 'a checkpoint that the hub kept')
  .option('--json', 'print one JSON object', false)
  .action(async (options: { store: string; key?: string; checkpoint?: string; json: boolean }) => {
    const { runAuditVerify } = await import('./audit-verify.ts');
    const { dirname, join } = await import('node:path');
    const { readFileSync } = await import('node:fs');
    const checkpoint =
      options.checkpoint === undefined
        ? {}
        : { hubCheckpoint: readFileSync(options.checkpoint, 'utf8').trim() };
    process.exitCode = await runAuditVerify({
      storePath: options.store,
      keyPath: options.key ?? join(dirname(options.store), 'station.key'),
      json: options.json,
      ...checkpoint,
    });
  });

registerAuditCommands(audit);

await program.parseAsync();
