import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHands, said } from '../../main/cli/tour/check-hands.ts';
import { kyotoProfile } from '../../main/profile/kyoto/profile.ts';
import { startCounterOf } from './check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure } from './institution.ts';

/** A day of the week, Monday first, that is neither today nor tomorrow in any time zone. */
const anotherDay = ((new Date().getUTCDay() + 2) % 7) + 1;

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(kyotoProfile, {
    byPhone: [{ days: [anotherDay], from: '09:00', to: '17:00' }],
  }));
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

describe('Kyoto’s help desk outside of its telephone hours', () => {
  it('calls nobody, says when it does, and keeps the case for then (I1)', async () => {
    const { open, answer, onwards, phone, recordCall } = checkHands(counter);
    const { page } = counter;
    await open('20240001', '青葉 さくら', 'visit.replaced');
    await answer('No');
    await answer('No');
    await onwards();
    await phone.getByText(said('check.phone.closed')).waitFor();
    expect(await phone.innerText()).toMatch(/They begin again on .+ at 0?9:00/);
    for (const key of ['check.phone.note-reached', 'check.phone.note-no-answer'] as const)
      expect(await phone.getByRole('button', { name: said(key) }).isDisabled()).toBe(true);
    expect(await recordCall().isDisabled()).toBe(true);
    await page.getByRole('button', { name: said('check.phone.park') }).click();
    const parked = page.getByTestId('parked-cases');
    await parked.getByText('青葉 さくら', { exact: false }).waitFor();
    expect(await parked.innerText()).toContain(said('check.parked.closed'));
  });
});
