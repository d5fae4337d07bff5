import { generateSync } from 'otplib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
let code = '';
let secret = '';
let used = '';
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  counter = await institution.open('counter');
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

const supervisorKey = 1;
const blankKeys = [2, 3] as const;
const en = (key: Parameters<typeof sentence>[1]) => sentence('en', key);

/** Answers one key prompt: PIN, then a touch. */
async function answerKey(): Promise<void> {
  const prompt = counter.page.getByTestId('key-prompt');
  await prompt.getByLabel(en('key.pin'), { exact: true }).fill(pin);
  await prompt.getByRole('button', { name: en('action.continue'), exact: true }).click();
  await counter.page.getByTestId('simulator').locator('[data-state=waiting]').waitFor();
  await counter.hands.touchKey();
}

async function signOut(): Promise<void> {
  await counter.hands.button('staff.sign-out').click();
  await counter.page.getByTestId('staff-sign-in').waitFor();
}

const openTab = (key: Parameters<typeof sentence>[1]) =>
  counter.page.getByRole('tab', { name: en(key), exact: true }).click();

/** The code of an app whose clock is `ahead` seconds ahead. */
const appCode = (ahead = 0) => generateSync({ secret, epoch: Date.now() / 1000 + ahead });

async function signInByApp(given: string): Promise<void> {
  const { hands } = counter;
  await hands.field('totp.operator').fill('op-hayase');
  await hands.field('totp.code').fill(given);
  await hands.button('totp.sign-in').click();
}

describe('becoming an operator in a real window', () => {
  it('begins with a supervisor’s invitation, signed by their key, and a code shown once', async () => {
    const { hands, page } = counter;
    await hands.plugInKey(supervisorKey);
    await hands.signInAtCounter(pin);
    await openTab('operators.tab');
    await hands.button('operators.invite').click();
    await hands.field('invite.id').fill('op-hayase');
    await hands.field('invite.name-ja').fill('早瀬 直');
    await hands.field('invite.name-en').fill('Nao Hayase');
    await hands.signCommand(hands.button('invite.sign'), pin);
    code = await page.getByTestId('issued-code').innerText();
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    await hands.button('code.done').click();
    await expect.poll(() => page.getByTestId('issued-code').count()).toBe(0);
  });

  it('offers a supervisor nothing against themselves (I4)', async () => {
    const rows = counter.page.getByTestId('operator-row');
    const own = rows.filter({ hasText: 'op-kitami' });
    await own.getByText(en('operators.self')).waitFor();
    await expect.poll(() => own.getByRole('button').count()).toBe(0);
    await expect.poll(() => rows.filter({ hasText: 'op-mizushima' }).getByRole('button').count()).toBe(2);
    await signOut();
    await counter.hands.pullOutKey(supervisorKey);
  });

  it('refuses a wrong code, and one whose key belongs to somebody else', async () => {
    const { hands, page } = counter;
    await hands.button('staff.enrol').click();
    await hands.field('enrol.code').fill('0000-0000-0000-0000');
    await hands.button('action.continue').click();
    await page.getByRole('alert').filter({ hasText: 'cannot be used' }).waitFor();
    await hands.field('enrol.code').fill(code.toLowerCase().replaceAll('-', ' '));
    await hands.button('action.continue').click();
    await page.getByTestId('enrolment-first').waitFor();
    await hands.plugInKey(supervisorKey);
    await hands.button('enrol.register').click();
    await answerKey();
    await page.getByRole('alert').filter({ hasText: 'already registered' }).waitFor();
    await hands.pullOutKey(supervisorKey);
  });

  it('goes on with two keys, each with a test signature of its own', async () => {
    const { hands, page } = counter;
    for (const [index, next] of [
      [blankKeys[0], 'enrolment-second'],
      [blankKeys[1], 'enrolment-second'],
    ] as const) {
      await hands.plugInKey(index);
      await hands.button('enrol.register').click();
      await answerKey();
      await answerKey();
      await page.getByTestId(next).waitFor();
      if (index === blankKeys[0]) {
        await page.getByText(en('enrol.heading-second')).waitFor();
        await hands.pullOutKey(index);
      }
    }
    await hands.button('enrol.finish').click();
    await page.getByTestId('enrolment-done').waitFor();
    await hands.button('staff.back').last().click();
  });

  it('ends with the new operator’s sign-in by either key', async () => {
    const { hands, page } = counter;
    await hands.signInAtCounter(pin);
    await page.getByText('Nao Hayase').first().waitFor();
    await expect.poll(() => page.getByRole('tab', { name: en('operators.tab') }).count()).toBe(0);
  });
});

describe('an authenticator app in a real window', () => {
  it('is set up by the operator’s key, a QR code and a first code', async () => {
    const { hands, page } = counter;
    await openTab('app.tab');
    await hands.button('app.begin').click();
    await answerKey();
    await page.getByRole('img', { name: en('app.qr') }).waitFor();
    secret = (await page.getByTestId('totp-secret').innerText()).replaceAll(' ', '');
    await hands.field('app.code').fill(appCode());
    await hands.button('app.confirm').click();
    await page.getByText(en('app.done-heading')).waitFor();
    await signOut();
    await hands.pullOutKey(blankKeys[1]);
  });

  it('explains a phone whose clock is wrong', async () => {
    const { hands, page } = counter;
    await hands.button('staff.with-app').click();
    await signInByApp(appCode(330));
    await page
      .getByRole('alert')
      .filter({ hasText: /5 min (0|30) s ahead/ })
      .waitFor();
  });

  it('signs in with a code once, and with the same code never again', async () => {
    const { page } = counter;
    // The next step's: the one that confirmed is used, and a step of drift is allowed.
    used = appCode(30);
    await signInByApp(used);
    await page.getByText(en('totp.session')).waitFor();
    await signOut();
    await counter.hands.button('staff.with-app').click();
    await signInByApp(used);
    await page.getByRole('alert').filter({ hasText: 'has been used already' }).waitFor();
    await expect.poll(() => page.getByTestId('totp-sign-in').count()).toBe(1);
  });

  it('prepares a case that another operator’s key signs (I1)', { timeout: 90_000 }, async () => {
    const { hands, page } = counter;
    await expect.poll(() => appCode(30), { timeout: 40_000, interval: 500 }).not.toBe(used);
    await signInByApp(appCode(30));
    await page.getByText(en('totp.session')).waitFor();
    await hands.findPerson('20240001');
    await hands.choosePerson('青葉 さくら');
    await hands.chooseReason('visit.forgotten');
    await hands.checkDocument('document.student-card', '0001');
    await hands.button('check.record').click();
    await page.getByTestId('case-step-decide').waitFor();
    expect(await hands.button('decide.next').isDisabled()).toBe(true);
    await hands.field('signer.label').selectOption({ label: 'Makoto Kitami' });
    await hands.decide();
    await page.locator('dd', { hasText: 'Makoto Kitami' }).waitFor();
    await hands.plugInKey(supervisorKey);
    await hands.signCommand(hands.button('read.sign'), pin);
    const receipt = await hands.receipt('applied');
    expect(await receipt.innerText()).toContain('In force until');
  });

  it('keeps the content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
