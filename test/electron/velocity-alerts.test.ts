import type { Locator } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { said } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationOperators } from '../../main/profile/demonstration.ts';
import en from '../../preload/contract/messages/oversight-en.json' with { type: 'json' };
import type { VelocityKind } from '../../preload/contract/models/oversight.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

const [clerk, supervisor] = demonstrationOperators;
if (clerk === undefined || supervisor === undefined) throw new Error('two operators');
/** The counter tells, the hub looks, and the screen asks again, each at its own time. */
const patience = 180_000;

let institution: Institution;
/** The clerk's desk, and the supervisor's beside it. */
let first: OpenWindow;
let second: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['counter', 'second']);
  first = await institution.open('counter');
  second = await institution.open('second');
  for (const { hands } of [first, second]) {
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin);
  }
});
beforeEach(() => {
  pictureOnFailure(first);
  pictureOnFailure(second);
});
afterAll(() => institution?.stop());

const alert = ({ page }: OpenWindow, kind: VelocityKind) =>
  page.locator(`[data-testid=alert][data-kind=${kind}]`);
const oversight = ({ page }: OpenWindow) =>
  page.getByRole('tab', { name: sentence('en', 'oversight.tab'), exact: true });

async function untilCheck({ hands }: OpenWindow, number: string, name: string): Promise<void> {
  await hands.findPerson(number);
  await hands.choosePerson(name);
  await hands.chooseReason('visit.forgotten');
}

async function suspend(window: OpenWindow): Promise<void> {
  const { hands, page } = window;
  await untilCheck(window, '20240001', '青葉 さくら');
  await hands.checkDocument('document.student-card', '0001');
  await hands.button('check.record').click();
  await page.getByTestId('case-step-decide').waitFor();
  await hands.decide();
  await hands.signCommand(hands.button('read.sign'), pin);
  await hands.receipt('applied');
  await hands.button('receipt.close').click();
  await hands.field('find.label').waitFor();
}

/** Somebody shows a card whose photograph is another’s; the case ends. */
async function turnAway(window: OpenWindow): Promise<void> {
  const { hands, page } = window;
  await untilCheck(window, '20240005', '渡邊 陽菜');
  await hands.checkDocument('document.student-card', '0005');
  await page
    .getByRole('radiogroup', { name: sentence('en', 'check.photo') })
    .getByRole('radio', { name: sentence('en', 'check.differs') })
    .locator('xpath=ancestor-or-self::label')
    .click();
  await hands.button('check.record').click();
  await hands.field('find.label').waitFor();
}

/** A hand that is faster than a person's is refused for a moment, and presses again. */
async function pressUntil(button: Locator, there: Locator): Promise<void> {
  for (let press = 1; press <= 10; press += 1) {
    // What the press before did may only now be seen, and the button be gone with it.
    await button.click({ timeout: 5000 }).catch(async (gone: unknown) => {
      if (!(await there.isVisible())) throw gone;
    });
    const come = await there.waitFor({ timeout: 1500 }).then(
      () => true,
      () => false,
    );
    if (come) return;
  }
  throw new Error('ten presses led nowhere');
}

describe('what comes too often, across two counters in real windows', () => {
  it('one person twice, and one whom both counters turned away; nothing is stopped by it', async () => {
    await suspend(first);
    await turnAway(first);
    await suspend(second);
    // The next counter knows at once, and turns them away again.
    await untilCheck(second, '20240005', '渡邊 陽菜');
    await second.page
      .getByTestId('failed-checks')
      .getByText('photograph differs', { exact: false })
      .waitFor();
    await second.page.getByRole('button', { name: said('check.doubt') }).click();
    await second.page
      .getByTestId('doubt')
      .getByRole('button', { name: said('check.doubt.yes') })
      .click();
    await second.hands.field('find.label').waitFor();
  });

  it('one operator who reads one record after the other', { timeout: patience }, async () => {
    const { hands, page } = first;
    // Two were opened above.
    for (let count = 3; count <= 30; count += 1) {
      await hands.findPerson(`202400${String(count + 7)}`);
      await pressUntil(
        page.getByTestId('search-results').getByRole('option').first(),
        page.getByTestId('case-step-reason'),
      );
      const close = hands.button('counter.close');
      await pressUntil(hands.button('visit.other'), close);
      await pressUntil(close, hands.field('find.label'));
    }
    expect(await oversight(first).count()).toBe(0);
  });

  it('are told to a supervisor at any counter, by name, with how often and when', {
    timeout: patience,
  }, async () => {
    await oversight(second).click();
    for (const [kind, who, often] of [
      ['person', '青葉 さくら', 'was given 2 suspensions, resets or codes within 24 h'],
      ['failed-checks', '渡邊 陽菜', 'failed 2 times'],
      ['openings', clerk.name.en, 'opened 30 records'],
    ] as const) {
      await alert(second, kind).waitFor({ timeout: patience });
      const words = await alert(second, kind).innerText();
      expect(words).toContain(who);
      expect(words).toContain(often);
      expect(await alert(second, kind).getAttribute('data-seen')).toBe('false');
    }
    expect(await second.page.getByTestId('repeated-person').innerText()).toContain('青葉 さくら');
  });

  it('are taken by one supervisor, on record, and then open at no counter any more (I8)', {
    timeout: patience,
  }, async () => {
    const { hands, page } = first;
    await hands.button('staff.sign-out').click();
    await page.getByTestId('staff-sign-in').waitFor();
    await hands.pullOutKey(0);
    await hands.plugInKey(1);
    await hands.signInAtCounter(pin);
    await oversight(first).click();
    const kinds = ['person', 'failed-checks', 'openings'] as const;
    for (const kind of kinds) await alert(first, kind).and(page.locator('[data-seen=false]')).waitFor();
    for (const kind of kinds) {
      await alert(second, kind)
        .getByRole('button', { name: /^I have seen/ })
        .click();
      await alert(second, kind).and(second.page.locator('[data-seen=true]')).waitFor();
    }
    for (const kind of kinds) {
      await alert(first, kind).and(page.locator('[data-seen=true]')).waitFor({ timeout: patience });
      expect(await alert(first, kind).getByRole('button').count()).toBe(0);
      expect(await alert(first, kind).innerText()).toContain(supervisor.name.en);
    }
    await second.page.getByRole('tab', { name: en['oversight.part.audit'] }).click();
    await second.page.getByRole('button', { name: en['audit.search'], exact: true }).click();
    const seen = second.page.getByTestId('audit-table').locator('[data-kind=alert-seen]');
    await seen.first().waitFor();
    expect(await seen.count()).toBe(kinds.length);
  });

  it('keeps its content security policy without a complaint', () => {
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });
});
