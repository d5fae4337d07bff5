import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

let institution: Institution;
let lab: OpenWindow;
let counter: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution();
  lab = await institution.open('lab');
  counter = await institution.open('counter');
});
beforeEach(() => {
  pictureOnFailure(lab);
  pictureOnFailure(counter);
});
afterAll(() => institution?.stop());

describe('wrong passwords in a person’s name', () => {
  it('are told to the counter through the hub, and cleared there for the lab', async () => {
    await expect.poll(() => lab.page.locator('html[data-ready=lock]').count(), { timeout: 20_000 }).toBe(1);
    for (let left = 4; left >= 2; left -= 1) {
      await lab.hands.signInAtLab('s20240001', 'not-it');
      await lab.page.getByText(sentence('en', 'outcome.wrong.title')).first().waitFor();
      await expect.poll(() => lab.hands.field('lock.password').inputValue()).toBe('');
      await expect
        .poll(async () => (await lab.page.getByTestId('lock-form').innerText()).includes(String(left)))
        .toBe(true);
    }
    await counter.hands.plugInKey(0);
    await counter.hands.signInAtCounter(pin);
    await counter.hands.findPerson('s20240001');
    await counter.hands.choosePerson('青葉 さくら');
    await counter.hands.button('visit.forgotten').click();
    const clear = counter.hands.button('failures.clear');
    await clear.waitFor();
    expect(await clear.isDisabled()).toBe(true);
    await counter.hands.field('failures.reason').selectOption('classmate-guessed');
    await clear.click();
    await counter.page.getByText(sentence('en', 'failures.cleared')).waitFor();
    await expect
      .poll(
        async () => {
          await lab.hands.signInAtLab('s20240001', 'not-it');
          await expect.poll(() => lab.hands.field('lock.password').inputValue()).toBe('');
          return lab.page.getByTestId('lock-form').innerText();
        },
        { timeout: 5000, interval: 1000 },
      )
      .toContain('4');
  });

  it('are not spoken of where there are none', async () => {
    await counter.hands.button('counter.close').click();
    await counter.hands.findPerson('s20240002');
    await counter.page.getByRole('option').first().click();
    await counter.page.getByTestId('case-step-reason').waitFor();
    await counter.hands.button('visit.forgotten').click();
    await counter.page.locator('[data-testid=case-step-triage], [data-testid=case-step-check]').waitFor();
    await expect.poll(() => counter.hands.button('failures.clear').count()).toBe(0);
  });
});
