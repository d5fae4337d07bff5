import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { closureOn } from '../../main/profile/closed-day.ts';
import { demonstrationProfile } from '../../main/profile/demonstration.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import en from '../../preload/contract/messages/decide-en.json' with { type: 'json' };
import { withClockAhead } from '../rigs/moved-clock.ts';
import { readSheet } from './centre-request.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Nine in the morning in Japan on the next day on which the institution teaches, whenever this test runs. */
function nextMorning(): number {
  for (let at = Math.ceil(Date.now() / dayMs) * dayMs; ; at += dayMs) {
    const [day, weekday] = [new Date(at).toISOString().slice(0, 10), new Date(at).getUTCDay()];
    if (weekday > 0 && weekday < 6 && closureOn(demonstrationProfile.closures, day) === null) return at;
  }
}
const morning = nextMorning();
const today = new Date(morning).toISOString().slice(0, 10);
/** On that day in Japan. */
const todayAt = (time: string) => new Date(`${today}T${time}:00+09:00`).toISOString();

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  const policy = demonstrationPolicy(new Date(morning));
  const hours = [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '17:30' }];
  institution = await withClockAhead((morning - Date.now()) / hourMs, () =>
    startInstitution(['counter'], { policy: { ...policy, exemption: { ...policy.exemption, hours } } }),
  );
  counter = await institution.open('counter');
  await counter.hands.plugInKey(0);
  await counter.hands.signInAtCounter(pin);
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

const choice = (name: string | RegExp) => counter.page.getByRole('radio', { name }).first();
const choose = (name: string | RegExp) => choice(name).locator('xpath=ancestor-or-self::label').click();

async function untilDecision(number: string): Promise<void> {
  const { hands, page } = counter;
  await hands.findPerson(number);
  await page.getByTestId('search-results').getByRole('option').first().click();
  await page.getByTestId('case-step-reason').waitFor();
  await hands.chooseReason('visit.forgotten');
  await hands.checkDocument('document.student-card', number.slice(-4));
  await hands.button('check.record').click();
  await page.getByTestId('case-step-decide').waitFor();
}

/** Signs what is chosen; gives until when the receipt says that it is in force. */
async function signed(): Promise<string | null> {
  const { hands } = counter;
  await hands.decide();
  await hands.signCommand(hands.button('read.sign'), pin);
  await hands.receipt('applied');
  const { command } = await readSheet(counter);
  await hands.button('receipt.close').click();
  await hands.field('find.label').waitFor();
  return command.until;
}

describe('until when a suspension lasts, in a real window', () => {
  it('offers the day’s own ends and the policy’s lengths, a day chosen first, and nothing beyond a week (I2)', async () => {
    const { hands, page } = counter;
    await untilDecision('20240001');
    expect(await choice(/^24 hours/).isChecked()).toBe(true);
    const label = (name: string) => choice(new RegExp(name)).locator('xpath=ancestor-or-self::label');
    expect(await label(en['moment.class-end']).innerText()).toContain('10:30');
    expect(await label(en['moment.closing']).innerText()).toContain('17:30');
    await choose(sentence('en', 'decide.exact'));
    const day = hands.field('decide.day');
    const days = await day
      .locator('option')
      .evaluateAll((all) => all.map((one) => one.getAttribute('value')));
    expect(days).toHaveLength(8);
    expect(days.at(-1)).toBe(new Date(morning + 7 * dayMs).toISOString().slice(0, 10));
    await day.selectOption(days.at(-1) ?? '');
    await hands.field('decide.hour').selectOption('23');
    await page.locator('.decide-too-late').waitFor();
    expect(await hands.button('decide.next').isDisabled()).toBe(true);
    await day.selectOption(today);
    await hands.field('decide.hour').selectOption('0');
    await page.locator('.decide-past').waitFor();
    expect(await hands.button('decide.next').isDisabled()).toBe(true);
  });

  it('until this class ends, and extended until the place closes', async () => {
    await choose(new RegExp(en['moment.class-end']));
    expect(await signed()).toBe(todayAt('10:30'));
    await untilDecision('20240001');
    await choose(new RegExp(en.extend));
    // What is no later than it lasts already extends nothing.
    await choice(new RegExp(en['moment.closing'])).waitFor();
    await expect.poll(() => choice(new RegExp(en['moment.class-end'])).count()).toBe(0);
    await choose(new RegExp(en['moment.closing']));
    expect(await signed()).toBe(todayAt('17:30'));
  });

  it('is one operator’s decision twice in 180 days, and two operators’ the third time (I4)', async () => {
    const { page, hands } = counter;
    const ahead = page.getByText(sentence('en', 'approve.ahead'));
    for (let time = 1; time <= 2; time += 1) {
      await untilDecision('20240007');
      await expect.poll(() => ahead.count()).toBe(0);
      if (time === 2) await choose(/^Suspend/);
      await signed();
    }
    await untilDecision('20240007');
    await ahead.waitFor();
    await choose(/^Suspend/);
    await hands.decide();
    await hands.signCommand(hands.button('read.sign'), pin);
    await page.getByTestId('case-step-approve').waitFor();
    await page.getByText('Nothing waits to be sent', { exact: false }).waitFor();
    await hands.signCommand(hands.button('approve.sign'), pin);
    await page.getByText(sentence('en', 'error.case/approval-own')).waitFor();
    await hands.pullOutKey(0);
    await hands.plugInKey(1);
    await hands.signCommand(hands.button('approve.sign'), pin);
    await hands.receipt('applied');
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
