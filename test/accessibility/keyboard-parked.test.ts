import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openCallersBrowser } from '../../main/cli/tour/callers-browser.ts';
import { said } from '../../main/cli/tour/check-hands.ts';
import type { DrivenFace } from '../../main/cli/tour/driven-face.ts';
import { kyotoProfile } from '../../main/profile/kyoto/profile.ts';
import { startCounterOf } from '../electron/check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure } from '../electron/institution.ts';
import { type KeyboardHands, keyboardHands, patience } from './keyboard-hands.ts';

let institution: Institution;
let counter: OpenWindow;
let page: Page;
let hands: KeyboardHands;
/** Whoever telephones. */
let caller: DrivenFace | null = null;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(kyotoProfile, {
    // Its own hours, so that this runs at any time.
    byPhone: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
  }));
  ({ page } = counter);
  hands = keyboardHands(counter);
});
beforeEach(() => pictureOnFailure(counter));
afterAll(async () => {
  await caller?.close().catch(() => undefined);
  await institution?.stop();
});

const button = (key: Parameters<typeof said>[0]) => `button "${said(key)}"`;
const find = () => `combobox "${hands.say('find.label')}"`;
const takeUp = /^button "Take up the case of 青葉 さくら/;

describe('a case that waits for a call, by keyboard alone', () => {
  it('is opened, joins the caller’s page, notes a call, and is laid aside', {
    timeout: 180_000,
  }, async () => {
    await hands.findExactly('20240001');
    await hands.press(`button "${hands.say('visit.replaced')}"`);
    await page.getByTestId('case-step-triage').waitFor();
    for (let asked = 1; asked <= 2; asked += 1) {
      await hands.settlesOn(/^heading /);
      await hands.press(/^button "No\b/);
    }
    await page.getByTestId('phone-check').waitFor();
    await hands.settlesOn(/^heading /);
    caller = await openCallersBrowser(institution.ground, `${institution.demonstration.hub.url}/waiting`);
    const reference = await caller.page.locator('[data-reference]').innerText();
    const field = `textbox "${said('check.page.reference')}"`;
    await hands.fill(field, reference);
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=caller-page][data-joined=true]').waitFor();
    await hands.settlesOn(`textbox "${said('check.page.other')}"`);
    expect(await hands.heard()).toContain(`polite: ${reference}`);
    await hands.press(button('check.phone.note-no-answer'));
    await page.getByTestId('call-attempts').getByText('no answer', { exact: false }).waitFor();
    await hands.settlesOn(button('check.phone.note-no-answer'));
    await hands.press(button('check.phone.park'));
    await page.getByTestId('parked-cases').waitFor();
    await hands.settlesOn(find());
  });

  it('lies before the search, is taken up by Enter, and its step is read out', async () => {
    const order = await hands.order();
    const at = order.findIndex((stop) => takeUp.test(stop));
    expect(at).toBeGreaterThan(order.indexOf(hands.button('staff.sign-out')));
    expect(at).toBeLessThan(order.indexOf(find()));
    await hands.press(takeUp);
    await page.getByTestId('call-attempts').waitFor();
    await hands.settlesOn(/^heading /);
  });

  it('takes what the caller answered, group by group, and goes on to the decision', async () => {
    await hands.press(button('check.phone.note-reached'));
    await page.getByTestId('phone-answers').waitFor();
    await hands.settlesOn(button('check.phone.note-reached'));
    for (const question of ['name', 'number', 'affiliation', 'reference'] as const) {
      await hands.choose(said(`check.phone.says-${question}`), `radio "${said('check.phone.agrees')}"`);
    }
    const order = await hands.order();
    const answers = order.filter((stop) => stop === `radio "${said('check.phone.agrees')}"`);
    expect(answers).toHaveLength(4);
    expect(order.at(-1)).toBe(button('check.phone.record'));
    await hands.press(button('check.phone.record'));
    await page.getByTestId('case-step-decide').waitFor();
    await hands.settlesOn(/^heading /);
    await expect.poll(() => page.getByTestId('case-step-decide').count(), patience).toBe(1);
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
