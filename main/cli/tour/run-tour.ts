import { mkdirSync } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright';
import { startDemonstration } from '../demonstration/demonstration.ts';
import type { FaceGround } from '../face-ground.ts';
import { projectRoot } from '../runtime/project-root.ts';
import { openDrivenFace } from './driven-face.ts';
import { driveWindows, type Held, say } from './driven-windows.ts';
import { enrolmentSteps } from './enrolment-steps.ts';
import { guideSteps } from './guide-steps.ts';
import type { WindowLanguage } from './hands.ts';
import { keyCareSteps } from './key-care-steps.ts';
import { labSessionSteps } from './lab-session-steps.ts';
import { tourSteps } from './tour-steps.ts';

/**
 * `madoguchi tour`: drives the main job end to end in real windows on a virtual display: a lab sign-in, then a counter
 * case online and offline. One line and one picture a step; the exit status is 0 only when every step did what it says.
 */
export async function runTour(options: {
  readonly out: string | null;
  readonly language: WindowLanguage;
  /** Looks at every state of which a picture is taken, while the window stands still. */
  readonly onState?: (page: Page, name: string) => Promise<void>;
}): Promise<number> {
  const startedMs = performance.now();
  const out = resolve(options.out ?? join(projectRoot(), 'out', 'tour'));
  mkdirSync(out, { recursive: true });
  return driveWindows((ground, held) => drive(ground, held, out, options, startedMs));
}

async function drive(
  ground: FaceGround,
  held: Held,
  out: string,
  { language, onState }: Pick<Parameters<typeof runTour>[0], 'language' | 'onState'>,
  startedMs: number,
): Promise<number> {
  const demonstration = await startDemonstration({
    dist: join(projectRoot(), 'dist'),
    folder: null,
    faceGroup: ground.user?.gid ?? null,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  held.demonstration = demonstration;
  // Written by the face, as the desktop's user; the tour takes it along.
  const documents = join(ground.user?.home ?? ground.folder, 'documents');
  const open = async (station: 'lab' | 'counter') => {
    const face = await openDrivenFace(ground, {
      runtimeFolder: demonstration.stations[station].runtimeFolder,
      language,
      switches: [...demonstration.faceSwitches, `--documents=${documents}`],
    });
    held.faces.push(face);
    return face.page;
  };
  say(`Everything in this tour is made up, and the identity provider is simulated.`);
  say(`このツアーの人・鍵・認証基盤はすべて架空（模擬）です。`);

  let number = 0;
  let failed = 0;
  const picture = async (page: Page, name: string) => {
    const file = join(out, `${String(number).padStart(2, '0')}-${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled' });
    await onState?.(page, name);
  };
  const tour = { demonstration, open, picture, language };
  for (const step of [
    ...tourSteps(tour),
    ...labSessionSteps(tour),
    ...guideSteps(tour),
    ...enrolmentSteps(tour),
    ...keyCareSteps(tour),
  ]) {
    number += 1;
    const stepMs = performance.now();
    try {
      await step.run();
      const seconds = ((performance.now() - stepMs) / 1000).toFixed(1);
      say(`✓ ${String(number).padStart(2)} ${step.name[language]} (${seconds} s)`);
      if (number === 1)
        say(`  ready ${((performance.now() - startedMs) / 1000).toFixed(1)} s after the command`);
    } catch (error) {
      failed += 1;
      say(`✗ ${String(number).padStart(2)} ${step.name[language]}`);
      say(`  ${error instanceof Error ? error.message : String(error)}`);
      for (const face of held.faces) await picture(face.page, 'failed').catch(() => undefined);
      break;
    }
  }
  const receipts = await readdir(documents).catch(() => []);
  for (const name of receipts) await copyFile(join(documents, name), join(out, name));
  say('');
  say(
    `${number - failed} steps done, ${failed} failed, in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`,
  );
  say(`Pictures: ${out}`);
  return failed === 0 ? 0 : 1;
}
