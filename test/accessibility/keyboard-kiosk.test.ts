import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { demonstrationAccounts } from '../../main/profile/demonstration-accounts.ts';
import { wipeFailingPolicy } from '../electron/failing-wipe.ts';
import { patience } from './keyboard-hands.ts';
import { keyboardWindow, openedWindow } from './keyboard-window.ts';

const supervisorKey = 0;
const [student] = demonstrationAccounts;
const ground = mkdtempSync(join(tmpdir(), 'keyboard-kiosk-'));
/** A wipe fails for as long as this is there. */
const flag = join(ground, 'not-clean');
const at = keyboardWindow(() => openedWindow('lab', { kiosk: true, policy: wipeFailingPolicy(flag) }));
afterAll(() => rmSync(ground, { recursive: true, force: true }));

const languages = ['button "日本語"', 'button "やさしいにほんご"'];
const why = () => `DisclosureTriangle "${at.hands.say('exemption.why-not-asked')}"`;
/** The whole lock screen, with what stands at its foot. */
const lockOrder = (foot: 'kiosk.maintenance' | 'kiosk.return') => [
  at.hands.button('lock.help'),
  ...languages,
  at.hands.field('lock.login'),
  at.hands.field('lock.password'),
  at.hands.button('lock.show-password'),
  at.hands.button('lock.sign-in'),
  why(),
  at.hands.button(foot),
];
/** What asks for a key lies over the lock screen, of which nothing but the languages is in reach. */
const keyStepOrder = (submit: 'kiosk.leave.submit' | 'wipe.again.submit') => [
  ...languages,
  at.hands.button(submit),
  at.hands.button('action.back'),
];

/** From the press that asks for a key, with none plugged in, and back by Escape. */
async function askAndGiveUp(submit: 'kiosk.leave.submit' | 'wipe.again.submit'): Promise<void> {
  const { hands, page } = at;
  await hands.press(hands.button(submit));
  await page.getByTestId('key-prompt').locator('[data-state=insert]').waitFor();
  await expect.poll(hands.heard, patience).toContain(`polite: ${hands.say('key.step.insert')}`);
  expect(await hands.order()).toEqual([hands.button('action.cancel')]);
  await page.keyboard.press('Escape');
  await page.getByTestId('key-prompt').waitFor({ state: 'detached' });
  await hands.settlesOn(hands.button(submit));
  await expect.poll(hands.heard, patience).toContain(`assertive: ${hands.say('error.key/cancelled')}`);
  expect(await hands.order()).toEqual(keyStepOrder(submit));
}

describe('the maintenance exit of a kiosk, by keyboard alone', () => {
  const open = async () => {
    const { hands } = at;
    await hands.press(hands.button('kiosk.maintenance'));
    await hands.settlesOn(hands.heading('kiosk.leave.heading'));
  };

  it('is the last thing in reach, is read out, and leaves nothing in reach that it hides', async () => {
    const { hands } = at;
    expect(await hands.order()).toEqual(lockOrder('kiosk.maintenance'));
    await hands.fill(hands.field('lock.login'), 's2024');
    await open();
    expect(await hands.order()).toEqual(keyStepOrder('kiosk.leave.submit'));
  });

  it('has its language changed where it stands, and keeps the focus on what changes it', async () => {
    const { hands, page } = at;
    await hands.press('button "日本語"');
    await page.locator('html[lang=ja]').waitFor();
    await hands.settlesOn('button "English"');
    await page.keyboard.press('Enter');
    await page.locator('html[lang=en]').waitFor();
    await hands.settlesOn('button "日本語"');
  });

  it('leads back to the lock screen, as it was typed', async () => {
    const { hands, page } = at;
    await hands.press(hands.button('action.back'));
    await page.getByTestId('maintenance').waitFor({ state: 'detached' });
    await hands.settlesOn(hands.button('kiosk.maintenance'));
    expect(await hands.heard()).not.toContain(hands.say('kiosk.closed'));
    expect(await at.window.hands.field('lock.login').inputValue()).toBe('s2024');
    expect(await hands.order()).toEqual(lockOrder('kiosk.maintenance'));
  });

  it('says which key it waits for; given up by Escape, it says so and stands where it was', async () => {
    await open();
    await askAndGiveUp('kiosk.leave.submit');
  });

  it('opens for a supervisor’s key, says so, and has the way back in reach', async () => {
    const { hands, page } = at;
    await hands.plugIn(supervisorKey);
    await hands.press(hands.button('kiosk.leave.submit'));
    await hands.answerKey();
    await page.getByTestId('kiosk-left').waitFor();
    await hands.settlesOn(hands.heading('lock.heading'));
    await expect.poll(hands.heard, patience).toContain(`polite: ${hands.say('kiosk.left')}`);
    expect(await hands.order()).toEqual(lockOrder('kiosk.return'));
  });

  it('closes by Enter, says so, and stands on what opened it', async () => {
    const { hands, page } = at;
    await hands.press(hands.button('kiosk.return'));
    await page.getByTestId('kiosk-left').waitFor({ state: 'detached' });
    await hands.settlesOn(hands.button('kiosk.maintenance'));
    await expect.poll(hands.heard, patience).toContain(`polite: ${hands.say('kiosk.closed')}`);
    expect(await hands.heard()).not.toContain(hands.say('kiosk.left'));
    expect(await hands.order()).toEqual(lockOrder('kiosk.maintenance'));
    await hands.pullOut(supervisorKey);
  });
});

