import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { patience } from './keyboard-hands.ts';
import { keyboardWindow, openedWindow } from './keyboard-window.ts';
import { focused, tabOrder } from './tree.ts';

const supervisorKey = 1;
const blankKeys = [2, 3] as const;

let code = '';
let secret = '';
const at = keyboardWindow(() => openedWindow('counter'));

const find = () => `combobox "${at.hands.say('find.label')}"`;
async function signIn(key: number): Promise<void> {
  await at.hands.plugIn(key);
  await at.hands.press(at.hands.button('staff.sign-in'));
  await at.hands.answerKey();
  await at.hands.settlesOn(find());
}
async function signOut(): Promise<void> {
  await at.hands.press(at.hands.button('staff.sign-out'));
  await at.hands.settlesOn(at.hands.button('staff.sign-in'));
}
/** The code of an app whose clock is `ahead` seconds ahead. */
const appCode = (ahead = 0) => generateSync({ secret, epoch: Date.now() / 1000 + ahead });

describe('becoming an operator by keyboard alone', () => {
  it('a supervisor invites: the dialog keeps the focus, and hiding the code leaves it on the screen’s heading', async () => {
    await signIn(supervisorKey);
    await at.hands.openRoom(at.hands.say('operators.tab'));
    await at.page.getByTestId('operator-row').first().waitFor();
    await at.hands.press(at.hands.button('operators.invite'));
    await at.hands.settlesOn(at.hands.field('invite.id'));
    expect(await tabOrder(at.page)).toEqual([
      at.hands.field('invite.id'),
      at.hands.field('invite.name-ja'),
      at.hands.field('invite.name-en'),
      expect.stringMatching(/^radio "Operator/),
      at.hands.field('invite.person'),
      at.hands.button('action.cancel'),
    ]);
    await at.hands.fill(at.hands.field('invite.id'), 'op-hayase');
    await at.hands.fill(at.hands.field('invite.name-ja'), '早瀬 直');
    await at.hands.fill(at.hands.field('invite.name-en'), 'Nao Hayase');
    await at.page.keyboard.press('Enter');
    await at.hands.answerKey();
    const shown = at.page.getByTestId('issued-code');
    await shown.waitFor();
    await at.hands.settlesOn(at.hands.button('operators.invite'));
    expect(await at.hands.heard()).toContain('polite: Registration code for Nao Hayase');
    code = await shown.innerText();
    await at.hands.press(at.hands.button('code.done'));
    await shown.waitFor({ state: 'detached' });
    await at.hands.settlesOn(at.hands.heading('operators.heading'));
    await signOut();
    await at.hands.pullOut(supervisorKey);
  });

  it('asks for the code, says what is wrong with one, and has nothing else in its way', async () => {
    await at.hands.press(at.hands.button('staff.enrol'));
    await at.hands.settlesOn(at.hands.field('enrol.code'));
    expect(await at.hands.order()).toEqual([
      at.hands.button('staff.back'),
      'button "日本語"',
      at.hands.field('enrol.code'),
    ]);
    await at.hands.fill(at.hands.field('enrol.code'), '0000-0000-0000-0000');
    await at.page.keyboard.press('Enter');
    await expect.poll(at.hands.heard, patience).toMatch(/assertive: .*cannot be used/);
    await at.hands.settlesOn(at.hands.field('enrol.code'));
    await at.page.keyboard.press('Control+a');
    await at.hands.type(code.toLowerCase().replaceAll('-', ' '));
    await at.page.keyboard.press('Enter');
    await at.hands.settlesOn(at.hands.heading('enrol.heading-first'));
  });

  it.each([
    [blankKeys[0], 'enrol.heading-first', 'enrol.heading-second'],
    [blankKeys[1], 'enrol.heading-second', 'enrol.heading-ready'],
  ] as const)(
    'key %i: Enter registers it and signs a test; the next heading is read out',
    async (key, now, next) => {
      await at.hands.settlesOn(at.hands.heading(now));
      expect((await at.hands.order()).slice(0, 4)).toEqual([
        at.hands.button('enrol.abandon'),
        'button "日本語"',
        at.hands.field('enrol.label'),
        at.hands.button('enrol.register'),
      ]);
      await at.hands.plugIn(key);
      await at.hands.press(at.hands.button('enrol.register'));
      await at.hands.answerKey();
      await at.hands.answerKey();
      await at.hands.settlesOn(at.hands.heading(next));
      if (key === blankKeys[0]) await at.hands.pullOut(key);
    },
  );

  it('activates, says so, and leads back to the first sign-in', async () => {
    expect(await at.hands.order()).toEqual([
      at.hands.button('enrol.abandon'),
      'button "日本語"',
      at.hands.button('enrol.finish'),
    ]);
    await at.hands.press(at.hands.button('enrol.finish'));
    await at.hands.settlesOn(at.hands.heading('enrol.done-heading'));
    await at.hands.press(at.hands.button('staff.back'));
    await at.hands.settlesOn(at.hands.button('staff.sign-in'));
    await at.page.keyboard.press('Enter');
    await at.hands.answerKey();
    await at.hands.settlesOn(find());
    await at.page.getByText('Nao Hayase').first().waitFor();
  });
});

describe('the code app by keyboard alone', () => {
  it('is set up by a touch and a first code; what is done is said, and the focus is on the screen’s heading', async () => {
    await at.hands.openRoom(at.hands.say('app.tab'));
    await at.page.getByTestId('totp-set-up').waitFor();
    await at.hands.press(at.hands.button('app.begin'));
    await at.hands.answerKey();
    await at.page.getByTestId('totp-secret').waitFor();
    await at.hands.settlesOn(at.hands.field('app.code'));
    secret = (await at.page.getByTestId('totp-secret').innerText()).replaceAll(' ', '');
    await at.hands.type('000000');
    await at.page.keyboard.press('Enter');
    await expect.poll(at.hands.heard, patience).toMatch(/assertive: /);
    await at.hands.settlesOn(at.hands.field('app.code'));
    await at.hands.type(appCode());
    await at.page.keyboard.press('Enter');
    await at.page.getByText(at.hands.say('app.done-heading')).waitFor();
    await at.hands.settlesOn(at.hands.heading('app.heading'));
    expect(await at.hands.heard()).toContain(`polite: ${at.hands.say('app.done-heading')}`);
    await signOut();
    await at.hands.pullOut(blankKeys[1]);
  });

  it('signs in from its own screen, waits in the code after a refusal, and ends where the work begins', async () => {
    await at.hands.press(at.hands.button('staff.with-app'));
    await at.hands.settlesOn(at.hands.field('totp.operator'));
    expect(await at.hands.order()).toEqual([
      at.hands.button('staff.back'),
      'button "日本語"',
      at.hands.field('totp.operator'),
      at.hands.field('totp.code'),
    ]);
    await at.hands.fill(at.hands.field('totp.operator'), 'op-hayase');
    await at.hands.fill(at.hands.field('totp.code'), '000000');
    await at.page.keyboard.press('Enter');
    await expect.poll(at.hands.heard, patience).toMatch(/assertive: /);
    await at.hands.settlesOn(at.hands.field('totp.code'));
    // The next step's: the one that confirmed is used, and a step of drift is allowed.
    await at.hands.type(appCode(30));
    await at.page.keyboard.press('Enter');
    await at.hands.settlesOn(find());
    expect(await focused(at.page)).toBe(find());
    await at.page.getByText(at.hands.say('totp.session')).waitFor();
    // Whoever has no key with them is offered no set-up that needs one.
    await at.hands.openRoom(at.hands.say('app.tab'));
    await at.page.getByText(at.hands.say('app.key-needed')).waitFor();
    expect(await at.hands.order()).not.toContain(at.hands.button('app.begin'));
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints).toEqual([]);
  });
});
