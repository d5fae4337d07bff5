import { afterAll, describe, expect, it } from 'vitest';
import { openCallersBrowser } from '../../main/cli/tour/callers-browser.ts';
import { said } from '../../main/cli/tour/check-hands.ts';
import type { DrivenFace } from '../../main/cli/tour/driven-face.ts';
import { kyotoProfile } from '../../main/profile/kyoto/profile.ts';
import { startCounterOf } from '../electron/check-institution.ts';
import { patience } from './keyboard-hands.ts';
import { keyboardWindow } from './keyboard-window.ts';

/** Whoever telephones. */
let caller: DrivenFace | null = null;
const at = keyboardWindow(async () => {
  const { institution, counter } = await startCounterOf(kyotoProfile, {
    // Its own hours, so that this runs at any time.
    byPhone: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
  });
  return { institution, window: counter };
});
afterAll(() => caller?.close().catch(() => undefined));

const button = (key: Parameters<typeof said>[0]) => `button "${said(key)}"`;
const find = () => `combobox "${at.hands.say('find.label')}"`;
const takeUp = /^button "Take up the case of 青葉 さくら/;

describe('a case that waits for a call, by keyboard alone', () => {
  it('is opened, joins the caller’s page, notes a call, and is laid aside', {
    timeout: 180_000,
  }, async () => {
    await at.hands.findExactly('20240001');
    await at.hands.press(`button "${at.hands.say('visit.replaced')}"`);
    await at.page.getByTestId('case-step-triage').waitFor();
    for (let asked = 1; asked <= 2; asked += 1) {
      await at.hands.settlesOn(/^heading /);
      await at.hands.press(/^button "No\b/);
    }
    await at.page.getByTestId('phone-check').waitFor();
    await at.hands.settlesOn(/^heading /);
    caller = await openCallersBrowser(
      at.institution.ground,
      `${at.institution.demonstration.hub.url}/waiting`,
    );
    const reference = await caller.page.locator('[data-reference]').innerText();
    const field = `textbox "${said('check.page.reference')}"`;
    await at.hands.fill(field, reference);
    await at.page.keyboard.press('Enter');
    await at.page.locator('[data-testid=caller-page][data-joined=true]').waitFor();
    await at.hands.settlesOn(`textbox "${said('check.page.other')}"`);
    expect(await at.hands.heard()).toContain(`polite: ${reference}`);
    await at.hands.press(button('check.phone.note-no-answer'));
    await at.page.getByTestId('call-attempts').getByText('no answer', { exact: false }).waitFor();
    await at.hands.settlesOn(button('check.phone.note-no-answer'));
    await at.hands.press(button('check.phone.park'));
    await at.page.getByTestId('parked-cases').waitFor();
    await at.hands.settlesOn(find());
  });

  it('lies before the search, is taken up by Enter, and its step is read out', async () => {
    const order = await at.hands.order();
    const place = order.findIndex((stop) => takeUp.test(stop));
    expect(place).toBeGreaterThan(order.indexOf(at.hands.button('staff.sign-out')));
    expect(place).toBeLessThan(order.indexOf(find()));
    await at.hands.press(takeUp);
    await at.page.getByTestId('call-attempts').waitFor();
    await at.hands.settlesOn(/^heading /);
  });

  it('takes what the caller answered, group by group, and goes on to the decision', async () => {
    await at.hands.press(button('check.phone.note-reached'));
    await at.page.getByTestId('phone-answers').waitFor();
    await at.hands.settlesOn(button('check.phone.note-reached'));
    for (const question of ['name', 'number', 'affiliation', 'reference'] as const) {
      await at.hands.choose(said(`check.phone.says-${question}`), `radio "${said('check.phone.agrees')}"`);
    }
    const order = await at.hands.order();
    const answers = order.filter((stop) => stop === `radio "${said('check.phone.agrees')}"`);
    expect(answers).toHaveLength(4);
    expect(order.at(-1)).toBe(button('check.phone.record'));
    await at.hands.press(button('check.phone.record'));
    await at.page.getByTestId('case-step-decide').waitFor();
    await at.hands.settlesOn(/^heading /);
    await expect.poll(() => at.page.getByTestId('case-step-decide').count(), patience).toBe(1);
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints).toEqual([]);
  });
});
