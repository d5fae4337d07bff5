import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHands, said } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
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

  it('takes at most 14 actions for an ordinary case without a network: number, reason, …, touch', async () => {
    const { record } = checkHands(counter);
    const { hands, page } = counter;
    institution.demonstration.network.pull();
    await page.getByText(sentence('en', 'status.hub-offline')).first().waitFor();
    const choose = (name: string, group?: string) =>
      (group === undefined ? page : page.getByRole('radiogroup', { name: group }))
        .getByRole('radio', { name })
        .first()
        .locator('xpath=ancestor-or-self::label')
        .click();
    const prompt = page.getByTestId('key-prompt');
    const matches = sentence('en', 'check.matches');
    // Each is one thing that a hand does; the whole number stands for choosing from a list of one.
    const actions: readonly (() => Promise<void>)[] = [
      () => hands.field('find.label').fill('20240004'),
      () =>
        page
          .getByTestId('exact-person')
          .getByRole('button', { name: sentence('en', 'visit.forgotten') })
          .click(),
      () => page.getByRole('button', { name: /^No\b/ }).click(),
      () => choose(sentence('en', 'document.student-card')),
      () => choose(matches, sentence('en', 'check.photo')),
      () => choose(matches, sentence('en', 'check.name')),
      () => page.getByText(sentence('en', 'check.no-date'), { exact: true }).click(),
      () => page.getByText('Impersonation has really happened', { exact: false }).click(),
      () => record().click(),
      () => hands.button('decide.next').click(),
      () => hands.button('read.sign').click(),
      () => prompt.getByLabel(sentence('en', 'key.pin'), { exact: true }).fill(pin),
      () => page.keyboard.press('Enter'),
      async () => {
        await page.getByTestId('simulator').locator('[data-state=waiting]').waitFor();
        await hands.touchKey();
      },
    ];
    expect(actions.length).toBeLessThanOrEqual(14);
    for (const act of actions) await act();
    await hands.receipt('queued');
    institution.demonstration.network.plug();
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
