import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { FaceGround } from '../../main/cli/face-ground.ts';
import { stageFace } from '../../main/cli/runtime/staged-face.ts';
import { sharedTemporaryDirectory } from '../../main/cli/runtime/world-readable.ts';
import { openDrivenFace } from '../../main/cli/tour/driven-face.ts';
import { galleryAddress, type SectionName } from '../../renderer/gallery/states.ts';
import { type GalleryTheme, themeMedia } from '../../renderer/gallery/themes.ts';

export const galleryLanguages = ['ja', 'en'] as const;
export type GalleryLanguage = (typeof galleryLanguages)[number];

/** The gallery in a real window of the face. */
export interface GalleryWindow {
  readonly page: Page;
  /** What the page's console complained of. */
  readonly complaints: readonly string[];
  /** Goes to a section or to one of its states, and waits until it is drawn. */
  show(language: GalleryLanguage, section?: SectionName, state?: string): Promise<void>;
  /** Has the page believe in a system with such colours. */
  inTheme(theme: GalleryTheme): Promise<void>;
  close(): Promise<void>;
}

/** Opens the built gallery (`.build/gallery-bundle.mjs`), whose folder is given, as the face's own window. */
export async function openGallery(ground: FaceGround, folder: string): Promise<GalleryWindow> {
  const staged = await stageFace(join(folder, 'dist'));
  // No agent runs behind it, and nothing of the gallery asks one.
  const noAgent = await mkdtemp(join(await sharedTemporaryDirectory(), 'madoguchi-gallery-'));
  const face = await openDrivenFace(ground, {
    runtimeFolder: noAgent,
    language: 'ja',
    application: staged.directory,
  });
  const { page } = face;
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {
    page,
    complaints,
    async show(language, section, state) {
      const address = galleryAddress(language, section, state);
      await page.evaluate((hash) => {
        location.hash = hash;
      }, address);
      await page
        .locator(`html[lang=${language}] main[data-shown="${address}"]`)
        .waitFor({ state: 'attached' });
    },
    inTheme: (theme) => page.emulateMedia(themeMedia(theme)),
    async close() {
      await face.close().catch(() => undefined);
      await staged.remove();
      await rm(noAgent, { recursive: true, force: true });
    },
  };
}
