import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import speed from '../../preload/contract/messages/speed-en.json' with { type: 'json' };
import {
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from '../electron/institution.ts';
import { announced, focused, focusFaults, stateOf, tabOrder } from './tree.ts';

let institution: Institution;
let counter: OpenWindow;
let page: Page;
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  counter = await institution.open('counter');
  ({ page } = counter);
  // The key itself is no keyboard: it is plugged in and touched by hand.
  await counter.hands.plugInKey(0);
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

const say = (key: Parameters<typeof sentence>[1], language: 'ja' | 'en' = 'en') => sentence(language, key);
const button = (key: Parameters<typeof sentence>[1]) => `button "${say(key)}"`;
const heard = async () => (await announced(page)).map(({ how, words }) => `${how}: ${words}`).join('\n');
/** The order without the software keys beside the window, which no counter has. */
const order = async () =>
  (await tabOrder(page)).filter((stop) => !/^button "(?:Insert|Remove|挿す|抜く) — /.test(stop));
const field = `combobox "${say('find.label')}"`;

/** At a person's speed: what comes faster is a scanner's. */
const type = (text: string) => page.keyboard.type(text, { delay: 60 });

/** A busy machine paints late. */
const patience = { timeout: 10_000 };

async function tabTo(wanted: string): Promise<void> {
  for (let count = 0; count < 60; count += 1) {
    if ((await focused(page)) === wanted) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${wanted}`);
}
async function touch(): Promise<void> {
  await page.getByTestId('simulator').locator('[data-state=waiting]').waitFor();
  await counter.hands.touchKey();
}
/** Types a part of an action's name into the palette, and does the first. */
async function byPalette(words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette').waitFor();
  await type(words);
  await page.keyboard.press('Enter');
  await page.getByTestId('palette').waitFor({ state: 'detached' });
}

describe('the counter by keyboard alone, as a screen reader tells it', () => {
  it('asks for the PIN in a dialog that keeps the focus, and gives it back', async () => {
    const stops = await order();
    expect(stops.slice(0, 2)).toEqual(['button "日本語"', button('staff.sign-in')]);
    expect(stops.at(-1)).toBe(button('keys.open'));
    await tabTo(button('staff.sign-in'));
    await page.keyboard.press('Enter');
    await page.getByTestId('key-prompt').getByLabel(say('key.pin'), { exact: true }).waitFor();
    expect(await focused(page)).toBe('textbox "PIN"');
    expect(await heard()).toContain(`polite: ${say('key.step.pin')}`);
    expect(await tabOrder(page)).toEqual([
      'textbox "PIN"',
      button('action.cancel'),
      button('action.continue'),
    ]);
    await page.keyboard.press('Escape');
    await page.getByTestId('key-prompt').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page), patience).toBe(button('staff.sign-in'));
    await expect.poll(heard, patience).toMatch(/^assertive: /m);
  });

  it('goes into key care and back', async () => {
    await tabTo(button('keys.open'));
    await page.keyboard.press('Enter');
    await page.getByTestId('key-card').first().waitFor();
    await expect.poll(() => focused(page), patience).toMatch(/^heading /);
    expect(await order()).toEqual([
      button('staff.back'),
      'button "日本語"',
      button('keys.change-pin'),
      button('keys.credentials'),
      expect.stringMatching(/^button /),
    ]);
    await tabTo(button('staff.back'));
    await page.keyboard.press('Enter');
    await page.getByTestId('staff-sign-in').waitFor();
  });

  it('signs in with PIN and touch, into the field where the work begins', async () => {
    await tabTo(button('staff.sign-in'));
    await page.keyboard.press('Enter');
    await page.getByTestId('key-prompt').getByLabel(say('key.pin'), { exact: true }).waitFor();
    await type(pin);
    await page.keyboard.press('Enter');
    await touch();
    await expect.poll(() => focused(page), patience).toBe(field);
    expect(await order()).toEqual([
      `tab "${say('counter.tab')}"`,
      'button "日本語"',
      button('staff.sign-out'),
      field,
    ]);
  });

  it('does an ordinary case in 13 actions, each one key or one text, and says when it is in force', async () => {
    const { hands } = counter;
    await tabTo(field);
    institution.demonstration.network.pull();
    await page.getByText(say('status.hub-offline')).first().waitFor();
    const at = (step: string) => page.getByTestId(`case-step-${step}`).waitFor();
    const actions: readonly (readonly [() => Promise<unknown>, (() => Promise<unknown>)?])[] = [
      [() => type('20240003'), () => page.getByTestId('exact-person').waitFor()],
      [() => page.keyboard.press('Alt+1'), () => at('triage')],
      [
        () => page.keyboard.press('Alt+2'),
        async () => {
          await at('check');
          await expect.poll(() => focused(page), patience).toMatch(/^heading /);
        },
      ],
      [() => page.keyboard.press('Alt+1')],
      [() => page.keyboard.press('Alt+p')],
      [() => page.keyboard.press('Alt+n')],
      [
        () => page.keyboard.press('Alt+d'),
        () => hands.button('check.record').and(page.locator(':enabled')).waitFor(),
      ],
      [() => page.keyboard.press('Control+Enter'), () => at('decide')],
      [() => page.keyboard.press('Control+Enter'), () => at('read')],
      [
        () => page.keyboard.press('Control+Enter'),
        () => page.getByTestId('key-prompt').getByLabel(say('key.pin'), { exact: true }).waitFor(),
      ],
      [() => type(pin)],
      [() => page.keyboard.press('Enter')],
      [touch],
    ];
    expect(actions.length).toBeLessThanOrEqual(14);
    for (const [act, seen] of actions) {
      await act();
      await seen?.();
      expect(await focusFaults(page)).toEqual([]);
      // No two presses of one key are closer than a person's.
      await page.waitForTimeout(320);
    }
    await hands.receipt('queued');
    expect(await heard()).toContain(`polite: ${say('claim.suspend.queued.title')}`);
    institution.demonstration.network.plug();
    await hands.receipt('applied');
    await expect.poll(heard, patience).toContain('In force');
    await byPalette('next step');
    await expect.poll(() => focused(page), patience).toBe(field);
  });

  it('names only the keys that work here, by ?, and gives the focus back', async () => {
    await tabTo(button('staff.sign-out'));
    await page.keyboard.press('?');
    const list = page.getByTestId('shortcuts');
    await list.waitFor();
    const keys = await list.locator('kbd').allInnerTexts();
    expect(keys).toEqual(expect.arrayContaining(['Ctrl+K', 'Ctrl+/', '?', 'Ctrl+F']));
    expect(keys).not.toContain('Alt+P');
    await list.getByText(speed['shortcuts.question-mark']).click();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page), patience).toBe(button('staff.sign-out'));
    // Switched off, the single character does nothing; the chord still does (WCAG 2.1.4).
    await page.keyboard.press('?');
    await page.keyboard.press('Control+/');
    await list.waitFor();
    expect(await list.locator('kbd').allInnerTexts()).not.toContain('?');
    await list.getByText(speed['shortcuts.question-mark']).click();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
  });

  it('offers in the palette what this moment permits and no more', async () => {
    await page.keyboard.press('Control+k');
    const palette = page.getByTestId('palette');
    await palette.getByRole('option').first().waitFor();
    const names = await palette.getByRole('option').allInnerTexts();
    const text = names.join('\n');
    expect(text).toContain(speed['action.go-board']);
    expect(text).toContain('髙橋 結衣');
    for (const denied of [
      'action.go-operators',
      'action.go-oversight',
      'action.close-case',
      'action.next',
    ] as const)
      expect(text).not.toContain(speed[denied].replace(' {label}', ''));
    // A person is never chosen by Enter alone.
    await type('20240003');
    await page.keyboard.press('Enter');
    await palette.waitFor();
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });
  });

  it('goes to the board and ends nothing without asking; the dialog gives the focus back', async () => {
    await byPalette('board');
    await page.locator('[data-testid=board-row]').first().waitFor();
    const stop = (await order()).find((one) => one.startsWith('button "') && one.includes('髙橋 結衣')) ?? '';
    await tabTo(stop);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    expect((await tabOrder(page)).slice(0, 2)).toEqual([button('action.cancel'), button('resume.sign')]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page), patience).toBe(stop);
  });

  it('opens the check of this computer and comes back', async () => {
    await byPalette('computer');
    await page.getByRole('tab', { name: say('doctor.tab'), selected: true }).waitFor();
    await expect.poll(() => page.locator('.workspace-room h1').count(), patience).toBe(1);
    await tabOrder(page);
    await byPalette('go to the counter');
    await page.getByRole('tab', { name: say('counter.tab'), selected: true }).waitFor();
  });

  it('brings a case back that was closed by mistake, and says so', async () => {
    await page.keyboard.press('Control+f');
    await type('20240005');
    await page.getByTestId('exact-person').waitFor();
    await page.keyboard.press('Alt+4');
    await counter.hands.button('counter.close').waitFor();
    await byPalette('close this');
    const closed = page.getByTestId('closed-case');
    await closed.waitFor();
    expect(await closed.innerText()).not.toContain('渡邊');
    expect(await heard()).toContain(`polite: ${speed['closed.title']}`);
    await byPalette('take the closed');
    await counter.hands.button('counter.close').waitFor();
    await byPalette('close this');
    await closed.waitFor();
  });

  it('remembers people folded away, asks for a reason anew, and forgets them with the sign-in', async () => {
    const recent = page.getByTestId('recent-people');
    expect(await stateOf(page, '.recent-people > summary')).toMatchObject({ expanded: false });
    await recent.locator('summary').press('Enter');
    await recent.getByRole('button', { name: '髙橋 結衣' }).press('Enter');
    await page.getByTestId('case-step-reason').waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByTestId('case-step-reason').waitFor({ state: 'detached' });
    // Emptied, the list names nobody and comes back by the press that has the focus.
    await recent.locator('summary').press('Enter');
    await recent.getByRole('button', { name: speed['action.clear-recent'] }).press('Enter');
    const cleared = page.getByTestId('cleared-people');
    await cleared.waitFor();
    expect(await cleared.innerText()).not.toContain('髙橋');
    expect(await heard()).toContain(`polite: ${speed['recent.cleared']}`);
    await page.keyboard.press('Enter');
    await recent.waitFor();
    // Folded away again, and with the focus: Enter opens it.
    await page.keyboard.press('Enter');
    expect(await recent.getByRole('button', { name: '髙橋 結衣' }).count()).toBe(1);
    await byPalette('empty this');
    await cleared.waitFor();
    await byPalette('sign out');
    await page.getByTestId('staff-sign-in').waitFor();
    await counter.hands.signInAtCounter(pin);
    expect(await cleared.count()).toBe(0);
    expect(await recent.count()).toBe(0);
    expect(await page.getByTestId('closed-case').count()).toBe(0);
  });

  it('tells all of it in Japanese too', async () => {
    await page.locator('.language-toggle').first().press('Enter');
    await page.locator('html[lang=ja]').waitFor();
    const [first, ...rest] = await order();
    expect(first).toMatch(/^tab "[ぁ-んァ-ン一-龠]+"$/);
    expect(rest).toEqual([
      'button "English"',
      `button "${say('staff.sign-out', 'ja')}"`,
      `combobox "${say('find.label', 'ja')}"`,
    ]);
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
