import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHands, said } from '../../main/cli/tour/check-hands.ts';
import { johoProfile } from '../../main/profile/joho/profile.ts';
import { startCounterOf } from './check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin } from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(johoProfile));
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

describe('joho’s counter in a real window', () => {
  it('shows how many of five apps and three telephone lines are used', async () => {
    const { open, close } = checkHands(counter);
    await open('20240002', '大野 翔太', 'visit.forgotten');
    const limits = counter.page.getByTestId('factor-limits');
    await limits.waitFor();
    expect(await limits.innerText()).toMatch(
      /Authenticator apps: 1 of 5 used[\s\S]*Telephone lines: 1 of 3 used/,
    );
    await close();
  });

  it('records no check before the point on impersonation was ticked, and suspends then (I1)', async () => {
    const { open, onwards, record } = checkHands(counter);
    const { hands, page } = counter;
    await open('20240003', '髙橋 結衣', 'visit.forgotten');
    await onwards();
    await hands.checkDocument('document.student-card', '0003');
    expect(await record().isDisabled()).toBe(true);
    await page.getByText('Impersonation has really happened', { exact: false }).click();
    await record().click();
    await page.getByTestId('case-step-decide').waitFor();
    await hands.decide();
    await hands.signCommand(hands.button('read.sign'), pin);
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
  });

  it('an operator who doubts declines: the case ends and the next one is warned', async () => {
    const { open, onwards, close } = checkHands(counter);
    const { hands, page } = counter;
    await open('20240005', '渡邊 陽菜', 'visit.forgotten');
    await onwards();
    await page.getByRole('button', { name: said('check.doubt') }).click();
    const dialog = page.getByTestId('doubt');
    await dialog.getByRole('button', { name: said('check.doubt.yes') }).click();
    await hands.field('find.label').waitFor();
    await open('20240005', '渡邊 陽菜', 'visit.forgotten');
    await page.getByTestId('failed-checks').getByText('the operator had doubts', { exact: false }).waitFor();
    await close();
  });
});
