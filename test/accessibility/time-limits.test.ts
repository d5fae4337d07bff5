import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import guide from '../../preload/contract/messages/guide-en.json' with { type: 'json' };
import { type Institution, type OpenWindow, pin, startInstitution } from '../electron/institution.ts';
import { keyboardHands, patience } from './keyboard-hands.ts';

/*
 * WCAG 2.2, 2.2.1: every time limit is told at least 20 seconds ahead and put off by one press. The limits of a lab session
 * are in `keyboard-lab.test.ts`; here are the help's and the operator's sign-in's.
 */
let institution: Institution;
beforeAll(async () => {
  institution = await startInstitution(['lab', 'counter']);
});
afterAll(() => institution?.stop());

describe('the help at the lock screen', () => {
  let lab: OpenWindow;
  beforeAll(async () => {
    lab = await institution.open('lab');
    await lab.page.clock.install();
    await lab.hands.button('lock.help').press('Enter');
    await lab.page.getByTestId('guide').waitFor();
  });
  const warning = () => lab.page.getByTestId('guide-idle');
  const shown = () => lab.page.getByTestId('guide').isVisible();

  it('says 20 seconds before its end, at once, what will happen', async () => {
    await lab.page.clock.runFor(99_000);
    await expect.poll(() => warning().count()).toBe(0);
    await lab.page.clock.runFor(1_500);
    await warning().waitFor();
    expect(await keyboardHands(lab).heard()).toContain(`assertive: ${guide['guide.idle.title']}`);
    expect(await shown()).toBe(true);
  });

  it('is put off by the first key, and then lasts its whole time again', async () => {
    await lab.page.keyboard.press('Tab');
    await warning().waitFor({ state: 'detached' });
    await lab.page.clock.runFor(99_000);
    await expect.poll(() => warning().count()).toBe(0);
    expect(await shown()).toBe(true);
  });

  it('is put off by its button for whoever points, and as often as wanted', async () => {
    await lab.page.keyboard.press('Shift');
    for (let time = 0; time < 10; time += 1) {
      await lab.page.clock.runFor(101_000);
      const button = lab.page.getByRole('button', { name: guide['guide.idle.stay'], exact: true });
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      await button.click();
      await warning().waitFor({ state: 'detached' });
    }
    expect(await shown()).toBe(true);
  });

  it('ends only when nobody answers', async () => {
    await lab.page.clock.runFor(121_000);
    await lab.page.getByTestId('guide').waitFor({ state: 'detached' });
  });
});

describe('an operator’s sign-in', () => {
  let counter: OpenWindow;
  beforeAll(async () => {
    counter = await institution.open('counter');
    await counter.hands.plugInKey(0);
    await counter.hands.signInAtCounter(pin);
  });
  const endsAt = () =>
    counter.page.evaluate(async () => {
      const { madoguchi } = window as unknown as {
        madoguchi: { call(name: string, input: object): Promise<{ value: { expiresAt: string } }> };
      };
      return Date.parse((await madoguchi.call('staff.session', {})).value.expiresAt);
    });

  it('is said to end two minutes before, and a key puts it off by 15 minutes', async () => {
    const { page } = counter;
    const before = await endsAt();
    await page.clock.install();
    await page.clock.runFor(13 * 60_000 + 30_000);
    await page.getByText(sentence('en', 'staff.ending'), { exact: true }).waitFor();
    expect(await keyboardHands(counter).heard()).toContain(`polite: ${sentence('en', 'staff.ending')}`);
    await keyboardHands(counter).press(`button "${sentence('en', 'staff.go-on')}"`);
    await expect.poll(endsAt, patience).toBeGreaterThan(before);
    await expect.poll(() => page.getByTestId('staff-sign-in').count()).toBe(0);
  });
});
