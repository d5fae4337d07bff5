import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureGalleryBuilt } from '../../.build/gallery-bundle.mjs';
import { sentence } from '../../main/cli/tour/hands.ts';
import { galleryStates, overlaySections, sectionNames } from '../../renderer/gallery/states.ts';
import { type Institution, pin, startInstitution } from '../electron/institution.ts';
import { type GalleryWindow, openGallery } from '../gallery/gallery-window.ts';
import { motionFindings, watchMotion } from './motion-findings.ts';

let institution: Institution;
let gallery: GalleryWindow;
beforeAll(async () => {
  institution = await startInstitution();
  gallery = await openGallery(
    institution.ground,
    await ensureGalleryBuilt(join(import.meta.dirname, '..', '..')),
  );
});
afterAll(async () => {
  await gallery?.close();
  await institution?.stop();
});

const en = (key: Parameters<typeof sentence>[1]) => sentence('en', key);

/** A window of somebody whose system is set to less motion, watched from here on. */
async function calmly(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await watchMotion(page);
}

describe('whoever asked their system for less motion', () => {
  it('sees no component move, in any state of the gallery', async () => {
    const { page } = gallery;
    await calmly(page);
    for (const section of sectionNames) {
      const overlay = overlaySections.includes(section);
      for (const state of overlay ? galleryStates[section] : [undefined]) {
        await gallery.show('en', section, state);
        expect(await motionFindings(page), `${section} ${state ?? ''}`).toEqual([]);
      }
    }
    await gallery.show('en', 'disclosure');
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await motionFindings(page)).toEqual([]);
  });

  it('sees what stands for going on stand still, and not vanish', async () => {
    const { page } = gallery;
    await gallery.show('en', 'progress');
    const bar = page.locator('progress:indeterminate').first();
    expect(await bar.evaluate((shown) => getComputedStyle(shown).backgroundImage)).toContain('repeating');
    await gallery.show('en', 'button');
    const spinner = page.locator('.spinner').first();
    expect(await spinner.evaluate((shown) => getComputedStyle(shown).borderStyle)).toBe('dotted');
  });

  it('sees nothing move from the lock screen to the end of a session', async () => {
    const lab = await institution.open('lab');
    const { hands, page } = lab;
    await calmly(page);
    await hands.disclosure('exemption.why-not-asked').first().click();
    expect(await motionFindings(page)).toEqual([]);
    await hands.signInAtLab('s20240001', 'demo-sakura');
    await hands.button('session.sign-out').waitFor();
    expect(await motionFindings(page)).toEqual([]);
    await hands.button('session.sign-out').click();
    await hands.field('lock.login').waitFor();
    expect(await motionFindings(page)).toEqual([]);
    await hands.button('lock.help').click();
    await page.getByTestId('guide').waitFor();
    expect(await motionFindings(page)).toEqual([]);
  });

  it('sees nothing move at the counter, from the key’s prompts to the receipt', async () => {
    const counter = await institution.open('counter');
    const { hands, page } = counter;
    await calmly(page);
    const still = async () => expect(await motionFindings(page)).toEqual([]);
    // Before the key is there, the drawing shows how it goes in.
    await hands.button('staff.sign-in').click();
    await page.getByTestId('key-prompt').waitFor();
    await still();
    await page.getByRole('button', { name: en('action.cancel'), exact: true }).click();
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin, still);
    await hands.findPerson('20240001');
    await still();
    await hands.choosePerson('青葉 さくら');
    await hands.chooseReason('visit.forgotten');
    await hands.checkDocument('document.student-card', '0001');
    await still();
    await hands.button('check.record').click();
    await page.getByTestId('case-step-decide').waitFor();
    await hands.decide();
    await hands.signCommand(hands.button('read.sign'), pin, still);
    await hands.receipt('applied');
    await still();
    expect(counter.complaints).toEqual([]);
  });

  it('is not proven by a test that sees nothing: without the wish, the same things move', async () => {
    const { page } = gallery;
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await watchMotion(page);
    await gallery.show('en', 'button');
    await gallery.show('en', 'progress');
    await page.locator('progress:indeterminate').first().waitFor();
    await expect.poll(async () => (await motionFindings(page)).join('\n')).toContain('progress-to-and-fro');
    const found = (await motionFindings(page)).join('\n');
    expect(found).toContain('span.spinner: turn takes Infinity ms');
    expect(found).toMatch(/transition of/);
  });
});
