import { describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { labSessionPolicy } from '../electron/lab-session-policy.ts';
import { keyboardWindow, openedWindow } from './keyboard-window.ts';
import { shiftFindings } from './shift-findings.ts';
import { settle } from './state-findings.ts';
import { focused, stateOf, tabOrder } from './tree.ts';

const at = keyboardWindow(() =>
  openedWindow('lab', {
    // A session of five minutes that warns of its end from its tenth second on.
    policy: labSessionPolicy({ maximumMinutes: 5, warningSeconds: 290, extensionMinutes: 10 }),
  }),
);

const say = (key: Parameters<typeof sentence>[1], language: 'ja' | 'en' = 'en') => sentence(language, key);
const button = (key: Parameters<typeof sentence>[1]) => `button "${say(key)}"`;
const languages = ['button "日本語"', 'button "やさしいにほんご"'];
const why = `DisclosureTriangle "${say('exemption.why-not-asked')}"`;
describe('the lab by keyboard alone, as a screen reader tells it', () => {
  it('has everything in reach, in its order', async () => {
    expect(await tabOrder(at.page)).toEqual([
      button('lock.help'),
      ...languages,
      `textbox "${say('lock.login')}"`,
      `textbox "${say('lock.password')}"`,
      button('lock.show-password'),
      button('lock.sign-in'),
      why,
    ]);
  });

  it('opens and closes the reasons for no second factor where it stands', async () => {
    const { page, hands } = at;
    await hands.tabTo(why);
    expect(await stateOf(page, '.exemption > summary')).toMatchObject({ expanded: false });
    await page.keyboard.press('Enter');
    expect(await stateOf(page, '.exemption > summary')).toMatchObject({ expanded: true });
    expect(await focused(page)).toBe(why);
    await page.keyboard.press('Enter');
  });

  it('keeps the focus and what was typed when the language changes', async () => {
    const { page, hands } = at;
    await hands.tabTo(`textbox "${say('lock.login')}"`);
    await page.keyboard.type('s20240001');
    await hands.press('button "日本語"');
    await page.locator('html[lang=ja]').waitFor();
    expect(await focused(page)).toBe('button "English"');
    await page.keyboard.press('Enter');
    await page.locator('html[lang=en]').waitFor();
    expect(await focused(page)).toBe('button "日本語"');
    expect(await at.window.hands.field('lock.login').inputValue()).toBe('s20240001');
  });

  it('says at once that a sign-in failed, in both languages, and waits in the password', async () => {
    const { page, hands } = at;
    await hands.tabTo(`textbox "${say('lock.password')}"`);
    await page.keyboard.type('not-it');
    await page.keyboard.press('Enter');
    await page.getByText(say('outcome.wrong.title')).waitFor();
    expect(await hands.heard()).toContain(`assertive: ${say('outcome.wrong.title')}`);
    expect(await focused(page)).toBe(`textbox "${say('lock.password')}"`);
    await page.locator('.language-toggle').first().press('Enter');
    await page.getByText(say('outcome.wrong.title', 'ja')).waitFor();
    expect(await hands.heard()).toContain(`assertive: ${say('outcome.wrong.title', 'ja')}`);
    await page.locator('.language-toggle').first().press('Enter');
    await page.locator('html[lang=en]').waitFor();
  });

  it('leads into help and back to the button that opened it', async () => {
    const { page, hands } = at;
    await hands.press(button('lock.help'));
    await page.getByTestId('guide').waitFor();
    await hands.settlesOn(/^searchbox /);
    const order = await tabOrder(page);
    expect(order.slice(0, 4).map((stop) => stop.split(' ')[0])).toEqual([
      'button',
      'button',
      'button',
      'searchbox',
    ]);
    expect(order).toHaveLength(8);
    await page.keyboard.press('Escape');
    await page.getByTestId('guide').waitFor({ state: 'detached' });
    await hands.settlesOn(button('lock.help'));
  });

  it('signs in, says so, and leads through bar and tiles', async () => {
    const { page, hands } = at;
    await hands.tabTo(`textbox "${say('lock.password')}"`);
    await page.keyboard.type('demo-sakura');
    await page.keyboard.press('Enter');
    await page.getByTestId('session-bar').waitFor();
    await hands.settlesOn(/^heading "You are signed in/);
    const order = await tabOrder(page);
    expect(order.slice(0, 4)).toEqual([
      ...languages,
      button('session.keep-place'),
      button('session.sign-out'),
    ]);
    expect(order.filter((stop) => stop.endsWith(' Program"'))).toHaveLength(3);
    expect(order.at(-1)).toBe(why);
  });

  it('warns of the end in words, and lets it be put off by a key (WCAG 2.2.1)', async () => {
    const { page, hands } = at;
    const warning = page.getByTestId('end-warning');
    await warning.waitFor({ timeout: 30_000 });
    expect(await hands.heard()).toMatch(/polite: Your time ends at \d\d:\d\d/);
    expect(await tabOrder(page)).toContain(button('session.extend'));
    await hands.press(button('session.extend'));
    await warning.waitFor({ state: 'detached' });
    await hands.settlesOn(/^timer /);
    await page.locator('.language-toggle').first().press('Enter');
    await page.locator('html[lang=ja]').waitFor();
    await page.locator('.language-toggle').first().press('Enter');
    await page.locator('html[lang=en]').waitFor();
  });

  it('signs out, says so, and is ready for the next person', async () => {
    const { page, hands } = at;
    await hands.press(button('session.sign-out'));
    await page.getByTestId('lock-form').waitFor();
    expect(await hands.heard()).toContain(`polite: ${say('session.ended.signed-out')}`);
    expect(await focused(page)).toBe(`textbox "${say('lock.login')}"`);
  });

  it('begins in the first field, and moves nothing by itself after the first picture', async () => {
    const { page } = at;
    await at.window.hands.untilReady('lock');
    await page.reload();
    await page.locator('html[data-ready=lock]').waitFor();
    await page.getByText(say('exemption.why-not-asked', 'ja')).waitFor();
    await settle(page);
    expect(await shiftFindings(page)).toEqual([]);
    // A new page opens in Japanese.
    expect(await focused(page)).toBe(`textbox "${say('lock.login', 'ja')}"`);
  });

  it('keeps room for the institution’s own words, which come late, on a narrow screen too', async () => {
    const { page } = at;
    for (const [width, height] of [
      [1366, 768],
      [1024, 768],
      [897, 768],
      [683, 384],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.reload();
      await page.locator('html[data-ready=lock]').waitFor();
      await page.getByText('パスワードを入力してください').waitFor();
      await settle(page);
      expect([width, await shiftFindings(page)]).toEqual([width, []]);
    }
  });
});
