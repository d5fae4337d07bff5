import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openCallersBrowser } from '../../main/cli/tour/callers-browser.ts';
import { checkHands, said } from '../../main/cli/tour/check-hands.ts';
import type { DrivenFace } from '../../main/cli/tour/driven-face.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { readTotpAddress } from '../../main/exchange/totp-address.ts';
import { codeAt, stepAt, totpAddress } from '../../main/exchange/totp-code.ts';
import { kyotoProfile } from '../../main/profile/kyoto/profile.ts';
import decide from '../../preload/contract/messages/decide-en.json' with { type: 'json' };
import { startCounterOf } from './check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin } from './institution.ts';
import { readQrCode } from './read-qr-code.ts';

let institution: Institution;
let counter: OpenWindow;
/** Whoever telephones. */
let caller: DrivenFace | null = null;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(kyotoProfile, {
    // The site's policy names its own hours, so that this test runs at any time; the profile's are 9:00 to 17:00.
    byPhone: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
  }));
});
beforeEach(() => pictureOnFailure(counter));
afterAll(async () => {
  await caller?.close().catch(() => undefined);
  await institution?.stop();
});

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
    await expect.poll(() => counter.hands.button('triage.continue').count()).toBe(0);
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

  it('the caller waits on their page: called back at the number on file, in the hours; the case lies aside meanwhile', async () => {
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
    caller = await openCallersBrowser(institution.ground, `${institution.demonstration.hub.url}/waiting`);
    const reference = await caller.page.locator('[data-reference]').innerText();
    expect(reference).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(await caller.page.locator('main').innerText()).toMatch(
      /ヘルプデスクの確認を待っています[\s\S]*Keep this page open/,
    );
    await checkHands(counter).joinPage(reference);
    await caller.page.locator('html[data-state=called]').waitFor();
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
    // The page still stands open at the caller, and belongs to the case still.
    await page.locator('[data-testid=caller-page][data-joined=true]').waitFor();
    expect(await caller?.page.locator('html').getAttribute('data-state')).toBe('called');
    expect(await recordCall().isDisabled()).toBe(true);
    await note('check.phone.note-reached');
    await callerAnswers();
    await recordCall().click();
    await page.getByTestId('case-step-check').waitFor({ state: 'detached' });
  });

  it('initialises TOTP: the QR code appears on the caller’s page by itself and nowhere else, and a first code proves it (I7)', async () => {
    const { hands, page } = counter;
    if (caller === null) throw new Error('the caller’s page was never opened');
    const theirs = caller.page;
    await hands.decide();
    await hands.signCommand(hands.button('read.sign'), pin);
    await page.getByTestId('on-page').waitFor({ timeout: 30_000 });
    await theirs.locator('html[data-state=shown]').waitFor({ timeout: 30_000 });
    await theirs.locator('#symbol path').waitFor();
    const shown = (await theirs.locator('#secret').innerText()).replaceAll(/\s/g, '');
    const totp = readTotpAddress(await readQrCode(theirs.locator('#symbol svg')));
    expect(totp).toEqual(readTotpAddress(totpAddress('Madoguchi', 'visitor', shown)));
    await expect.poll(() => page.locator('.qr-code, [data-testid=issued]').count()).toBe(0);
    expect(await page.content()).not.toContain(shown.slice(0, 8));
    await theirs.locator('#code').fill('000000');
    await theirs.locator('#prove').click();
    await theirs.locator('#wrong').waitFor({ timeout: 30_000 });
    await page.getByText('4 tries left', { exact: false }).waitFor();
    await theirs.locator('#code').fill(codeAt(totp?.secret ?? new Uint8Array(), stepAt(new Date())));
    await theirs.locator('#prove').click();
    await theirs.locator('html[data-state=proved]').waitFor({ timeout: 30_000 });
    expect(await theirs.locator('#secret').innerText()).toBe('');
    await page.getByText(decide['shown.proved']).waitFor();
    await hands.receipt('ended');
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
