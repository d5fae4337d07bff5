import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hasDisplay, prepareFaceGround } from '../../main/cli/face-ground.ts';
import {
  galleryStates,
  overlaySections,
  type SectionName,
  sectionNames,
} from '../../renderer/gallery/states.ts';
import { galleryThemes } from '../../renderer/gallery/themes.ts';
import { drawIcons } from './draw-icons.ts';
import { type GalleryLanguage, type GalleryWindow, galleryLanguages, openGallery } from './gallery-window.ts';

const { values } = parseArgs({
  options: { screenshots: { type: 'string' }, only: { type: 'string' }, icons: { type: 'string' } },
});
const folder = join(import.meta.dirname, '..', '..', 'out', 'gallery');
const looking = values.screenshots === undefined && values.icons === undefined && hasDisplay();
const ground = await prepareFaceGround({
  virtualDisplay: looking ? null : { width: 1400, height: 1200 },
  notice: (line) => process.stdout.write(`${line}\n`),
});
if (!ground.ok) {
  process.stderr.write(`${ground.failure.code}: ${ground.failure.detail}\n`);
  process.exit(69);
}
/** A picture of every error's words takes long on a machine that has other work. */
const longestDrawingMs = 120_000;
let gallery: GalleryWindow | null = null;
try {
  gallery = await openGallery(ground.value, folder);
  if (values.icons !== undefined) await drawIcons(gallery, resolve(values.icons));
  else if (looking) await lookAt(gallery);
  else await picture(gallery, resolve(values.screenshots ?? join(folder, '..', 'gallery-pictures')));
} finally {
  await gallery?.close();
  await ground.value.stop();
}

/** Leaves the window to whoever looks at it, until it is closed. */
async function lookAt({ page, show, inTheme }: GalleryWindow): Promise<void> {
  await page.exposeFunction('showTheme', inTheme);
  await show('ja', 'mark');
  await show('ja');
  await new Promise((closed) => page.once('close', closed));
}

/** One picture of each section, theme and language. */
async function picture(gallery: GalleryWindow, out: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  const only = values.only?.split(',');
  let count = 0;
  for (const theme of galleryThemes) {
    await gallery.inTheme(theme);
    for (const language of galleryLanguages) {
      for (const section of sectionNames) {
        if (only !== undefined && !only.includes(section)) continue;
        for (const state of overlaySections.includes(section) ? galleryStates[section] : [undefined]) {
          await take(
            gallery,
            { language, section, state },
            join(out, nameOf(section, state, theme, language)),
          );
          count += 1;
        }
      }
    }
  }
  process.stdout.write(`${count} pictures: ${out}\n`);
  if (gallery.complaints.length > 0) {
    process.stdout.write(`The page complained:\n${gallery.complaints.join('\n')}\n`);
    process.exitCode = 1;
  }
}

interface Shown {
  readonly language: GalleryLanguage;
  readonly section: SectionName;
  readonly state: string | undefined;
}

async function take({ page, show }: GalleryWindow, { language, section, state }: Shown, path: string) {
  await show(language, section, state);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  if (section === 'loading') await page.locator('.spinner').first().waitFor();
  // What lies over the page has the window's size; a section has its own.
  const drawing = { path, animations: 'disabled', timeout: longestDrawingMs } as const;
  if (state !== undefined) await page.screenshot(drawing);
  else await page.locator(`[data-section="${section}"]`).screenshot(drawing);
}

function nameOf(section: SectionName, state: string | undefined, theme: string, language: string): string {
  return `${[section, state, theme, language].filter((part) => part !== undefined).join('-')}.png`;
}
