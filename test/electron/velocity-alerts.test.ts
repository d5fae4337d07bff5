import { rmSync, writeFileSync } from 'node:fs';
import type { Locator } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { said } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationOperators } from '../../main/profile/demonstration.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import en from '../../preload/contract/messages/oversight-en.json' with { type: 'json' };
import { type VelocityKind, velocityKind } from '../../preload/contract/models/oversight.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';
import { providerStateOf } from './register-factors.ts';

const [clerk, supervisor] = demonstrationOperators;
if (clerk === undefined || supervisor === undefined) throw new Error('two operators');
/** The counter tells, the hub looks, and the screen asks again, each at its own time. */
const patience = 180_000;

let institution: Institution;
/** The clerk's desk, and the supervisor's beside it. */
let first: OpenWindow;
let second: OpenWindow;
beforeAll(async () => {
  const policy = demonstrationPolicy(new Date());
  // So low that two a desk are too many, and every hour is at night.
  const velocity = { operatorPerHour: 2, counterPerHour: 2, nightFrom: '00:00', nightTo: '00:00' };
  institution = await startInstitution(['counter', 'second'], {
    policy: { ...policy, suspension: { ...policy.suspension, velocity } },
  });
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

async function suspend(
  window: OpenWindow,
  [number, name] = ['20240001', '青葉 さくら'],
  state = 'applied',
): Promise<void> {
  const { hands, page } = window;
  await untilCheck(window, number, name);
  await hands.checkDocument('document.student-card', number.slice(-4));
  await hands.button('check.record').click();
  await page.getByTestId('case-step-decide').waitFor();
  await hands.decide();
  await hands.signCommand(hands.button('read.sign'), pin);
  await hands.receipt(state);
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

/** A page of a list, by the bridge: the screen asks for it in this way. One asked for too fast is asked for again. */
function found({ page }: OpenWindow, query: string, offset: number): Promise<readonly string[]> {
  return page.evaluate(
    async (input) => {
      const { madoguchi } = window as unknown as {
        madoguchi: {
          call(
            name: string,
            input: unknown,
          ): Promise<{ ok: boolean; value: { people: readonly { id: string }[] } }>;
        };
      };
      for (;;) {
        const answer = await madoguchi.call('people.search', input);
        if (answer.ok) return answer.value.people.map(({ id }) => id);
      }
    },
    { query, offset },
  );
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
    await suspend(first, ['20240003', '髙橋 結衣']);
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
    // Three were opened above.
    for (let count = 4; count <= 30; count += 1) {
      await hands.findPerson(`202400${String(count + 7)}`);
      await pressUntil(
        page.getByTestId('search-results').getByRole('option').first(),
        page.getByTestId('case-step-reason'),
      );
      const close = hands.button('counter.close');
      await pressUntil(hands.button('visit.other'), close);
      await pressUntil(close, hands.field('find.label'));
    }
    await expect.poll(() => oversight(first).count()).toBe(0);
  });

  it('one operator who leafs through the directory', { timeout: patience }, async () => {
    const seen = new Set<string>();
    for (const query of ['佐藤', '鈴木', '高橋', '田中', '伊藤', '渡辺', '山本', '中村'])
      for (let offset = 0; seen.size < 1000 && offset <= 190; offset += 10)
        for (const id of await found(first, query, offset)) seen.add(id);
    expect(seen.size).toBeGreaterThanOrEqual(1000);
    // Signed while the provider is away: it is accepted, and waits.
    writeFileSync(`${providerStateOf(institution)}.outage`, '');
    await suspend(first, ['20240004', '山﨑 慎一'], 'accepted');
  });

  it('are told to a supervisor at any counter, by name, with how often and when', {
    timeout: patience,
  }, async () => {
    await oversight(second).click();
    for (const [kind, who, often] of [
      ['person', '青葉 さくら', 'was given 2 suspensions, resets or codes within 24 h'],
      ['failed-checks', '渡邊 陽菜', 'failed 2 times'],
      ['openings', clerk.name.en, 'opened 30 records'],
      ['listings', clerk.name.en, 'people in lists within an hour'],
      ['operator', clerk.name.en, 'suspensions, resets or codes within 1 h'],
      ['counter', 'counter', 'suspensions, resets or codes within 1 h'],
      ['counter-night', 'counter', 'suspensions, resets or codes in one night'],
    ] as const) {
      await alert(second, kind).waitFor({ timeout: patience });
      const words = await alert(second, kind).innerText();
      expect(words).toContain(who);
      expect(words).toContain(often);
      expect(await alert(second, kind).getAttribute('data-seen')).toBe('false');
    }
    expect(await second.page.getByTestId('repeated-person').innerText()).toContain('青葉 さくら');
  });

  it('a command of somebody who was revoked meanwhile: why it waits, and who decides it (I1)', {
    timeout: patience,
  }, async () => {
    const outage = `${providerStateOf(institution)}.outage`;
    const { hands, page } = second;
    await page.getByRole('tab', { name: sentence('en', 'operators.tab'), exact: true }).click();
    await page
      .getByRole('button', { name: `${sentence('en', 'operators.revoke')} — ${clerk.name.en}` })
      .click();
    await hands.signCommand(hands.button('operators.revoke-sign'), pin);
    await page.locator('[data-testid=operator-row][data-state=revoked]').waitFor();
    await first.page.getByTestId('staff-sign-in').waitFor({ timeout: patience });
    rmSync(outage);
    await oversight(second).click();
    const refused = page.getByTestId('refused-case').filter({ hasText: '20240004' });
    await refused.waitFor({ timeout: patience });
    for (const words of [
      en['board.state.needs-review'],
      'The operator’s registration has been revoked.',
      en['board.review-where'],
    ])
      expect(await refused.innerText()).toContain(words);
  });

  it('are taken by one supervisor, on record, and then open at no counter any more (I8)', {
    timeout: patience,
  }, async () => {
    const { hands, page } = first;
    await hands.pullOutKey(0);
    await hands.plugInKey(1);
    await hands.signInAtCounter(pin);
    await page.getByRole('tab', { name: sentence('en', 'board.tab'), exact: true }).click();
    const row = page.locator('[data-testid=board-row][data-state=needs-review]');
    await row.waitFor();
    expect(await row.innerText()).toContain('The operator’s registration has been revoked.');
    expect(await row.innerText()).toContain(sentence('en', 'claim.suspend.needs-review.detail'));
    await expect.poll(() => row.getByRole('button').count()).toBe(0);
    await oversight(first).click();
    const kinds = velocityKind.options;
    for (const kind of kinds) await alert(first, kind).and(page.locator('[data-seen=false]')).waitFor();
    for (const kind of kinds) {
      await alert(second, kind)
        .getByRole('button', { name: /^I have seen/ })
        .click();
      await alert(second, kind).and(second.page.locator('[data-seen=true]')).waitFor();
    }
    for (const kind of kinds) {
      await alert(first, kind).and(page.locator('[data-seen=true]')).waitFor({ timeout: patience });
      await expect.poll(() => alert(first, kind).getByRole('button').count()).toBe(0);
      expect(await alert(first, kind).innerText()).toContain(supervisor.name.en);
    }
    await second.page.getByRole('tab', { name: en['oversight.part.audit'] }).click();
    await second.page.getByRole('button', { name: en['audit.search'], exact: true }).click();
    const seen = second.page.getByTestId('audit-table').locator('[data-kind=alert-seen]');
    await seen.first().waitFor();
    await expect.poll(() => seen.count()).toBe(kinds.length);
  });

  it('keeps its content security policy without a complaint', () => {
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });
});
