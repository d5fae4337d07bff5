import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHands } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import en from '../../preload/contract/messages/decide-en.json' with { type: 'json' };
import { askingSecondApproval } from '../rigs/second-approval.ts';
import {
  type Institution,
  noCaseLeft,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['counter'], {
    policy: askingSecondApproval(demonstrationPolicy(new Date()), ['20240007', '20240008', '20240012']),
  });
  counter = await institution.open('counter');
  await counter.hands.plugInKey(0);
  await counter.hands.signInAtCounter(pin);
});
beforeEach(() => pictureOnFailure(counter));
afterEach(() => noCaseLeft(counter));
afterAll(() => institution?.stop());

/** A case up to the first operator's signature on what is chosen there. */
async function signedOnce(number: string, act: RegExp, more: () => Promise<void> = async () => undefined) {
  const { hands, page } = counter;
  await hands.findPerson(number);
  await page.getByTestId('search-results').getByRole('option').first().click();
  await page.getByTestId('case-step-reason').waitFor();
  await hands.chooseReason('visit.broken');
  await hands.checkDocument('document.student-card', number.slice(-4));
  await checkHands(counter).tickPrompts();
  await hands.button('check.record').click();
  await page.getByTestId('case-step-decide').waitFor();
  await page.getByRole('radio', { name: act }).first().locator('xpath=ancestor-or-self::label').click();
  await more();
  await page.getByText(sentence('en', 'approve.ahead')).waitFor();
  await hands.decide();
  await hands.signCommand(hands.button('read.sign'), pin);
  await page.getByTestId('case-step-approve').waitFor();
}

/** The second operator's own key, in place of the first one's. */
async function approve() {
  const { hands } = counter;
  await hands.pullOutKey(0);
  await hands.plugInKey(1);
  await hands.signCommand(hands.button('approve.sign'), pin);
  await hands.pullOutKey(1);
  await hands.plugInKey(0);
}

describe('a second operator’s touch on what is no suspension, in a real window (I4)', () => {
  it('a reset names each factor to the second operator too, and is done only then', async () => {
    const { page, hands } = counter;
    await signedOnce('20240012', /Remove factors/, () => page.getByTestId('reset-factor').first().click());
    await expect.poll(() => page.locator('.read-factors li').count()).toBe(1);
    // Their own key a second time is no second operator's.
    await hands.signCommand(hands.button('approve.sign'), pin);
    await page.getByText(sentence('en', 'error.case/approval-own')).waitFor();
    await approve();
    await page.getByText(en['claim.reset-factors.done.title']).waitFor({ timeout: 30_000 });
    await hands.button('receipt.close').click();
  });

  it('a new TOTP is issued after the second touch, and to the window that waits for it', async () => {
    const { page, hands } = counter;
    await signedOnce('20240007', /Issue a new TOTP/);
    await expect.poll(() => page.getByTestId('issued').count()).toBe(0);
    await approve();
    await page.getByTestId('issued').waitFor({ timeout: 30_000 });
    await hands.button('receipt.close').click();
  });

  it('a temporary code that waited is taken up, approved, and shown once', async () => {
    const { page, hands } = counter;
    await signedOnce('20240008', /Issue a temporary code/);
    await hands.button('approve.later').click();
    const waiting = page.getByTestId('waiting-approvals');
    expect(await waiting.innerText()).toMatch(/temporary code/i);
    await waiting.getByRole('button').click();
    await page.getByTestId('case-step-approve').waitFor();
    await approve();
    const code = page.getByTestId('issued-code');
    await code.waitFor({ timeout: 30_000 });
    expect((await code.innerText()).trim()).toMatch(/^[a-z2-9]{8}$/);
    await hands.button('receipt.close').click();
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
