import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import en from '../../preload/contract/messages/oversight-en.json' with { type: 'json' };
import {
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  startInstitution,
} from '../electron/institution.ts';
import { type KeyboardHands, keyboardHands, patience } from './keyboard-hands.ts';

const operatorKey = 0;
const supervisorKey = 1;

let institution: Institution;
let counter: OpenWindow;
let page: Page;
let hands: KeyboardHands;
beforeAll(async () => {
  const policy = demonstrationPolicy(new Date());
  institution = await startInstitution(['counter'], {
    policy: {
      ...policy,
      suspension: { ...policy.suspension, alwaysSecondApproval: { people: ['20240004'] } },
    },
  });
  counter = await institution.open('counter');
  ({ page } = counter);
  hands = keyboardHands(counter);
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

const find = () => `combobox "${hands.say('find.label')}"`;
const at = (step: string) => page.getByTestId(`case-step-${step}`).waitFor();
async function signIn(key: number): Promise<void> {
  await hands.plugIn(key);
  await hands.press(hands.button('staff.sign-in'));
  await hands.answerKey();
  await hands.settlesOn(find());
}

/** A case up to the first operator's signature. No key follows the same one so fast that it would be taken for a slip. */
async function signedOnce(number: string): Promise<void> {
  await hands.findExactly(number);
  await hands.press(`button "${hands.say('visit.forgotten')}"`);
  await at('triage');
  await hands.press(/^button "No\b/);
  await at('check');
  await hands.settlesOn(/^heading /);
  for (const answer of ['Alt+1', 'Alt+p', 'Alt+n', 'Alt+d']) await page.keyboard.press(answer);
  await counter.hands.button('check.record').and(page.locator(':enabled')).waitFor();
  await hands.press(hands.button('check.record'));
  await at('decide');
  await hands.press(hands.button('decide.next'));
  await at('read');
  await hands.settlesOn(/^heading /);
  await hands.press(hands.button('read.sign'));
  await hands.answerKey();
}

describe('a second operator by keyboard alone (I4)', () => {
  it('is asked for at a heading that is read out; the first one’s key is refused where it was pressed', {
    timeout: 180_000,
  }, async () => {
    await signIn(operatorKey);
    await signedOnce('20240004');
    await at('approve');
    await hands.settlesOn(hands.heading('approve.heading'));
    expect((await hands.order()).slice(-3)).toEqual([
      hands.button('approve.later'),
      hands.button('approve.sign'),
      hands.button('client.use-webauthn'),
    ]);
    await hands.press(hands.button('approve.sign'));
    await hands.answerKey();
    await expect.poll(hands.heard, patience).toContain(`assertive: ${hands.say('error.case/approval-own')}`);
    await hands.settlesOn(hands.button('approve.sign'));
  });

  it('who is not here is waited for: the case lies above the search, and is taken up from there', async () => {
    await hands.press(hands.button('approve.later'));
    await hands.settlesOn(find());
    await page.getByTestId('waiting-approvals').waitFor();
    const takeUp = /^button "Go on to approve: 山﨑 慎一/;
    const order = await hands.order();
    expect(order.findIndex((stop) => takeUp.test(stop))).toBeGreaterThan(
      order.indexOf(hands.button('staff.sign-out')),
    );
    expect(order.findIndex((stop) => takeUp.test(stop))).toBeLessThan(order.indexOf(find()));
    await hands.press(takeUp);
    await hands.settlesOn(hands.heading('approve.heading'));
  });

  it('signs with their own key, and hears what has become of it', async () => {
    await hands.pullOut(operatorKey);
    await hands.plugIn(supervisorKey);
    await hands.press(hands.button('approve.sign'));
    await hands.answerKey();
    await counter.hands.receipt('applied');
    await hands.settlesOn(/^heading /);
    await expect.poll(hands.heard, patience).toContain('In force');
    await hands.press(hands.button('receipt.close'));
    await hands.settlesOn(find());
  });
});

describe('a shift handed over by keyboard alone', () => {
  const giving = `button "${en['shift.give']}"`;
  const withdrawing = `button "${en['shift.withdraw']}"`;

  it('is given, said, and can be taken back by the button that has the focus then', async () => {
    await hands.openRoom(hands.say('shift.tab'));
    await page.getByTestId('hand-over').waitFor();
    await hands.settlesOn(`heading "${en['shift.heading']}"`);
    expect((await hands.order()).slice(3, 5)).toEqual([giving, `button "${en['shift.day-before']}"`]);
    await hands.press(giving);
    await page.getByText(en['shift.given-own-lead']).waitFor();
    await hands.settlesOn(withdrawing);
    await page.keyboard.press('Enter');
    await page.getByText(en['shift.give-lead']).waitFor();
    await hands.settlesOn(giving);
    await page.keyboard.press('Enter');
    await page.getByText(en['shift.given-own-lead']).waitFor();
    await hands.press(hands.button('staff.sign-out'));
    await hands.settlesOn(hands.button('staff.sign-in'));
  });

  it('is taken by the next operator’s touch, and the focus stays with the card', async () => {
    await signIn(supervisorKey);
    await hands.openRoom(hands.say('shift.tab'));
    await hands.press(`button "${en['shift.take']}"`);
    await hands.answerKey();
    await page.getByText(/^Last: from/).waitFor();
    await hands.settlesOn(giving);
  });

  it('shows another day without losing the place', async () => {
    const before = `button "${en['shift.day-before']}"`;
    await hands.press(before);
    await page.getByText(en['shift.day-none']).waitFor();
    await hands.settlesOn(before);
    await hands.press(`button "${en['shift.day-after']}"`);
    await page.getByTestId('day-case').first().waitFor();
    await hands.settlesOn(`button "${en['shift.day-after']}"`);
  });
});

describe('supervision by keyboard alone', () => {
  const openPart = async (part: 'board' | 'audit' | 'insight') => {
    for (let count = 0; ; count += 1) {
      await hands.tabTo(/^tab /);
      if (await page.locator('.oversight [role=tab]:focus').count()) break;
      if (count > 4) throw new Error('Tab does not lead to the parts of the supervision');
      await page.keyboard.press('Tab');
    }
    const wanted = page.getByRole('tab', { name: en[`oversight.part.${part}`] });
    for (let count = 0; count < 4; count += 1) {
      if (await wanted.evaluate((tab) => tab === document.activeElement)) break;
      await page.keyboard.press('ArrowRight');
    }
    await page.keyboard.press('Enter');
    await hands.settlesOn(/^heading /);
  };

  it('opens at its heading, and leads to its parts by Tab, arrows and Enter', async () => {
    await hands.openRoom(hands.say('oversight.tab'));
    await page.locator('[data-testid=supervision] [data-source=live]').waitFor(patience);
    await hands.settlesOn(`heading "${en['board.heading']}"`);
    expect((await hands.order()).slice(0, 4)).toEqual([
      `tab "${hands.say('oversight.tab')}"`,
      'button "日本語"',
      hands.button('staff.sign-out'),
      `tab "${en['oversight.part.board']}"`,
    ]);
  });

  it('searches the audit trail for one person, and comes back from the choice to where it was made', async () => {
    await openPart('audit');
    await hands.settlesOn(`heading "${en['audit.heading']}"`);
    const person = `textbox "${en['audit.person']}"`;
    await hands.fill(person, '20240004');
    const found = /^button "山﨑 慎一/;
    await page.getByRole('button', { name: /山﨑 慎一/ }).waitFor();
    await hands.press(found);
    await hands.settlesOn(`button "${en['audit.person-clear']}"`);
    await page.keyboard.press('Enter');
    await hands.settlesOn(person);
    await hands.press(`button "${en['audit.search']}"`);
    await page.getByTestId('audit-table').waitFor();
    await hands.settlesOn(`button "${en['audit.search']}"`);
    expect(await hands.heard()).toMatch(/polite: .*\d+/);
    const order = await hands.order();
    expect(order).toEqual(expect.arrayContaining([`button "${en['audit.export.jsonl']}"`]));
  });

  it('chooses what the figures are of, and has their numbers as tables', async () => {
    await openPart('insight');
    await hands.settlesOn(`heading "${en['insight.heading']}"`);
    await hands.choose(en['insight.scope'], /This counter/);
    const plot = page.getByTestId('plot-reasons');
    await plot.getByRole('img').waitFor();
    await hands.tabTo(`DisclosureTriangle "${en['insight.as-table']}"`);
    await page.keyboard.press('Enter');
    await page.locator('.plot details[open] tbody tr').first().waitFor();
    await hands.settlesOn(`DisclosureTriangle "${en['insight.as-table']}"`);
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
