import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Institution, type OpenWindow, pictureOnFailure, startInstitution } from './institution.ts';

/** In CSS pixels: an old laptop's, the usual one, 4K at 200 % is the usual one again, 4K at 100 %, and both upright. */
const sizes = [
  [1366, 768],
  [1920, 1080],
  [3840, 2160],
  [1080, 1920],
  [2160, 3840],
] as const;
const usual = [1920, 1080] as const;
/** The old laptop's at 200 %. */
const enlarged = [683, 384] as const;

let institution: Institution;
let lab: OpenWindow;
let page: Page;
beforeAll(async () => {
  institution = await startInstitution(['lab']);
  lab = await institution.open('lab', 'ja');
  ({ page } = lab);
});
beforeEach(() => pictureOnFailure(lab));
afterAll(() => institution?.stop());

/** How large the letters of the heading, or of something else, are on a screen of that size, in CSS pixels. */
async function headingIn(
  [width, height]: readonly [number, number],
  selector = 'h1:visible',
): Promise<number> {
  await page.setViewportSize({ width, height });
  return page
    .locator(selector)
    .last()
    .evaluate((heading) => Number.parseFloat(getComputedStyle(heading).fontSize));
}

/** How far the window, or a page that scrolls by itself in it, can be moved sideways. */
const sideways = () =>
  page.evaluate(() =>
    Math.max(
      ...[document.documentElement, ...document.querySelectorAll('.guide, .lock-main')].map(
        ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
      ),
    ),
  );

async function fits(wanted: string): Promise<void> {
  for (const size of [...sizes, enlarged]) {
    const heading = await headingIn(size);
    const name = `${wanted} at ${size.join(' × ')}`;
    expect(await sideways(), name).toBeLessThanOrEqual(0);
    // As large a part of the screen as on the usual one, or larger.
    const scale = Math.min(...size) / usual[1];
    if (scale > 1) expect(heading, name).toBeGreaterThanOrEqual((await headingIn(usual)) * scale * 0.98);
  }
  await page.setViewportSize({ width: 1400, height: 900 });
}

describe('a lab’s screen that is read from 3 m away', () => {
  it('waits for somebody: nothing is cut off, and nothing is smaller on a larger screen', () => fits('lock'));

  it('tells the time in letters that keep their part of a larger screen', async () => {
    for (const size of sizes.slice(1)) {
      const part = (await headingIn(size, '.lock-time')) / Math.min(...size);
      expect(part, size.join(' × ')).toBeGreaterThan(0.13);
    }
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  it('helps', async () => {
    await lab.hands.button('lock.help').press('Enter');
    await page.getByTestId('guide').waitFor();
    await fits('help');
    await page.keyboard.press('Escape');
    await page.getByTestId('guide').waitFor({ state: 'detached' });
  });

  it('serves a session, whose way out is always in sight', async () => {
    await lab.hands.signInAtLab('s20240001', 'demo-sakura');
    await page.getByTestId('session-bar').waitFor();
    await fits('session');
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      const box = await lab.hands.button('session.sign-out').boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width).toBe(true);
      expect((box?.y ?? height) + (box?.height ?? 0)).toBeLessThanOrEqual(height / 4);
    }
  });

  it('keeps its letters where the page is enlarged: 4K at 200 % is the usual screen', async () => {
    const plain = await headingIn(usual);
    expect(await headingIn([1919, 1079])).toBe(plain);
    expect(lab.complaints).toEqual([]);
  });
});
