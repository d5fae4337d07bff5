import type { Command } from 'commander';

/** What only a checkout can do: the demonstration and the tour. No package has them. */
export function registerDemonstrationCommands(program: Command): void {
  program
    .command('start')
    .description(
      'start the demonstration: hub, lab station, counter, and their windows (the tour where there is no display)',
    )
    .option('--keep <folder>', 'keep the demonstration in this folder instead of a temporary one')
    .option('--kiosk', 'the lab station holds every screen, as in production', false)
    .action(async (options: { keep?: string; kiosk: boolean }) => {
      const { runStart } = await import('../start.ts');
      process.exitCode = await runStart(options.keep ?? null, options.kiosk);
    });

  program
    .command('tour')
    .description(
      'drive the main job end to end in real windows on a virtual display, with a picture of each step',
    )
    .option('--out <folder>', 'where the pictures go')
    .option('--language <code>', 'ja or en', 'ja')
    .option('--cases', 'instead a whole case of each institution, every screen in both languages', false)
    .option('--profile <id>', 'of one institution alone: keio, aue, utokyo, joho or kyoto')
    .action(async (options: { out?: string; language: string; cases: boolean; profile?: string }) => {
      const language = options.language === 'en' ? 'en' : 'ja';
      if (options.cases || options.profile !== undefined) {
        const { runCaseTour } = await import('../tour/run-case-tour.ts');
        const { out = null, profile = null } = options;
        process.exitCode = await runCaseTour({ out, profile, language });
        return;
      }
      const { runTour } = await import('../tour/run-tour.ts');
      process.exitCode = await runTour({
        out: options.out ?? null,
        language,
      });
    });

  program
    .command('demonstration-hub', { hidden: true })
    .requiredOption('--folder <folder>')
    .requiredOption('--port <number>')
    .option('--tokens-for <names>')
    .action(async (options: { folder: string; port: string; tokensFor?: string }) => {
      const { runDemonstrationHub } = await import('./demonstration-hub.ts');
      const tokensFor = options.tokensFor?.split(',') ?? [];
      await runDemonstrationHub({ folder: options.folder, port: Number(options.port), tokensFor });
    });
}
