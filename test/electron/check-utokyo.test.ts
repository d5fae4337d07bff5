import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHands } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { memberOfTenDigits as member } from '../../main/cli/tour/institution-cases.ts';
import { utokyoProfile } from '../../main/profile/utokyo/profile.ts';
import { startCounterOf } from './check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure } from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(utokyoProfile, { people: [member] }));
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

describe('UTokyo’s counter in a real window', () => {
  it.each(['1234567894', '１２３４５６７８９４'])('finds a member by ten digits: %s', async (number) => {
    const { hands, page } = counter;
    await hands.findPerson(number);
    await page.getByTestId('search-results').getByRole('option', { name: member.name }).waitFor();
    await hands.field('find.label').fill('');
  });

  it('shows three telephones as the limit, and takes a student or staff card alone', async () => {
    const { open, answer, onwards, record, documentTypes } = checkHands(counter);
    const { hands, page } = counter;
    await open(member.number, member.name, 'visit.replaced');
    const limits = page.getByTestId('factor-limits');
    await limits.waitFor();
    expect(await limits.innerText()).toContain('Telephones in all: 1 of 3 used');
    await answer('No');
    await onwards();
    expect(await documentTypes()).toEqual([
      sentence('en', 'document.student-card'),
      sentence('en', 'document.staff-card'),
    ]);
    const romaji = await page.locator('.check-spelling-romaji').innerText();
    expect(romaji).toContain('HONGO YAYOI');
    expect(romaji).toContain('HONGOU YAYOI');
    await hands.checkDocument('document.student-card', '7894');
    await record().click();
    await page.getByTestId('case-step-check').waitFor({ state: 'detached' });
    await hands.button('counter.close').click();
  });

  it('whoever wants to stop using it is told that it cannot be ended: nothing is checked or offered', async () => {
    const { open, answer } = checkHands(counter);
    await open('20240005', '渡邊 陽菜', 'visit.other');
    await answer('None of these');
    await answer('I want to stop using it');
    expect(await counter.hands.button('triage.continue').count()).toBe(0);
    await counter.hands.button('triage.advise').click();
    await counter.hands.field('find.label').waitFor();
  });
});
