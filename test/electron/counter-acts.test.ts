import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { readTotpAddress } from '../../main/exchange/totp-address.ts';
import { codeAt, stepAt } from '../../main/exchange/totp-code.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import en from '../../preload/contract/messages/decide-en.json' with { type: 'json' };
import ja from '../../preload/contract/messages/decide-ja.json' with { type: 'json' };
import {
  type Institution,
  noCaseLeft,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from './institution.ts';
import { readQrCode } from './read-qr-code.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  const policy = demonstrationPolicy(new Date());
  institution = await startInstitution(['counter'], {
    policy: { ...policy, suspension: { ...policy.suspension, repeatLimit: 20 } },
  });
  counter = await institution.open('counter');
  await counter.hands.plugInKey(0);
  await counter.hands.signInAtCounter(pin);
});
beforeEach(() => pictureOnFailure(counter));
// A test that failed leaves no case on the desk of the next one.
afterEach(() => noCaseLeft(counter));
afterAll(() => institution?.stop());

const say = (key: keyof typeof ja, places: Readonly<Record<string, string>> = {}) =>
  Object.entries(places).reduce((text, [name, value]) => text.replace(`{${name}}`, value), en[key]);

/** Keeps a picture of a screen in both languages, for people who look at it. */
async function picture(name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const { page } = counter;
  await page.screenshot({ path: join(folder, `${name}-en.png`), fullPage: true });
  await page.getByRole('button', { name: /日本語/ }).click();
  await page.locator('html[lang=ja]').waitFor();
  await page.screenshot({ path: join(folder, `${name}-ja.png`), fullPage: true });
  await page.getByRole('button', { name: /English/ }).click();
  await page.locator('html[lang=en]').waitFor();
}

/** A new case of the person with this number. */
async function open(number: string): Promise<void> {
  const { hands, page } = counter;
  await hands.findPerson(number);
  await page.getByTestId('search-results').getByRole('option').first().click();
  await page.getByTestId('case-step-reason').waitFor();
}

/** From the documents to the decision. */
async function check(): Promise<void> {
  const { hands, page } = counter;
  await page.getByTestId('case-step-check').waitFor();
  await hands.checkDocument('document.student-card', '0001');
  const prompts = page.locator('.check-prompts input[type=checkbox]:not(:checked)');
  while ((await prompts.count()) > 0) await prompts.first().locator('xpath=ancestor-or-self::label').click();
  await hands.button('check.record').click();
  await page.getByTestId('case-step-decide').waitFor();
}

/** A case that was checked, at its decision. */
async function checked(number: string, reason: Parameters<OpenWindow['hands']['button']>[0]): Promise<void> {
  await open(number);
  await counter.hands.chooseReason(reason);
  await check();
}
const choose = (label: string | RegExp) =>
  counter.page.getByRole('radio', { name: label }).first().locator('xpath=ancestor-or-self::label').click();
const onwards = () => counter.hands.decide();
const sign = () => counter.hands.signCommand(counter.hands.button('read.sign'), pin);
const finish = async () => {
  const close = counter.hands.button('receipt.close');
  await close.click();
  await close.waitFor({ state: 'detached' });
};

