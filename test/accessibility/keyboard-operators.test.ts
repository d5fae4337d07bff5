import { generateSync } from 'otplib';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  startInstitution,
} from '../electron/institution.ts';
import { type KeyboardHands, keyboardHands, patience } from './keyboard-hands.ts';
import { focused, tabOrder } from './tree.ts';

const supervisorKey = 1;
const blankKeys = [2, 3] as const;

let institution: Institution;
let counter: OpenWindow;
let page: Page;
let hands: KeyboardHands;
let code = '';
let secret = '';
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  counter = await institution.open('counter');
  ({ page } = counter);
  hands = keyboardHands(counter);
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

const find = () => `combobox "${hands.say('find.label')}"`;
async function signIn(key: number): Promise<void> {
  await hands.plugIn(key);
  await hands.press(hands.button('staff.sign-in'));
  await hands.answerKey();
  await hands.settlesOn(find());
}
async function signOut(): Promise<void> {
  await hands.press(hands.button('staff.sign-out'));
  await hands.settlesOn(hands.button('staff.sign-in'));
}
/** The code of an app whose clock is `ahead` seconds ahead. */
const appCode = (ahead = 0) => generateSync({ secret, epoch: Date.now() / 1000 + ahead });

describe('becoming an operator by keyboard alone', () => {
  it('a supervisor invites: the dialog keeps the focus, and hiding the code leaves it on the screen’s heading', async () => {
    await signIn(supervisorKey);
    await hands.openRoom(hands.say('operators.tab'));
    await page.getByTestId('operator-row').first().waitFor();
    await hands.press(hands.button('operators.invite'));
    await hands.settlesOn(hands.field('invite.id'));
    expect(await tabOrder(page)).toEqual([
      hands.field('invite.id'),
      hands.field('invite.name-ja'),
      hands.field('invite.name-en'),
      expect.stringMatching(/^radio "Operator/),
      hands.field('invite.person'),
      hands.button('action.cancel'),
    ]);
    await hands.fill(hands.field('invite.id'), 'op-hayase');
    await hands.fill(hands.field('invite.name-ja'), '早瀬 直');
    await hands.fill(hands.field('invite.name-en'), 'Nao Hayase');
    await page.keyboard.press('Enter');
    await hands.answerKey();
    const shown = page.getByTestId('issued-code');
    await shown.waitFor();
    await hands.settlesOn(hands.button('operators.invite'));
    expect(await hands.heard()).toContain('polite: Registration code for Nao Hayase');
    code = await shown.innerText();
    await hands.press(hands.button('code.done'));
    await shown.waitFor({ state: 'detached' });
    await hands.settlesOn(hands.heading('operators.heading'));
    await signOut();
    await hands.pullOut(supervisorKey);
  });

  it('asks for the code, says what is wrong with one, and has nothing else in its way', async () => {
    await hands.press(hands.button('staff.enrol'));
    await hands.settlesOn(hands.field('enrol.code'));
    expect(await hands.order()).toEqual([
      hands.button('staff.back'),
      'button "日本語"',
      hands.field('enrol.code'),
    ]);
    await hands.fill(hands.field('enrol.code'), '0000-0000-0000-0000');
    await page.keyboard.press('Enter');
    await expect.poll(hands.heard, patience).toMatch(/assertive: .*cannot be used/);
    await hands.settlesOn(hands.field('enrol.code'));
    await page.keyboard.press('Control+a');
    await hands.type(code.toLowerCase().replaceAll('-', ' '));
    await page.keyboard.press('Enter');
    await hands.settlesOn(hands.heading('enrol.heading-first'));
  });

  it.each([
    [blankKeys[0], 'enrol.heading-first', 'enrol.heading-second'],
    [blankKeys[1], 'enrol.heading-second', 'enrol.heading-ready'],
  ] as const)(
    'key %i: Enter registers it and signs a test; the next heading is read out',
    async (key, now, next) => {
      await hands.settlesOn(hands.heading(now));
      expect((await hands.order()).slice(0, 4)).toEqual([
        hands.button('enrol.abandon'),
        'button "日本語"',
        hands.field('enrol.label'),
        hands.button('enrol.register'),
      ]);
      await hands.plugIn(key);
      await hands.press(hands.button('enrol.register'));
      await hands.answerKey();
      await hands.answerKey();
      await hands.settlesOn(hands.heading(next));
      if (key === blankKeys[0]) await hands.pullOut(key);
    },
  );

  it('activates, says so, and leads back to the first sign-in', async () => {
    expect(await hands.order()).toEqual([
      hands.button('enrol.abandon'),
      'button "日本語"',
      hands.button('enrol.finish'),
    ]);
    await hands.press(hands.button('enrol.finish'));
    await hands.settlesOn(hands.heading('enrol.done-heading'));
    await hands.press(hands.button('staff.back'));
    await hands.settlesOn(hands.button('staff.sign-in'));
    await page.keyboard.press('Enter');
    await hands.answerKey();
    await hands.settlesOn(find());
    await page.getByText('Nao Hayase').first().waitFor();
  });
});

describe('the code app by keyboard alone', () => {
  it('is set up by a touch and a first code; what is done is said, and the focus is on the screen’s heading', async () => {
    await hands.openRoom(hands.say('app.tab'));
    await page.getByTestId('totp-set-up').waitFor();
    await hands.press(hands.button('app.begin'));
    await hands.answerKey();
    await page.getByTestId('totp-secret').waitFor();
    await hands.settlesOn(hands.field('app.code'));
    secret = (await page.getByTestId('totp-secret').innerText()).replaceAll(' ', '');
    await hands.type('000000');
    await page.keyboard.press('Enter');
    await expect.poll(hands.heard, patience).toMatch(/assertive: /);
    await hands.settlesOn(hands.field('app.code'));
    await hands.type(appCode());
    await page.keyboard.press('Enter');
    await page.getByText(hands.say('app.done-heading')).waitFor();
    await hands.settlesOn(hands.heading('app.heading'));
    expect(await hands.heard()).toContain(`polite: ${hands.say('app.done-heading')}`);
    await signOut();
    await hands.pullOut(blankKeys[1]);
  });

  it('signs in from its own screen, waits in the code after a refusal, and ends where the work begins', async () => {
    await hands.press(hands.button('staff.with-app'));
    await hands.settlesOn(hands.field('totp.operator'));
    expect(await hands.order()).toEqual([
      hands.button('staff.back'),
      'button "日本語"',
      hands.field('totp.operator'),
      hands.field('totp.code'),
    ]);
    await hands.fill(hands.field('totp.operator'), 'op-hayase');
    await hands.fill(hands.field('totp.code'), '000000');
    await page.keyboard.press('Enter');
    await expect.poll(hands.heard, patience).toMatch(/assertive: /);
    await hands.settlesOn(hands.field('totp.code'));
    // The next step's: the one that confirmed is used, and a step of drift is allowed.
    await hands.type(appCode(30));
    await page.keyboard.press('Enter');
    await hands.settlesOn(find());
    expect(await focused(page)).toBe(find());
    await page.getByText(hands.say('totp.session')).waitFor();
    // Whoever has no key with them is offered no set-up that needs one.
    await hands.openRoom(hands.say('app.tab'));
    await page.getByText(hands.say('app.key-needed')).waitFor();
    expect(await hands.order()).not.toContain(hands.button('app.begin'));
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
