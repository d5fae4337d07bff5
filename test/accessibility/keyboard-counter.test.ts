import { describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import speed from '../../preload/contract/messages/speed-en.json' with { type: 'json' };
import { pin } from '../electron/institution.ts';
import { patience } from './keyboard-hands.ts';
import { keyboardWindow, openedWindow } from './keyboard-window.ts';
import { shiftFindings } from './shift-findings.ts';
import { focused, focusFaults, stateOf, tabOrder } from './tree.ts';

const at = keyboardWindow(async () => {
  const opened = await openedWindow('counter');
  // The key itself is no keyboard: it is plugged in and touched by hand.
  await opened.window.hands.plugInKey(0);
  return opened;
});

const say = (key: Parameters<typeof sentence>[1], language: 'ja' | 'en' = 'en') => sentence(language, key);
const button = (key: Parameters<typeof sentence>[1]) => `button "${say(key)}"`;
const field = `combobox "${say('find.label')}"`;

/** Types a part of an action's name into the palette, and does the first. */
async function byPalette(words: string): Promise<void> {
  await at.page.keyboard.press('Control+k');
  await at.page.getByTestId('palette').waitFor();
  await at.hands.type(words);
  await at.page.keyboard.press('Enter');
  await at.page.getByTestId('palette').waitFor({ state: 'detached' });
}

describe('the counter by keyboard alone, as a screen reader tells it', () => {
  it('asks for the PIN in a dialog that keeps the focus, and gives it back', async () => {
    const stops = await at.hands.order();
    expect(stops.slice(0, 2)).toEqual(['button "日本語"', button('staff.sign-in')]);
    expect(stops.at(-1)).toBe(button('keys.open'));
    await at.hands.press(button('staff.sign-in'));
    await at.page.getByTestId('key-prompt').getByLabel(say('key.pin'), { exact: true }).waitFor();
    expect(await focused(at.page)).toBe('textbox "PIN"');
    expect(await at.hands.heard()).toContain(`polite: ${say('key.step.pin')}`);
    expect(await tabOrder(at.page)).toEqual([
      'textbox "PIN"',
      button('action.cancel'),
      button('action.continue'),
    ]);
    await at.page.keyboard.press('Escape');
    await at.page.getByTestId('key-prompt').waitFor({ state: 'detached' });
    await at.hands.settlesOn(button('staff.sign-in'));
    await expect.poll(at.hands.heard, patience).toMatch(/^assertive: /m);
  });

  it('goes into key care and back', async () => {
    await at.hands.press(button('keys.open'));
    await at.page.getByTestId('key-card').first().waitFor();
    await at.hands.settlesOn(/^heading /);
    expect(await at.hands.order()).toEqual([
      button('staff.back'),
      'button "日本語"',
      button('keys.change-pin'),
      button('keys.credentials'),
      expect.stringMatching(/^button /),
    ]);
    await at.hands.press(button('staff.back'));
    await at.page.getByTestId('staff-sign-in').waitFor();
  });

  it('signs in with PIN and touch, into the field where the work begins', async () => {
    await at.hands.press(button('staff.sign-in'));
    await at.page.getByTestId('key-prompt').getByLabel(say('key.pin'), { exact: true }).waitFor();
    await at.hands.type(pin);
    await at.page.keyboard.press('Enter');
    await at.hands.touch();
    await at.hands.settlesOn(field);
    expect(await at.hands.order()).toEqual([
      `tab "${say('counter.tab')}"`,
      'button "日本語"',
      button('staff.sign-out'),
      field,
    ]);
  });

  it('does an ordinary case in 13 actions, each one key or one text, and says when it is in force', async () => {
    const { hands } = at.window;
    await at.hands.tabTo(field);
    at.institution.demonstration.network.pull();
    await at.page.getByText(say('status.hub-offline')).first().waitFor();
    const comes = (step: string) => at.page.getByTestId(`case-step-${step}`).waitFor();
    const actions: readonly (readonly [() => Promise<unknown>, (() => Promise<unknown>)?])[] = [
      [() => at.hands.type('20240003'), () => at.page.getByTestId('exact-person').waitFor()],
      [() => at.page.keyboard.press('Alt+1'), () => comes('triage')],
      [
        () => at.page.keyboard.press('Alt+2'),
        async () => {
          await comes('check');
          await at.hands.settlesOn(/^heading /);
        },
      ],
      [() => at.page.keyboard.press('Alt+1')],
      [() => at.page.keyboard.press('Alt+p')],
      [() => at.page.keyboard.press('Alt+n')],
      [
        () => at.page.keyboard.press('Alt+d'),
        () => hands.button('check.record').and(at.page.locator(':enabled')).waitFor(),
      ],
      [() => at.page.keyboard.press('Control+Enter'), () => comes('decide')],
      [() => at.page.keyboard.press('Control+Enter'), () => comes('read')],
      [
        () => at.page.keyboard.press('Control+Enter'),
        () => at.page.getByTestId('key-prompt').getByLabel(say('key.pin'), { exact: true }).waitFor(),
      ],
      [() => at.hands.type(pin)],
      [() => at.page.keyboard.press('Enter')],
      [at.hands.touch],
    ];
    expect(actions.length).toBeLessThanOrEqual(14);
    for (const [act, seen] of actions) {
      await act();
      await seen?.();
      expect(await focusFaults(at.page)).toEqual([]);
      // No two presses of one key are closer than a person's.
      await at.page.waitForTimeout(320);
    }
    await hands.receipt('queued');
    expect(await at.hands.heard()).toContain(`polite: ${say('claim.suspend.queued.title')}`);
    await at.page.getByTestId('receipt-actions').waitFor();
    await shiftFindings(at.page);
    at.institution.demonstration.network.plug();
    await hands.receipt('applied');
    await expect.poll(at.hands.heard, patience).toContain('In force');
    // It came by itself: whoever is about to press something finds it where it was.
    expect(await shiftFindings(at.page)).toEqual([]);
    await byPalette('next step');
    await at.hands.settlesOn(field);
  });

  it('names only the keys that work here, by ?, and gives the focus back', async () => {
    await at.hands.tabTo(button('staff.sign-out'));
    await at.page.keyboard.press('?');
    const list = at.page.getByTestId('shortcuts');
    await list.waitFor();
    const keys = await list.locator('kbd').allInnerTexts();
    expect(keys).toEqual(expect.arrayContaining(['Ctrl+K', 'Ctrl+/', '?', 'Ctrl+F']));
    expect(keys).not.toContain('Alt+P');
    await list.getByText(speed['shortcuts.question-mark']).click();
    await at.page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await at.hands.settlesOn(button('staff.sign-out'));
    // Switched off, the single character does nothing; the chord still does (WCAG 2.1.4).
    await at.page.keyboard.press('?');
    await at.page.keyboard.press('Control+/');
    await list.waitFor();
    expect(await list.locator('kbd').allInnerTexts()).not.toContain('?');
    await list.getByText(speed['shortcuts.question-mark']).click();
    await at.page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
  });

  it('offers in the palette what this moment permits and no more', async () => {
    await at.page.keyboard.press('Control+k');
    const palette = at.page.getByTestId('palette');
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
    await at.hands.type('20240003');
    await at.page.keyboard.press('Enter');
    await palette.waitFor();
    await at.page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });
  });

  it('goes to the board and ends nothing without asking; the dialog gives the focus back', async () => {
    await byPalette('board');
    await at.page.locator('[data-testid=board-row]').first().waitFor();
    const stop =
      (await at.hands.order()).find((one) => one.startsWith('button "') && one.includes('髙橋 結衣')) ?? '';
    await at.hands.press(stop);
    const dialog = at.page.getByRole('alertdialog');
    await dialog.waitFor();
    expect((await tabOrder(at.page)).slice(0, 2)).toEqual([button('action.cancel'), button('resume.sign')]);
    await at.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await at.hands.settlesOn(stop);
  });

  it('opens the check of this computer and comes back', async () => {
    await byPalette('computer');
    await at.page.getByRole('tab', { name: say('doctor.tab'), selected: true }).waitFor();
    await expect.poll(() => at.page.locator('.workspace-room h1').count(), patience).toBe(1);
    await tabOrder(at.page);
    await byPalette('go to the counter');
    await at.page.getByRole('tab', { name: say('counter.tab'), selected: true }).waitFor();
  });

  it('brings a case back that was closed by mistake, and says so', async () => {
    await at.page.keyboard.press('Control+f');
    await at.hands.type('20240005');
    await at.page.getByTestId('exact-person').waitFor();
    await at.page.keyboard.press('Alt+4');
    await at.window.hands.button('counter.close').waitFor();
    await byPalette('close this');
    const closed = at.page.getByTestId('closed-case');
    await closed.waitFor();
    expect(await closed.innerText()).not.toContain('渡邊');
    expect(await at.hands.heard()).toContain(`polite: ${speed['closed.title']}`);
    await byPalette('take the closed');
    await at.window.hands.button('counter.close').waitFor();
    await byPalette('close this');
    await closed.waitFor();
  });

  it('remembers people folded away, asks for a reason anew, and forgets them with the sign-in', async () => {
    const recent = at.page.getByTestId('recent-people');
    expect(await stateOf(at.page, '.recent-people > summary')).toMatchObject({ expanded: false });
    await recent.locator('summary').press('Enter');
    await recent.getByRole('button', { name: '髙橋 結衣' }).press('Enter');
    await at.page.getByTestId('case-step-reason').waitFor();
    await at.page.keyboard.press('Alt+ArrowLeft');
    await at.page.getByTestId('case-step-reason').waitFor({ state: 'detached' });
    // Emptied, the list names nobody and comes back by the press that has the focus.
    await recent.locator('summary').press('Enter');
    await recent.getByRole('button', { name: speed['action.clear-recent'] }).press('Enter');
    const cleared = at.page.getByTestId('cleared-people');
    await cleared.waitFor();
    expect(await cleared.innerText()).not.toContain('髙橋');
    expect(await at.hands.heard()).toContain(`polite: ${speed['recent.cleared']}`);
    await at.page.keyboard.press('Enter');
    await recent.waitFor();
    // Folded away again, and with the focus: Enter opens it.
    await at.page.keyboard.press('Enter');
    await expect.poll(() => recent.getByRole('button', { name: '髙橋 結衣' }).count()).toBe(1);
    await byPalette('empty this');
    await cleared.waitFor();
    await byPalette('sign out');
    await at.page.getByTestId('staff-sign-in').waitFor();
    await at.window.hands.signInAtCounter(pin);
    await expect.poll(() => cleared.count()).toBe(0);
    await expect.poll(() => recent.count()).toBe(0);
    await expect.poll(() => at.page.getByTestId('closed-case').count()).toBe(0);
  });

  it('tells all of it in Japanese too', async () => {
    await at.page.locator('.language-toggle').first().press('Enter');
    await at.page.locator('html[lang=ja]').waitFor();
    const [first, ...rest] = await at.hands.order();
    expect(first).toMatch(/^tab "[ぁ-んァ-ン一-龠]+"$/);
    expect(rest).toEqual([
      'button "English"',
      `button "${say('staff.sign-out', 'ja')}"`,
      `combobox "${say('find.label', 'ja')}"`,
    ]);
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints).toEqual([]);
  });
});