describe('a wipe that failed, by keyboard alone', () => {
  const failedOrder = () => [
    at.hands.button('lock.help'),
    ...languages,
    at.hands.button('wipe.again'),
    why(),
    at.hands.button('kiosk.maintenance'),
  ];
  const isFailed = async () => {
    const { hands, page } = at;
    await page.getByText(hands.say('wipe.failed')).waitFor();
    await hands.settlesOn(hands.heading('lock.heading'));
    await expect.poll(hands.heard, patience).toContain(`assertive: ${hands.say('wipe.failed')}`);
    expect(await hands.order()).toEqual(failedOrder());
  };
  const open = async () => {
    const { hands } = at;
    await hands.press(hands.button('wipe.again'));
    await hands.settlesOn(hands.heading('wipe.again'));
    expect(await hands.order()).toEqual(keyStepOrder('wipe.again.submit'));
  };
  const tryAgain = async () => {
    const { hands, page } = at;
    await hands.press(hands.button('wipe.again.submit'));
    await hands.answerKey();
    await page.getByTestId('wipe-again').waitFor({ state: 'detached' });
  };

  it('is said at once, with no form any more, and the way for staff in reach', async () => {
    const { hands, page } = at;
    if (student === undefined) throw new Error('the demonstration has no student');
    await hands.tabTo(hands.field('lock.login'));
    await page.keyboard.press('Control+a');
    await hands.type(student.person.login);
    await hands.fill(hands.field('lock.password'), student.password);
    await page.keyboard.press('Enter');
    await page.getByTestId('session-bar').waitFor();
    await hands.settlesOn(/^heading "You are signed in/);
    writeFileSync(flag, '');
    await hands.press(hands.button('session.sign-out'));
    await isFailed();
  });

  it('asks for a key, and leads back where that is given up', async () => {
    const { hands, page } = at;
    await open();
    await askAndGiveUp('wipe.again.submit');
    await hands.press(hands.button('action.back'));
    await page.getByTestId('wipe-again').waitFor({ state: 'detached' });
    await hands.settlesOn(hands.button('wipe.again'));
    expect(await hands.order()).toEqual(failedOrder());
  });

  it('is tried anew by a supervisor’s key, and said again where the cause is still there', async () => {
    await at.hands.plugIn(supervisorKey);
    await open();
    await tryAgain();
    await isFailed();
  });

  it('is over once nothing is left: the next person begins in the first field', async () => {
    const { hands, page } = at;
    rmSync(flag);
    await open();
    await tryAgain();
    await page.locator('html[data-ready=lock]').waitFor();
    await hands.settlesOn(hands.field('lock.login'));
    const said = await hands.heard();
    expect(said).toContain(`polite: ${hands.say('lock.password-alone')}`);
    expect(said).not.toContain(hands.say('wipe.failed'));
    expect(await hands.order()).toEqual(lockOrder('kiosk.maintenance'));
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints).toEqual([]);
  });
});
