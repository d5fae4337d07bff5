import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureGalleryBuilt } from '../../.build/gallery-bundle.mjs';
import { type FaceGround, prepareFaceGround } from '../../main/cli/face-ground.ts';
import { galleryStates, overlaySections, sectionNames } from '../../renderer/gallery/states.ts';
import { galleryThemes } from '../../renderer/gallery/themes.ts';
import { type GalleryWindow, galleryLanguages, openGallery } from '../gallery/gallery-window.ts';

const root = join(import.meta.dirname, '..', '..');
let ground: FaceGround;
let gallery: GalleryWindow;

beforeAll(async () => {
  const folder = await ensureGalleryBuilt(root);
  const prepared = await prepareFaceGround({
    virtualDisplay: { width: 1400, height: 900 },
    notice: () => undefined,
  });
  if (!prepared.ok) throw new Error(`${prepared.failure.code}: ${prepared.failure.detail}`);
  ground = prepared.value;
  gallery = await openGallery(ground, folder);
});
afterAll(async () => {
  await gallery?.close();
  await ground?.stop();
});
afterEach(() => expect(gallery.complaints).toEqual([]));

/** Everything that can be pressed and is smaller than a finger; a link within a sentence may be. */
function smallTargets(): string[] {
  const pressed =
    'button, input:not([type=checkbox], [type=radio]), select, summary, label, [role=tab], [role=option]';
  return [
    ...document.querySelectorAll<HTMLElement>(`.gallery-shown :is(${pressed}), .dialog :is(${pressed})`),
  ]
    .filter((one) => !(one.matches('label') && one.querySelector('input') === null))
    .filter((one) => one.closest('[data-rac][class="field"]') === null)
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
    .map(({ one, box }) => `${one.outerHTML.slice(0, 80)} ${box.width}×${box.height}`);
}

describe.each(galleryLanguages)('the gallery (%s)', (language) => {
  it.each(sectionNames)('draws every state of: %s', async (section) => {
    await gallery.show(language, section);
    const drawn = await gallery.page
      .locator('[data-state]')
      .evaluateAll((figures) =>
        figures
          .map((figure) => figure.getAttribute('data-state') ?? '')
          .filter((state) => state.includes('/')),
      );
    expect(drawn).toEqual(galleryStates[section].map((state) => `${section}/${state}`));
    if (overlaySections.includes(section)) return;
    for (const state of galleryStates[section]) {
      const box = await gallery.page
        .locator(`[data-state="${section}/${state}"] .gallery-shown`)
        .boundingBox();
      expect(box?.height, state).toBeGreaterThan(8);
    }
    expect(await gallery.page.evaluate(smallTargets)).toEqual([]);
  });

  it('shows what lies over the page one at a time, with the focus inside', async () => {
    for (const section of overlaySections) {
      for (const state of galleryStates[section]) {
        await gallery.show(language, section, state);
        const dialog = gallery.page.getByRole(state === 'urgent' ? 'alertdialog' : 'dialog');
        await dialog.waitFor();
        expect(await dialog.evaluate((shown) => shown.contains(document.activeElement))).toBe(true);
        expect(await gallery.page.evaluate(smallTargets)).toEqual([]);
      }
    }
    await gallery.show(language);
  });

  it('fits a window of 320 px, as at 400 % zoom, without scrolling sideways', async () => {
    await gallery.page.setViewportSize({ width: 320, height: 640 });
    for (const section of sectionNames) {
      if (overlaySections.includes(section)) continue;
      await gallery.show(language, section);
      const over = await gallery.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over, section).toBeLessThanOrEqual(0);
    }
    await gallery.page.setViewportSize({ width: 1366, height: 768 });
  });
});

it('follows the themes that the system asks for', async () => {
  await gallery.show('ja', 'colour');
  const grounds = new Set<string>();
  for (const theme of galleryThemes) {
    await gallery.inTheme(theme);
    grounds.add(
      await gallery.page.evaluate(() =>
        ['--paper', '--accent']
          .map((name) => getComputedStyle(document.documentElement).getPropertyValue(name))
          .join(),
      ),
    );
  }
  expect(grounds.size).toBe(galleryThemes.length);
  await gallery.inTheme('light');
});

it('is no part of what is shipped', () => {
  const shipped = join(root, 'dist', 'renderer');
  for (const name of readdirSync(shipped, { recursive: true, encoding: 'utf8' })) {
    expect(name).not.toContain('gallery');
    if (/\.(js|css|html)$/.test(name))
      expect(readFileSync(join(shipped, name), 'utf8')).not.toContain('gallery-state');
  }
});
