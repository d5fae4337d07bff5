import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requestDue } from '../../main/agent/acts/request-due.ts';
import { checkHands } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { memberOfTenDigits as member } from '../../main/cli/tour/institution-cases.ts';
import { utokyoProfile } from '../../main/profile/utokyo/profile.ts';
import { settleRequest, signRequest } from './centre-request.ts';
import { startCounterOf } from './check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure } from './institution.ts';
import { registerFactors } from './register-factors.ts';

/** Somebody else of the same name. */
const namesake = {
  ...member,
  id: '1234567908',
  number: '1234567908',
  login: '1234567908',
  role: 'staff' as const,
};

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(utokyoProfile, {
    people: [member, namesake],
  }));
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

  it('says of two people with one name that their numbers have to be compared, and opens the one that was chosen', async () => {
    const { hands, page } = counter;
    await hands.findPerson(member.name);
    const options = page.getByTestId('search-results').getByRole('option', { name: member.name });
    await expect.poll(() => options.count()).toBe(2);
    for (const number of [member.number, namesake.number])
      await options.filter({ hasText: number }).getByText(sentence('en', 'find.namesake')).waitFor();
    await options.filter({ hasText: namesake.number }).click();
    await page.getByTestId('case-step-reason').waitFor();
    expect(await page.getByTestId('case-step-reason').innerText()).toContain(namesake.number);
    await hands.button('action.back').click();
    await hands.field('find.label').fill('');
  });

  it('counts neither mail nor an app password, and says at three telephones that one has to go first', async () => {
    const { open, close } = checkHands(counter);
    const { page } = counter;
    await registerFactors(institution, namesake.id, [
      { id: 'call-2', kind: 'voice', counts: true },
      { id: 'call-3', kind: 'voice', counts: true },
      { id: 'mail-2', kind: 'mail', counts: false },
      { id: 'app-password', kind: 'app-password', counts: false },
    ]);
    await open(namesake.number, namesake.name, 'visit.replaced');
    const limits = page.getByTestId('factor-limits');
    await limits.waitFor();
    const left = page.locator('.factor-not-counted');
    for (const kind of ['factors.kind.mail', 'factors.kind.app-password'] as const) {
      const row = left.filter({ hasText: sentence('en', kind) }).first();
      expect(await row.innerText()).toContain(sentence('en', 'factors.not-counted'));
    }
    expect(await limits.innerText()).toContain('No more can be registered');
    await close();
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
    await page.getByTestId('case-step-decide').waitFor();
    // MFA is neither suspended nor ended here.
    expect(await page.getByTestId('case-step-decide').innerText()).not.toMatch(/Suspend|switch off/i);
  });

  it('the registration anew is a request for the next working day, and is told as such (I5)', async () => {
    const before = new Date();
    const sheet = await signRequest(counter);
    const calendar = {
      exemption: { timeZone: 'Asia/Tokyo', closedDays: [] },
      closures: utokyoProfile.closures,
    };
    const nextWorkingDay = [before, new Date()].map((at) =>
      requestDue(at, { to: 1 }, calendar)?.toISOString(),
    );
    expect(nextWorkingDay).toContain(sheet.command.dueBy);
    expect(sheet.command.state).toBe('waiting-centre');
    await counter.hands.button('receipt.close').click();
    await settleRequest(counter);
    await counter.page.getByRole('tab', { name: sentence('en', 'counter.tab') }).click();
    await counter.hands.field('find.label').waitFor();
  });

  it.each([
    ['987654321', 'find.number-form'],
    ['９８７６５４３２１０９', 'find.number-form'],
    ['9876543210', 'find.nobody'],
  ] as const)('explains why nobody is found by %s', async (number, explained) => {
    const { hands, page } = counter;
    await hands.field('find.label').fill(number);
    await page.getByText(sentence('en', explained)).waitFor();
    await hands.field('find.label').fill('');
  });

  it('whoever wants to stop using it is told that it cannot be ended: nothing is checked or offered', async () => {
    const { open, answer } = checkHands(counter);
    await open('20240005', '渡邊 陽菜', 'visit.other');
    await answer('None of these');
    await answer('I want to stop using it');
    await expect.poll(() => counter.hands.button('triage.continue').count()).toBe(0);
    await counter.hands.button('triage.advise').click();
    await counter.hands.field('find.label').waitFor();
  });
});
