import { mkdirSync } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright';
import type { Profile } from '../../profile/profile.ts';
import { profileOf } from '../../profile/profiles.ts';
import { startDemonstration } from '../demonstration/demonstration.ts';
import { atAnyHour, institutionPolicy } from '../demonstration/institution-policy.ts';
import { demonstrationPin } from '../demonstration/seed.ts';
import type { FaceGround } from '../face-ground.ts';
import { projectRoot } from '../runtime/project-root.ts';
import { openCallersBrowser } from './callers-browser.ts';
import { openDrivenFace } from './driven-face.ts';
import { driveWindows, type Held, letGo, say } from './driven-windows.ts';
import { createHands, type WindowLanguage } from './hands.ts';
import { type InstitutionCase, institutionCases } from './institution-cases.ts';
import { saveReceipt } from './save-receipt.ts';

/** High enough that a whole screen is in each picture. */
const display = { width: 1400, height: 1800 };
const windowSize = { width: 1366, height: 1720 };

/**
 * `madoguchi tour --cases`: walks a whole case of each institution at its own counter, by its own rules, in a real window.
 * Every screen is pictured in both languages, and the receipt is written as a PDF. Exit status 0 only when every case came
 * to its receipt.
 */
export async function runCaseTour(options: {
  readonly out: string | null;
  readonly language: WindowLanguage;
  /** One institution's profile; null for all. */
  readonly profile: string | null;
}): Promise<number> {
  const wanted = institutionCases.filter(
    ({ profile }) => options.profile === null || profile === options.profile,
  );
  if (wanted.length === 0) {
    const known = institutionCases.map(({ profile }) => profile).join(', ');
    process.stderr.write(`No case of ${options.profile} is known: one of ${known}.\n`);
    return 2;
  }
  const out = resolve(options.out ?? join(projectRoot(), 'out', 'cases'));
  mkdirSync(out, { recursive: true });
  return driveWindows(async (ground, held) => {
    say(`Everything in these cases is made up, and the identity providers are simulated.`);
    say(`人・鍵・認証基盤はすべて架空（模擬）です。`);
    let failed = 0;
    for (const one of wanted) {
      const startedMs = performance.now();
      try {
        const pictures = await walk(ground, held, one, options.language, out);
        const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
        say(`✓ ${one.profile}: ${pictures} screens in both languages, and its receipt (${seconds} s)`);
      } catch (error) {
        failed += 1;
        say(`✗ ${one.profile}`);
        say(`  ${error instanceof Error ? error.message : String(error)}`);
        for (const { page } of held.faces)
          await page.screenshot({ path: join(out, `${one.profile}-failed.png`) }).catch(() => undefined);
      }
      await letGo(held);
    }
    say(`${wanted.length - failed} cases done, ${failed} failed`);
    say(`Pictures: ${out}`);
    return failed === 0 ? 0 : 1;
  }, display);
}

/** Walks one case; answers with how many screens were pictured. */
async function walk(
  ground: FaceGround,
  held: Held,
  one: InstitutionCase,
  language: WindowLanguage,
  out: string,
): Promise<number> {
  const profile = profileOf(one.profile);
  if (profile === null) throw new RangeError(`no profile ${one.profile}`);
  held.demonstration = await startDemonstration({
    dist: join(projectRoot(), 'dist'),
    folder: null,
    faceGroup: ground.user?.gid ?? null,
    log: (line) => process.stderr.write(`${line}\n`),
    stations: ['counter'],
    profile: profile.id,
    people: one.people,
    policy: institutionPolicy(profile, new Date(), profile.phone === null ? undefined : atAnyHour),
  });
  const documents = join(ground.user?.home ?? ground.folder, `documents-${profile.id}`);
  const face = await openDrivenFace(ground, {
    runtimeFolder: held.demonstration.stations.counter.runtimeFolder,
    language,
    switches: [...held.demonstration.faceSwitches, `--documents=${documents}`],
  });
  held.faces.push(face);
  await face.application.evaluate(({ BrowserWindow }, { width, height }) => {
    for (const window of BrowserWindow.getAllWindows()) window.setContentSize(width, height);
  }, windowSize);
  const hands = createHands(face.page, language);
  await hands.untilReady('staff');
  await hands.speak();
  await hands.plugInKey(0);
  await hands.signInAtCounter(demonstrationPin);
  const pictures = inBothLanguages(face.page, language, profile, out);
  const { demonstration } = held;
  await one.walk({
    hands,
    profile,
    language,
    picture: pictures.take,
    async caller() {
      const browser = await openCallersBrowser(ground, `${demonstration.hub.url}/waiting`);
      held.faces.push(browser);
      return browser.page;
    },
    pictureOf: pictures.takeOf,
  });
  await saveReceipt(face.page, language);
  for (const name of await readdir(documents)) {
    if (name.endsWith('.pdf')) await copyFile(join(documents, name), join(out, `${profile.id}-receipt.pdf`));
  }
  return pictures.count();
}

/** Pictures of a page as it stands, in the one language and, by the one press that changes it, in the other. */
function inBothLanguages(page: Page, language: WindowLanguage, profile: Profile, out: string) {
  const other = language === 'ja' ? 'en' : 'ja';
  let count = 0;
  const shoot = async (name: string, shown: WindowLanguage) => {
    const number = String(count).padStart(2, '0');
    const path = join(out, `${profile.id}-${number}-${name}-${shown}.png`);
    await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  };
  return {
    count: () => count,
    /** Of another page, which says everything in both languages at once. */
    async takeOf(other: Page, name: string) {
      count += 1;
      const path = join(out, `${profile.id}-${String(count).padStart(2, '0')}-${name}.png`);
      await other.screenshot({ path, fullPage: true, animations: 'disabled' });
    },
    async take(name: string) {
      count += 1;
      await shoot(name, language);
      await createHands(page, other).speak();
      await shoot(name, other);
      await createHands(page, language).speak();
    },
  };
}
