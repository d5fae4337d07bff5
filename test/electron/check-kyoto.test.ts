import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHands, said } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { readTotpAddress } from '../../main/exchange/totp-address.ts';
import { codeAt, stepAt, totpAddress } from '../../main/exchange/totp-code.ts';
import { kyotoProfile } from '../../main/profile/kyoto/profile.ts';
import decide from '../../preload/contract/messages/decide-en.json' with { type: 'json' };
import { startCounterOf } from './check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin } from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(kyotoProfile, {
    // The site's policy names its own hours, so that this test runs at any time; the profile's are 9:00 to 17:00.
    byPhone: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
  }));
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

const phone = () => counter.page.getByTestId('phone-check');
const call = (key: 'check.phone.note-reached' | 'check.phone.note-no-answer') =>
  phone()
    .getByRole('button', { name: said(key) })
    .click();

describe('Kyoto’s help desk in a real window', () => {
  it('with a notification address the person helps themselves, and nobody is checked', async () => {
    const { open, answer } = checkHands(counter);
    await open('20240002', '大野 翔太', 'visit.forgotten');
    await answer('Yes');
    expect(await counter.hands.button('triage.continue').count()).toBe(0);
    await counter.hands.button('triage.advise').click();
    await counter.hands.field('find.label').waitFor();
  });

  it('without a number on file nobody is called, whatever number the caller gives', async () => {
    const { open, answer, onwards, close } = checkHands(counter);
    await open('20240006', '李 美玲', 'visit.forgotten');
    await answer('No');
    await onwards();
    await phone().getByText(said('check.phone.none')).waitFor();
    expect(
      await phone()
        .getByRole('button', { name: said('check.phone.note-reached') })
        .isDisabled(),
    ).toBe(true);
    await close();
  });

  it('the caller waits: called back at the number on file, in the hours; the case lies aside meanwhile', async () => {
    const { open, answer, onwards } = checkHands(counter);
    const { page } = counter;
    await open('20240001', '青葉 さくら', 'visit.replaced');
    await answer('No');
    await answer('No');
    await onwards();
    expect(await page.getByTestId('number-on-file').innerText()).toBe('000-5550-0100');
    expect(await phone().innerText()).toMatch(/Calls are made until 24:00 today/);
    await phone().getByText(said('check.phone.waiting')).click();
    expect(await phone().innerText()).toMatch(/Waiting for the help desk[\s\S]*QR code appears by itself/);
    await call('check.phone.note-no-answer');
    await page.getByTestId('call-attempts').getByText('no answer', { exact: false }).waitFor();
    await page.getByRole('button', { name: said('check.phone.park') }).click();
    await page.getByTestId('parked-cases').getByText('calls so far: 1', { exact: false }).waitFor();
  });

  it('survives a killed agent; another operator takes it up, calls, and records what was answered', async () => {
    const { hands, page } = counter;
    const station = institution.demonstration.stations.counter;
    await hands.pullOutKey(0);
    await station.kill();
    await page.getByTestId('connection-banner').waitFor();
    await station.start();
    await page.getByTestId('staff-sign-in').waitFor();
    await hands.untilReady('staff');
    await hands.plugInKey(1);
    await hands.signInAtCounter(pin);
    await page.getByTestId('parked-cases').getByRole('button').click();
    await page.getByTestId('case-step-check').waitFor();
    await page.getByTestId('call-attempts').getByText('no answer', { exact: false }).waitFor();
    const { call: note, callerAnswers, recordCall } = checkHands(counter);
    expect(await recordCall().isDisabled()).toBe(true);
    await note('check.phone.note-reached');
    await callerAnswers();
    await recordCall().click();
    await page.getByTestId('case-step-check').waitFor({ state: 'detached' });
  });

  it('initialises TOTP: the QR code appears, and the first code of the new app proves it', async () => {
    const { hands, page } = counter;
    await hands.decide();
    await hands.signCommand(hands.button('read.sign'), pin);
    await page.getByTestId('issued').locator('.qr-code').waitFor({ timeout: 30_000 });
    const shown = (await page.getByTestId('issued-secret').innerText()).replaceAll(/\s/g, '');
    const secret = readTotpAddress(totpAddress('Madoguchi', 'visitor', shown))?.secret ?? new Uint8Array();
    await page.getByLabel(decide['shown.proof'], { exact: true }).fill(codeAt(secret, stepAt(new Date())));
    await page.getByRole('button', { name: decide['shown.prove'], exact: true }).click();
    await page.getByText(decide['shown.proved']).waitFor();
    await hands.receipt('ended');
    expect(await page.getByTestId('issued-secret').count()).toBe(0);
    await hands.button('receipt.close').click();
  });

  it('a caller whose answers differ is turned away, and the next operator knows', async () => {
    const { open, answer, onwards, close, call: note, callerAnswers, recordCall } = checkHands(counter);
    const { hands, page } = counter;
    await open('20240003', '髙橋 結衣', 'visit.forgotten');
    await answer('No');
    await onwards();
    await note('check.phone.note-reached');
    await callerAnswers(['affiliation']);
    await recordCall().click();
    await hands.field('find.label').waitFor();
    await page.getByText(sentence('en', 'error.case/check-failed')).waitFor();
    await open('20240003', '髙橋 結衣', 'visit.forgotten');
    await page.getByTestId('failed-checks').getByText('answers differ', { exact: false }).waitFor();
    await close();
  });
});
