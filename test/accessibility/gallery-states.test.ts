import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ensureGalleryBuilt } from '../../.build/gallery-bundle.mjs';
import { prepareFaceGround } from '../../main/cli/face-ground.ts';
import { galleryStates, overlaySections, type SectionName } from '../../renderer/gallery/states.ts';
import { galleryLanguages, openGallery } from '../gallery/gallery-window.ts';
import { axeFindings, contrastFindings } from './axe-findings.ts';
import { evaluateIn } from './in-page.ts';
import { placeFindings } from './place-findings.ts';
import { shiftFindings } from './shift-findings.ts';
import { settle } from './state-findings.ts';

/** All that lie in the page stand on one of its own; what lies over the page stands alone. */
const places: readonly (readonly [SectionName?, string?])[] = [
  [],
  ...overlaySections.flatMap((section) => galleryStates[section].map((state) => [section, state] as const)),
];

/** In the page: a button that is too small and says nothing. */
const nameless = `(() => {
  const button = document.createElement('button');
  Object.assign(button.style, { width: '20px', height: '20px', padding: '0', minHeight: '0' });
  document.querySelector('main').append(button);
})()`;

it('every state of the gallery passes axe in both languages and all schemes of colour, and stands still from its first picture on', {
  timeout: 600_000,
}, async () => {
  const folder = await ensureGalleryBuilt(join(import.meta.dirname, '..', '..'));
  const ground = await prepareFaceGround({
    virtualDisplay: { width: 1400, height: 1200 },
    notice: () => undefined,
  });
  if (!ground.ok) throw new Error(`${ground.failure.code}: ${ground.failure.detail}`);
  const gallery = await openGallery(ground.value, folder);
  const found: string[] = [];
  try {
    const { page } = gallery;
    for (const language of galleryLanguages) {
      for (const place of places) {
        await gallery.inTheme('light');
        await gallery.show(language, ...place);
        // From its first picture on, which is in Japanese as every window's.
        if (language === 'ja') await page.reload();
        await gallery.show(language, ...place);
        await settle(page);
        const note = (theme: string, findings: readonly string[]) =>
          found.push(...findings.map((one) => `${[language, ...place, theme].join('/')}: ${one}`));
        if (language === 'ja') note('light', await shiftFindings(page));
        note('light', await axeFindings(page));
        note('light', await placeFindings(page));
        for (const theme of ['dark', 'contrast', 'contrast-dark'] as const) {
          await gallery.inTheme(theme);
          await settle(page);
          note(theme, await contrastFindings(page));
        }
      }
    }
    expect(found).toEqual([]);
    expect(gallery.complaints).toEqual([]);
    // What finds nothing must be able to find something.
    await gallery.inTheme('light');
    await gallery.show('en', 'mark', 'large');
    await evaluateIn(page, nameless);
    expect((await axeFindings(page)).join('\n')).toContain('button-name');
    expect((await placeFindings(page)).join('\n')).toContain('target of 20 × 20 px');
  } finally {
    await gallery.close();
    await ground.value.stop();
  }
});
