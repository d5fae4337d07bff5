import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { atAnyHour } from '../../main/cli/demonstration/institution-policy.ts';
import { openCallersBrowser } from '../../main/cli/tour/callers-browser.ts';
import { checkHands } from '../../main/cli/tour/check-hands.ts';
import type { DrivenFace } from '../../main/cli/tour/driven-face.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { kyotoProfile } from '../../main/profile/kyoto/profile.ts';
import decide from '../../preload/contract/messages/decide-en.json' with { type: 'json' };
import { startCounterOf } from './check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin } from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
/** Whoever telephones. */
let caller: DrivenFace;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(kyotoProfile, {
    byPhone: atAnyHour,
    secondApproval: ['20240001'],
  }));
  caller = await openCallersBrowser(institution.ground, `${institution.demonstration.hub.url}/waiting`);
});
beforeEach(() => pictureOnFailure(counter));
afterAll(async () => {
  await caller?.close().catch(() => undefined);
  await institution?.stop();
});

/** The call that the page before the counter asks for, and the decision, up to the first operator's signature. */
async function signedOnce(): Promise<void> {
  const { hands, page } = counter;
  const { joinPage, call, callerAnswers, recordCall } = checkHands(counter);
  await joinPage(await caller.page.locator('[data-reference]').innerText());
  await caller.page.locator('html[data-state=called]').waitFor();
  await call('check.phone.note-reached');
  await callerAnswers();
  await recordCall().click();
  await page.getByTestId('case-step-decide').waitFor();
  await hands.decide();
  await hands.signCommand(hands.button('read.sign'), pin);
  await page.getByTestId('case-step-approve').waitFor();
}

/** As when its window is closed; waits until the hub has heard of it. */
async function closeCallersPage(page: Page): Promise<void> {
  await page.route('**/waiting/state', (route) => route.abort());
  await page.waitForEvent('requestfailed');
  const told = page.waitForResponse('**/waiting/close');
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false })));
  expect((await told).status()).toBe(200);
}

describe('a caller whose page is closed before the second operator’s touch, in a real window', () => {
  it('is signed for by the first operator while the page stands open', async () => {
    const { open, answer, onwards } = checkHands(counter);
    await open('20240001', '青葉 さくら', 'visit.replaced');
    await answer('No');
    await answer('No');
    await onwards();
    await signedOnce();
  });

  it('loses nothing: no touch is asked for, and the screen offers another page and another call (I1)', async () => {
    const { hands, page } = counter;
    await closeCallersPage(caller.page);
    await hands.pullOutKey(0);
    await hands.plugInKey(1);
    await hands.button('approve.sign').click();
    await page.getByText(sentence('en', 'error.case/no-waiting-page')).waitFor();
    await expect.poll(() => page.getByTestId('key-prompt').count()).toBe(0);
    await page.getByRole('button', { name: decide['again.page'], exact: true }).click();
    await page.getByTestId('case-step-check').waitFor();
    // Neither the page nor the call nor the first signature counts any more.
    await page.locator('[data-testid=caller-page][data-joined=false]').waitFor();
    expect(await checkHands(counter).recordCall().isDisabled()).toBe(true);
    await expect.poll(() => page.getByTestId('case-step-approve').count()).toBe(0);
  });

  it('has it on a new page, after another call and two touches', async () => {
    const { hands, page } = counter;
    await hands.pullOutKey(1);
    await hands.plugInKey(0);
    const before = await caller.page.locator('[data-reference]').innerText();
    await caller.page.unroute('**/waiting/state');
    await caller.page.reload();
    await caller.page.locator('html[data-state=waiting]').waitFor();
    expect(await caller.page.locator('[data-reference]').innerText()).not.toBe(before);
    await signedOnce();
    await hands.pullOutKey(0);
    await hands.plugInKey(1);
    await hands.signCommand(hands.button('approve.sign'), pin);
    await page.getByTestId('on-page').waitFor({ timeout: 30_000 });
    await caller.page.locator('html[data-state=shown]').waitFor({ timeout: 30_000 });
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
