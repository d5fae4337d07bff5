import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHands, said } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { johoProfile } from '../../main/profile/joho/profile.ts';
import { startCounterOf } from './check-institution.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin } from './institution.ts';
import { registerFactors } from './register-factors.ts';
import { type HandledAction, waitAfter } from './wait-after.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  ({ institution, counter } = await startCounterOf(johoProfile));
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

describe('joho’s counter in a real window', () => {
  it('shows how many of five apps and three telephone lines are used', async () => {
    const { open, close } = checkHands(counter);
    await open('20240002', '大野 翔太', 'visit.forgotten');
    const limits = counter.page.getByTestId('factor-limits');
    await limits.waitFor();
    expect(await limits.innerText()).toMatch(
      /Authenticator apps: 1 of 5 used[\s\S]*Telephone lines: 1 of 3 used/,
    );
    await close();
  });

  it('says at five apps that one has to go first, and suspends all the same where none is at hand', async () => {
    const { open, answer, onwards, close } = checkHands(counter);
    const { page } = counter;
    await registerFactors(
      institution,
      '20240002',
      [1, 2, 3, 4].map((count) => ({ id: `app-${count}`, kind: 'push', counts: true })),
    );
    await open('20240002', '大野 翔太', 'visit.replaced');
    await page.getByTestId('factor-limits').waitFor();
    const full = page.locator('[data-limit=apps]');
    expect(await full.innerText()).toBe(
      'Authenticator apps: 5 of 5 used. No more can be registered before one that is not used is deleted: keep one that works',
    );
    // Seen without scrolling, however long the list of methods is.
    expect(await full.evaluate((words) => words.getBoundingClientRect().bottom < innerHeight * 0.75)).toBe(
      true,
    );
    expect(await page.locator('[data-limit=phones]').innerText()).toBe('Telephone lines: 1 of 3 used');
    await answer('No');
    await onwards();
    await close();
  });

  it('records no check before the point on impersonation was ticked, and suspends then (I1)', async () => {
    const { open, onwards, record } = checkHands(counter);
    const { hands, page } = counter;
    await open('20240003', '髙橋 結衣', 'visit.forgotten');
    await onwards();
    await hands.checkDocument('document.student-card', '0003');
    expect(await record().isDisabled()).toBe(true);
    await page.getByText('Impersonation has really happened', { exact: false }).click();
    await record().click();
    await page.getByTestId('case-step-decide').waitFor();
    await hands.decide();
    await hands.signCommand(hands.button('read.sign'), pin);
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
  });

  it('takes at most 14 actions for an ordinary case, none of them over 300 ms, and without a network', async () => {
    const { record } = checkHands(counter);
    const { hands, page } = counter;
    institution.demonstration.network.pull();
    await page.getByText(sentence('en', 'status.hub-offline')).first().waitFor();
    const choose = (name: string, group?: string) =>
      (group === undefined ? page : page.getByRole('radiogroup', { name: group }))
        .getByRole('radio', { name })
        .first()
        .locator('xpath=ancestor-or-self::label')
        .click();
    const matches = sentence('en', 'check.matches');
    const chosen = '[data-testid=case-step-check] input:checked';
    const prompt = page.getByTestId('key-prompt');
    /** Each is one thing that a hand does, and what has to be on the screen before the next. */
    const actionsFor = (number: string): readonly HandledAction[] => [
      // The whole number stands for choosing from a list of one.
      [() => hands.field('find.label').fill(number), '[data-testid=exact-person] button'],
      [
        () =>
          page
            .getByTestId('exact-person')
            .getByRole('button', { name: sentence('en', 'visit.forgotten') })
            .click(),
        '[data-testid=case-step-triage] button',
      ],
      [() => page.getByRole('button', { name: /^No\b/ }).click(), '[data-testid=case-step-check]'],
      [() => choose(sentence('en', 'document.student-card')), chosen],
      [() => choose(matches, sentence('en', 'check.photo')), chosen, 2],
      [() => choose(matches, sentence('en', 'check.name')), chosen, 3],
      [() => page.getByText(sentence('en', 'check.no-date'), { exact: true }).click(), chosen, 4],
      [
        () => page.getByText('Impersonation has really happened', { exact: false }).click(),
        '.check-prompts input:checked',
      ],
      [() => record().click(), '[data-testid=case-step-decide]'],
      [() => hands.button('decide.next').click(), '[data-testid=case-step-read]'],
      [() => hands.button('read.sign').click(), '[data-testid=key-prompt] input'],
      [
        () => prompt.getByLabel(sentence('en', 'key.pin'), { exact: true }).fill(pin),
        '[data-testid=key-prompt] input',
      ],
      [() => page.keyboard.press('Enter'), '[data-testid=simulator] [data-state=waiting]'],
      [() => hands.touchKey(), '[data-testid=receipt][data-state=queued]'],
    ];
    // A machine that does other things besides holds some action up in any one case: what counts is what each can be.
    const visitors = ['20240004', '20240007', '20240008', '20240009', '20240010', '20240011'] as const;
    const shortest = actionsFor(visitors[0]).map(() => Number.POSITIVE_INFINITY);
    for (const number of visitors) {
      const actions = actionsFor(number);
      expect(actions.length).toBeLessThanOrEqual(14);
      for (const [index, [act, selector, count = 1]] of actions.entries())
        shortest[index] = Math.min(
          shortest[index] ?? Number.POSITIVE_INFINITY,
          await waitAfter(page, act, { selector, count }),
        );
      await hands.receipt('queued');
      if (shortest.every((wait) => wait <= 300)) break;
      if (number !== visitors.at(-1)) await hands.button('receipt.close').click();
    }
    expect(
      Math.max(...shortest),
      `each action’s wait in ms: ${shortest.map(Math.round)}`,
    ).toBeLessThanOrEqual(300);
    institution.demonstration.network.plug();
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
  });

  it('an operator who doubts declines: the case ends and the next one is warned', async () => {
    const { open, onwards, close } = checkHands(counter);
    const { hands, page } = counter;
    await open('20240005', '渡邊 陽菜', 'visit.forgotten');
    await onwards();
    await page.getByRole('button', { name: said('check.doubt') }).click();
    const dialog = page.getByTestId('doubt');
    await dialog.getByRole('button', { name: said('check.doubt.yes') }).click();
    await hands.field('find.label').waitFor();
    await open('20240005', '渡邊 陽菜', 'visit.forgotten');
    await page.getByTestId('failed-checks').getByText('the operator had doubts', { exact: false }).waitFor();
    await close();
  });
});
