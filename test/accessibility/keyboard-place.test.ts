import { describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { labSessionPolicy } from '../electron/lab-session-policy.ts';
import { campusHosts, campusPages } from '../rigs/campus-pages.ts';
import { patience } from './keyboard-hands.ts';
import { hasKeyboard, keyboardWindow, openedWindow } from './keyboard-window.ts';
import { stateOf } from './tree.ts';

const at = keyboardWindow(() =>
  openedWindow('lab', {
    policy: labSessionPolicy(),
    campus: { pages: campusPages().pages, hosts: campusHosts },
  }),
);

const words = {
  en: {
    languages: ['button "日本語"', 'button "やさしいにほんご"'],
    kept: /polite: This place is kept .+ is using this computer\. Until \d\d:\d\d \(5 (?:min|minutes) left\)/,
  },
  ja: {
    languages: ['button "English"', 'button "やさしいにほんご"'],
    kept: /polite: 席を確保しています .+ さんが使用中です。 \d\d:\d\d まで（あと 5 ?分）/,
  },
} as const;
const placeOrder = (language: 'ja' | 'en') => [
  ...words[language].languages,
  `textbox "${sentence(language, 'place.password')}"`,
  `button "${sentence(language, 'place.unlock')}"`,
];

async function keep(): Promise<void> {
  const { hands, page } = at;
  await hands.press(hands.button('session.keep-place'));
  await page.getByTestId('place-locked').waitFor();
  await hands.settlesOn(hands.field('place.password'));
}

async function unlock(): Promise<void> {
  const { hands, page } = at;
  await hands.fill(hands.field('place.password'), 'demo-sakura');
  await page.keyboard.press('Enter');
  await page.getByTestId('session-bar').waitFor();
}

describe('a place that is kept, by keyboard alone', () => {
  it('begins in the password, is said with whose it is and for how long, and has nothing else in reach', async () => {
    const { hands, page } = at;
    await hands.fill(hands.field('lock.login'), 's20240001');
    await hands.fill(hands.field('lock.password'), 'demo-sakura');
    await page.keyboard.press('Enter');
    await page.getByTestId('session-bar').waitFor();
    await hands.settlesOn(/^heading "You are signed in/);
    await keep();
    await expect.poll(hands.heard, patience).toMatch(words.en.kept);
    expect(await hands.order()).toEqual(placeOrder('en'));
  });

  it('is said in Japanese too, and keeps the focus and what was typed', async () => {
    const { hands, page } = at;
    await hands.fill(hands.field('place.password'), 'not');
    await hands.press('button "日本語"');
    await page.locator('html[lang=ja]').waitFor();
    await hands.settlesOn('button "English"');
    expect(await hands.heard()).toMatch(words.ja.kept);
    expect(await hands.order()).toEqual(placeOrder('ja'));
    expect(await page.locator('.place-form input').inputValue()).toBe('not');
    await hands.press('button "English"');
    await page.locator('html[lang=en]').waitFor();
  });

  it('says at once that a password is wrong, in both languages, and waits in the emptied field', async () => {
    const { hands, page } = at;
    await hands.fill(hands.field('place.password'), 'not-it');
    await page.keyboard.press('Enter');
    await expect.poll(hands.heard, patience).toContain(`assertive: ${hands.say('outcome.wrong.title')}`);
    await hands.settlesOn(hands.field('place.password'));
    expect(await page.locator('.place-form input').inputValue()).toBe('');
    await hands.press('button "日本語"');
    await page.locator('html[lang=ja]').waitFor();
    expect(await hands.heard()).toContain(`assertive: ${sentence('ja', 'outcome.wrong.title')}`);
    await hands.press('button "English"');
    await page.locator('html[lang=en]').waitFor();
  });

  it('opens to the right password, and is the session again, read out by its heading', async () => {
    const { hands } = at;
    await unlock();
    await hands.settlesOn(/^heading "You are signed in/);
    expect(await hands.heard()).not.toMatch(words.en.kept);
  });

  it('has the site that was in front in front again, with the keyboard', async () => {
    const { hands, page } = at;
    await hands.press(/^button "Hokuto University Portal/);
    await page.getByTestId('site-bar').waitFor();
    const portal = 'https://portal.hokuto.example/';
    await expect.poll(() => hasKeyboard(at.window), patience).toEqual([portal]);
    await page.bringToFront();
    await keep();
    expect(await stateOf(page, '.place-form input')).toMatchObject({ focused: true });
    await expect.poll(() => hasKeyboard(at.window), patience).toEqual([page.url()]);
    expect(await hands.order()).toEqual(placeOrder('en'));
    await unlock();
    await page.getByTestId('site-bar').waitFor();
    await expect.poll(() => hasKeyboard(at.window), patience).toEqual([portal]);
  });

  it('is said at once, and shown, in its last minute, in every language', async () => {
    const { hands, page } = at;
    await keep();
    expect(await page.getByTestId('place-note').innerText()).toBe(sentence('en', 'place.note'));
    await page.clock.install();
    await page.clock.runFor(3 * 60_000 + 50_000);
    expect(await hands.heard()).not.toContain(sentence('en', 'place.soon'));
    await page.clock.runFor(12_000);
    await expect.poll(hands.heard, patience).toContain(`assertive: ${sentence('en', 'place.soon')}`);
    expect(await page.getByTestId('place-note').innerText()).toBe(sentence('en', 'place.soon'));
    expect(await hands.order()).toEqual(placeOrder('en'));
    await hands.press('button "日本語"');
    await page.locator('html[lang=ja]').waitFor();
    expect(await hands.heard()).toContain(`assertive: ${sentence('ja', 'place.soon')}`);
    await hands.press('button "English"');
    await page.locator('html[lang=en]').waitFor();
    await unlock();
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints).toEqual([]);
  });
});
