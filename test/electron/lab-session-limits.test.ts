import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { campusHosts, campusPages } from '../rigs/campus-pages.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  startInstitution,
} from './institution.ts';
import { labSessionPolicy } from './lab-session-policy.ts';

const student = ['s20240001', 'demo-sakura'] as const;
let institution: Institution;
let lab: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['lab'], {
    // A session of five minutes that warns of its end from its fifth second on.
    policy: labSessionPolicy({ maximumMinutes: 5, warningSeconds: 295, extensionMinutes: 10 }),
    campus: { pages: campusPages().pages, hosts: campusHosts },
  });
  lab = await institution.open('lab');
  await lab.hands.signInAtLab(...student);
  await lab.page.getByTestId('session-bar').waitFor();
});
beforeEach(() => pictureOnFailure(lab));
afterAll(() => institution?.stop());

const warning = () => lab.page.getByTestId('end-warning');

async function openPortal() {
  await lab.page.getByTestId('tile-portal').click();
  await lab.page.getByTestId('site-bar').waitFor();
  const site = await vi.waitFor(() => {
    const found = lab.application.windows().find((page) => page.url().includes('portal.hokuto.example'));
    if (found === undefined) throw new Error('no site yet');
    return found;
  });
  await site.locator('#typing').waitFor();
  return site;
}

const view = () =>
  lab.application.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const [first] = window?.getBrowserViews() ?? [];
    return { shown: first !== undefined, top: first?.getBounds().y ?? null, onTop: window?.isAlwaysOnTop() };
  });

describe('the end of a session', () => {
  it('is warned of above the site, says which end, and takes nothing from whoever is typing', async () => {
    const site = await openPortal();
    await site.locator('#typing').click();
    await site.keyboard.type('an essay ');
    const before = (await view()).top ?? 0;
    await warning().waitFor();
    expect(await warning().getAttribute('data-kind')).toBe('length');
    expect(await warning().innerText()).toContain(sentence('en', 'session.warning.extend-hint'));
    await expect.poll(async () => (await view()).top ?? 0).toBeGreaterThan(before);
    expect(await site.evaluate(() => [document.hasFocus(), document.activeElement?.id])).toEqual([
      true,
      'typing',
    ]);
    await site.keyboard.type('goes on');
    expect(await site.locator('#typing').inputValue()).toBe('an essay goes on');
    const polite = await warning().getByRole('status').innerText();
    expect(polite).toMatch(/Your time ends at \d\d:\d\d/);
  });

  it('is put off by one press, with the warning gone', async () => {
    const strong = lab.page.locator('.button-strong');
    await expect.poll(() => strong.count()).toBe(1);
    await lab.hands.button('session.extend').click();
    await warning().waitFor({ state: 'detached' });
    expect(await lab.page.getByRole('timer').innerText()).toMatch(/1[345] (?:min|minutes)/);
    await expect.poll(async () => (await view()).shown).toBe(true);
  });
});

describe('a kept place', () => {
  it('covers everything, opens to the right password only, and shows the site again', async () => {
    expect(await view()).toMatchObject({ shown: true, onTop: false });
    await lab.hands.button('session.keep-place').click();
    await lab.page.getByTestId('place-locked').waitFor();
    await expect.poll(view).toMatchObject({ shown: false, onTop: true });
    await expect.poll(() => lab.page.getByTestId('session-bar').count()).toBe(0);
    expect(await callFromPage(lab.page, 'lab.open', { tileId: 'portal' })).toEqual({
      ok: false,
      code: 'session/locked',
    });
    await lab.hands.field('place.password').fill('not-it');
    await lab.hands.button('place.unlock').click();
    await lab.page.getByText(sentence('en', 'outcome.wrong.title')).waitFor();
    await lab.hands.field('place.password').fill(student[1]);
    await lab.hands.button('place.unlock').click();
    await lab.page.getByTestId('site-bar').waitFor();
    await expect.poll(view).toMatchObject({ shown: true, onTop: false });
  });
});

describe('the lock screen after a sign-out', () => {
  it('is there at once, says how the session ended, and takes the next person when all is clean', async () => {
    const startedMs = performance.now();
    await lab.hands.button('session.sign-out').click();
    await lab.page.getByTestId('lock-form').waitFor();
    expect(performance.now() - startedMs).toBeLessThan(2000);
    await lab.page.getByText(sentence('en', 'session.ended.signed-out')).waitFor();
    await lab.page.locator('html[data-ready=lock]').waitFor();
  });
});
