import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHands } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { aueProfile } from '../../main/profile/aue/profile.ts';
import { settleRequest, signRequest } from './centre-request.ts';
import { startCounterOf } from './check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure } from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(aueProfile));
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

describe('AUE’s centre in a real window', () => {
  it('on campus and not asked: there is nothing to check', async () => {
    const { open, answer } = checkHands(counter);
    await open('20240002', '大野 翔太', 'visit.forgotten');
    await answer('On campus');
    await counter.hands.button('triage.advise').waitFor();
    await expect.poll(() => counter.hands.button('triage.continue').count()).toBe(0);
    await counter.hands.button('triage.advise').click();
    await counter.hands.field('find.label').waitFor();
  });

  it('a reset by hand is told with its days and its 24 hours before the documents are looked at', async () => {
    const { open, answer, onwards, record, documentTypes } = checkHands(counter);
    const { hands, page } = counter;
    // Somebody with two methods: of one alone the factors answer the second question, and when they come is theirs to say.
    await open('20240006', '李 美玲', 'visit.forgotten');
    await answer('Off campus');
    await answer('No');
    await onwards();
    const advice = page.locator('.disclosure').first();
    await advice.locator('summary').first().click();
    expect(await advice.innerText()).toMatch(/several days[\s\S]*24 hours|24 hours[\s\S]*several days/i);
    expect(await documentTypes()).toHaveLength(6);
    await hands.checkDocument('document.student-card', '0006');
    await record().click();
    await page.getByTestId('case-step-decide').waitFor();
    // Nothing is suspended or reset here and now: the centre does it by hand, and that is all there is to choose.
    expect(await page.getByTestId('case-step-decide').innerText()).toMatch(/within 2 to 7 working days/);
    expect(await page.getByTestId('case-step-decide').innerText()).not.toMatch(/Suspend/);
  });

  it('the request goes to the centre with its day, and the receipt claims no reset (I5)', async () => {
    const sheet = await signRequest(counter);
    expect(sheet.command).toMatchObject({
      kind: 'request',
      state: 'waiting-centre',
      dueBy: expect.any(String),
    });
    const queued = Date.parse(sheet.command.queuedAt);
    expect(Date.parse(sheet.command.dueBy ?? '') - queued).toBeGreaterThan(7 * 24 * 3_600_000);
    expect(sheet.steps[0]?.en).toMatch(/Nothing is reset yet; it takes several days/);
    expect(sheet.steps.map(({ en }) => en).join(' ')).toMatch(/24 hours/);
    expect(sheet.propagation?.en).toMatch(/24 hours/);
    await counter.hands.button('receipt.close').click();
  });

  it('days later the centre has done it; the board says so, and the next case begins at once', async () => {
    await settleRequest(counter);
    await counter.page.getByRole('tab', { name: sentence('en', 'counter.tab') }).click();
    await counter.hands.field('find.label').waitFor();
  });

  it('whoever belongs to several universities is sent to the other one, unchecked', async () => {
    const { open, answer } = checkHands(counter);
    await open('20240005', '渡邊 陽菜', 'visit.other');
    await answer('None of these');
    await answer('I have another university’s account too');
    await counter.page.getByTestId('case-step-triage').getByText(sentence('en', 'triage.steps')).waitFor();
    await counter.hands.button('triage.advise').click();
    await counter.hands.field('find.label').waitFor();
  });
});
