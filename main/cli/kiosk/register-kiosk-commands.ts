import type { Command } from 'commander';

/** The words of `madoguchi kiosk`. */
export function registerKioskCommands(program: Command): void {
  program
    .command('kiosk')
    .description("the operating system's part of a lab station's kiosk")
    .command('export')
    .description('write the configuration files and their README into an empty folder')
    .requiredOption('--os <system>', 'windows or linux')
    .option(
      '--variant <name>',
      'windows: shell-launcher, assigned-access, restricted-user-experience; linux: cage, x11',
    )
    .option('--account <name>', 'desktop account of the kiosk', 'madoguchi-kiosk')
    .option('--program <path>', "the face's program on the machine")
    .requiredOption('--out <folder>', 'an empty folder, made if missing')
    .action(
      async (options: { os: string; variant?: string; account: string; program?: string; out: string }) => {
        const { exportKiosk } = await import('./export-kiosk.ts');
        process.exitCode = exportKiosk({ variant: undefined, program: undefined, ...options });
      },
    );
}
