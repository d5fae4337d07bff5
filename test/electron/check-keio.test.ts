import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHands, said } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { keioProfile } from '../../main/profile/keio/profile.ts';
import { startCounterOf } from './check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin } from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(keioProfile));
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

describe('Keio’s counter in a real window', () => {
  it('(a) another method works: the person adds the new device alone, and nobody is checked', async () => {
    const { open, answer } = checkHands(counter);
    await open('20240002', '大野 翔太', 'visit.replaced');
    await answer('Yes');
    await counter.page.getByTestId('case-step-triage').getByText(sentence('en', 'triage.steps')).waitFor();
    await expect.poll(() => counter.hands.button('triage.continue').count()).toBe(0);
    await counter.hands.button('triage.advise').click();
    await counter.hands.field('find.label').waitFor();
  });

  it('(b) none works: expired documents and whole numbers are refused, the names stand side by side', async () => {
    const { open, onwards, record } = checkHands(counter);
    const { hands, page } = counter;
    await open('20240003', '髙橋 結衣', 'visit.replaced');
    // One factor is registered, and it is the one that is gone: nobody need be asked.
    await onwards();
    const names = page.locator('.check-names');
    expect(await names.innerText()).toMatch(
      /髙橋 結衣[\s\S]*高橋 結衣[\s\S]*たかはし ゆい[\s\S]*TAKAHASHI YUI/,
    );
    await page.locator('.check-portrait canvas[data-state=drawn]').waitFor();
    expect(await page.locator('.check-prompts').innerText()).toContain('another campus');
    const licence = sentence('en', 'document.driving-licence');
    await page.getByRole('radio', { name: licence }).locator('xpath=ancestor-or-self::label').click();
    for (const question of ['check.photo', 'check.name'] as const)
      await page
        .getByRole('radiogroup', { name: sentence('en', question) })
        .getByRole('radio', { name: sentence('en', 'check.matches') })
        .locator('xpath=ancestor-or-self::label')
        .click();
    // A licence always bears a date.
    await expect.poll(() => page.getByText(sentence('en', 'check.no-date'), { exact: true }).count()).toBe(0);
    await hands.field('check.valid-until').fill('26.3.31');
    await page.getByText(said('check.date.which-year')).waitFor();
    expect(await record().isDisabled()).toBe(true);
    await hands.field('check.valid-until').fill('令和5年3月31日');
    await page.getByText('It expired on 31 March 2023', { exact: false }).waitFor();
    await record().click();
    await page.getByText('This document expired on 31 March 2023', { exact: false }).waitFor();
    await page.getByTestId('case-step-check').waitFor();
    await hands.field('check.valid-until').fill('２０３０年（令和１２年）３月３１日まで有効');
    await page.getByText('31 March 2030').waitFor();
    await hands.field('check.last-four').fill('123456789018');
    await page.getByText(said('check.number.my-number')).waitFor();
    expect(await hands.field('check.last-four').inputValue()).toBe('');
    await hands.field('check.last-four').fill('0018');
    await record().click();
    await page.getByTestId('case-step-decide').waitFor();
    await hands.decide();
    await hands.signCommand(hands.button('read.sign'), pin);
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
  });

  it('a photograph that differs ends the case, and whoever opens the next one sees it (I8)', async () => {
    const { open, onwards, record, close } = checkHands(counter);
    const { hands, page } = counter;
    await open('20240005', '渡邊 陽菜', 'visit.replaced');
    await onwards();
    await hands.checkDocument('document.student-card', '0005');
    await page
      .getByRole('radiogroup', { name: sentence('en', 'check.photo') })
      .getByRole('radio', { name: sentence('en', 'check.differs') })
      .locator('xpath=ancestor-or-self::label')
      .click();
    await record().click();
    await hands.field('find.label').waitFor();
    await hands.findPerson('20240005');
    await hands.choosePerson('渡邊 陽菜');
    await hands.button('visit.forgotten').click();
    const failed = page.getByTestId('failed-checks');
    await failed.waitFor();
    expect(await failed.innerText()).toContain('photograph differs');
    await close();
  });
});