describe('what is decided beside a suspension, in a real window', () => {
  it('removes chosen factors, each spelled out before the touch', async () => {
    const { page, hands } = counter;
    await open('20240012');
    await hands.button('visit.lost-or-stolen').click();
    const urgent = page.locator('[data-testid=urgent-step][data-acknowledged=false]');
    await urgent.first().waitFor();
    for (let left = await urgent.count(); left > 0; left -= 1) {
      await urgent.first().getByRole('button').click();
      await expect.poll(() => urgent.count(), { timeout: 15_000 }).toBe(left - 1);
    }
    await check();
    await choose(/Remove factors/);
    expect(await hands.button('decide.next').isDisabled()).toBe(true);
    await page.getByTestId('reset-factor').first().click();
    await picture('reset-decide');
    await onwards();
    await page.getByText(say('read.reset-factors')).waitFor();
    await expect.poll(() => page.locator('.read-factors li').count()).toBe(1);
    await picture('reset-read');
    await sign();
    await page.getByText(say('claim.reset-factors.done.title')).waitFor({ timeout: 30_000 });
    await picture('reset-receipt');
    await finish();
  });

  it('issues a new TOTP: the QR code is read, a first code proves it, and nothing shows it again', async () => {
    const { page } = counter;
    await checked('20240007', 'visit.app-deleted');
    await choose(/Issue a new TOTP/);
    await onwards();
    await sign();
    const panel = page.getByTestId('issued');
    await panel.waitFor({ timeout: 30_000 });
    await picture('totp-issued');
    const totp = readTotpAddress(
      await readQrCode(counter.page.getByTestId('issued').locator('.qr-code'), '.qr-dark'),
    );
    expect(totp).not.toBeNull();
    const field = page.getByLabel(say('shown.proof'), { exact: true });
    await field.fill('000');
    await page.getByRole('button', { name: say('shown.prove') }).click();
    await page.getByText('4 tries left', { exact: false }).first().waitFor();
    await field.fill(codeAt(totp?.secret ?? new Uint8Array(), stepAt(new Date())));
    await page.getByRole('button', { name: say('shown.prove') }).click();
    await page.getByText(say('shown.proved')).waitFor();
    await expect.poll(() => panel.count()).toBe(0);
    await picture('totp-proved');
    await finish();
  });

  it('issues a temporary code in large letters, which a reload does not show again', async () => {
    const { page } = counter;
    await checked('20240008', 'visit.forgotten');
    await choose(/Issue a temporary code/);
    await picture('code-decide');
    await onwards();
    await sign();
    const code = page.getByTestId('issued-code');
    await code.waitFor({ timeout: 30_000 });
    expect((await code.innerText()).trim()).toMatch(/^[a-z2-9]{8}$/);
    await picture('code-issued');
    await page.reload();
    await page.getByRole('button', { name: /English/ }).click();
    await page.locator('html[lang=en]').waitFor();
    await page.getByText(say('shown.gone')).waitFor();
    await expect.poll(() => code.count()).toBe(0);
    await finish();
  });

  it('offers nothing that is shown once while the centre is out of reach', async () => {
    const { page, hands } = counter;
    await checked('20240009', 'visit.forgotten');
    institution.demonstration.network.pull();
    await page.getByText(sentence('en', 'status.hub-offline')).first().waitFor();
    await choose(/Issue a temporary code/);
    await page.getByText(say('offline')).waitFor();
    expect(await hands.button('decide.next').isDisabled()).toBe(true);
    await picture('code-offline');
    institution.demonstration.network.plug();
    await page.getByText(say('offline')).waitFor({ state: 'detached', timeout: 30_000 });
    await hands.button('counter.close').click();
  });

  it('extends a suspension, by the day’s own ends or a later one', async () => {
    const { page, hands } = counter;
    await checked('20240010', 'visit.forgotten');
    await onwards();
    await sign();
    await hands.receipt('applied');
    await finish();
    await checked('20240010', 'visit.forgotten');
    await page.getByRole('radio', { name: new RegExp(en.extend) }).waitFor();
    await choose(/3 days|72 hours|48 hours/);
    await picture('extend-decide');
    await onwards();
    await page.getByText('Goes on from the suspension', { exact: false }).waitFor();
    await sign();
    await hands.receipt('applied');
    await finish();
  });

  it('sends a request to the centre, and its operator settles it from the board', async () => {
    const { page, hands } = counter;
    await open('20240011');
    await hands.button('visit.other').click();
    await page.getByTestId('case-step-triage').locator('.press-list button').last().click();
    await check();
    await picture('request-decide');
    await onwards();
    await picture('request-read');
    await sign();
    await page.getByText(say('claim.request.waiting-centre.title')).waitFor({ timeout: 30_000 });
    await picture('request-receipt');
    await finish();
    await page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
    const row = page.getByTestId('request-row');
    await row.waitFor();
    await picture('board-requests');
    for (const [action, state] of [
      ['requests.take', 'in-work'],
      ['requests.done', null],
    ] as const) {
      await row.getByRole('button', { name: say(action) }).click();
      await hands.signCommand(page.getByRole('button', { name: say('requests.sign') }), pin);
      await page.getByRole('alertdialog').waitFor({ state: 'detached' });
      if (state !== null) await page.locator(`[data-testid=request-row][data-state=${state}]`).waitFor();
    }
    await row.waitFor({ state: 'detached', timeout: 30_000 });
    await page.getByText(say('claim.request.done.title')).first().waitFor({ timeout: 30_000 });
    await picture('board-settled');
  });

  it('says that nobody knows what came of a call without an answer, repeats nothing, and offers the choice (I3)', async () => {
    const { page, hands } = counter;
    const { hub } = institution.demonstration;
    const row = () => page.getByTestId('receipt');
    await page.getByRole('tab', { name: sentence('en', 'counter.tab') }).click();
    await checked('20240008', 'visit.forgotten');
    await choose(/Issue a temporary code/);
    await onwards();
    await hands.signCommand(hands.button('read.sign'), pin, async (step) => {
      // The centre takes the command and falls silent.
      if (step === 'touch') process.kill(hub.process().pid, 'SIGSTOP');
    });
    await page.getByText(say('shown.issuing')).waitFor();
    await expect.poll(() => page.getByText(say('again.title')).count()).toBe(0);
    await picture('code-called');
    await hub.kill();
    await page.getByText(say('again.title')).waitFor({ timeout: 30_000 });
    await page.getByText(say('again.unknown')).waitFor();
    await row().getByText(say('claim.temporary-code.issuing.title')).waitFor();
    await row().getByText(say('claim.temporary-code.issuing.detail')).waitFor();
    expect(await row().getAttribute('data-state')).toBe('issuing');
    await expect.poll(() => page.getByTestId('issued-code').count()).toBe(0);
    await picture('code-unknown');
    await hub.start();
    await page
      .getByText(sentence('en', 'status.hub-offline'))
      .first()
      .waitFor({ state: 'detached', timeout: 60_000 });
    // The centre is back, and nothing was issued by itself.
    expect(await row().getAttribute('data-state')).toBe('issuing');
    await page.getByRole('button', { name: say('again.issue') }).click();
    await page.getByTestId('case-step-decide').waitFor();
    await choose(/Issue a temporary code/);
    await onwards();
    await sign();
    await page.getByTestId('issued-code').waitFor({ timeout: 30_000 });
    await finish();
    await page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
    await page.getByText(say('claim.temporary-code.issuing.title')).first().waitFor();
    await picture('board-unknown');
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
