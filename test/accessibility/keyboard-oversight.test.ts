import { describe, expect, it } from 'vitest';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import en from '../../preload/contract/messages/oversight-en.json' with { type: 'json' };
import { askingSecondApproval } from '../rigs/second-approval.ts';
import { patience } from './keyboard-hands.ts';
import { keyboardWindow, openedWindow } from './keyboard-window.ts';

const operatorKey = 0;
const supervisorKey = 1;

const at = keyboardWindow(() =>
  openedWindow('counter', { policy: askingSecondApproval(demonstrationPolicy(new Date()), ['20240004']) }),
);

const find = () => `combobox "${at.hands.say('find.label')}"`;
const comes = (step: string) => at.page.getByTestId(`case-step-${step}`).waitFor();
async function signIn(key: number): Promise<void> {
  await at.hands.plugIn(key);
  await at.hands.press(at.hands.button('staff.sign-in'));
  await at.hands.answerKey();
  await at.hands.settlesOn(find());
}

/** A case up to the first operator's signature. No key follows the same one so fast that it would be taken for a slip. */
async function signedOnce(number: string): Promise<void> {
  await at.hands.findExactly(number);
  await at.hands.press(`button "${at.hands.say('visit.forgotten')}"`);
  await comes('triage');
  await at.hands.press(/^button "No\b/);
  await comes('check');
  await at.hands.settlesOn(/^heading /);
  for (const answer of ['Alt+1', 'Alt+p', 'Alt+n', 'Alt+d']) await at.page.keyboard.press(answer);
  await at.window.hands.button('check.record').and(at.page.locator(':enabled')).waitFor();
  await at.hands.press(at.hands.button('check.record'));
  await comes('decide');
  await at.hands.press(at.hands.button('decide.next'));
  await comes('read');
  await at.hands.settlesOn(/^heading /);
  await at.hands.press(at.hands.button('read.sign'));
  await at.hands.answerKey();
}

describe('a second operator by keyboard alone (I4)', () => {
  it('is asked for at a heading that is read out; the first one’s key is refused where it was pressed', {
    timeout: 180_000,
  }, async () => {
    await signIn(operatorKey);
    await signedOnce('20240004');
    await comes('approve');
    await at.hands.settlesOn(at.hands.heading('approve.heading'));
    expect((await at.hands.order()).slice(-3)).toEqual([
      at.hands.button('approve.later'),
      at.hands.button('approve.sign'),
      at.hands.button('client.use-webauthn'),
    ]);
    await at.hands.press(at.hands.button('approve.sign'));
    await at.hands.answerKey();
    await expect
      .poll(at.hands.heard, patience)
      .toContain(`assertive: ${at.hands.say('error.case/approval-own')}`);
    await at.hands.settlesOn(at.hands.button('approve.sign'));
  });

  it('who is not here is waited for: the case lies above the search, and is taken up from there', async () => {
    await at.hands.press(at.hands.button('approve.later'));
    await at.hands.settlesOn(find());
    await at.page.getByTestId('waiting-approvals').waitFor();
    const takeUp = /^button "Go on to approve: 山﨑 慎一/;
    const order = await at.hands.order();
    expect(order.findIndex((stop) => takeUp.test(stop))).toBeGreaterThan(
      order.indexOf(at.hands.button('staff.sign-out')),
    );
    expect(order.findIndex((stop) => takeUp.test(stop))).toBeLessThan(order.indexOf(find()));
    await at.hands.press(takeUp);
    await at.hands.settlesOn(at.hands.heading('approve.heading'));
  });

  it('signs with their own key, and hears what has become of it', async () => {
    await at.hands.pullOut(operatorKey);
    await at.hands.plugIn(supervisorKey);
    await at.hands.press(at.hands.button('approve.sign'));
    await at.hands.answerKey();
    await at.window.hands.receipt('applied');
    await at.hands.settlesOn(/^heading /);
    await expect.poll(at.hands.heard, patience).toContain('In force');
    await at.hands.press(at.hands.button('receipt.close'));
    await at.hands.settlesOn(find());
  });
});

describe('a shift handed over by keyboard alone', () => {
  const giving = `button "${en['shift.give']}"`;
  const withdrawing = `button "${en['shift.withdraw']}"`;

  it('is given, said, and can be taken back by the button that has the focus then', async () => {
    await at.hands.openRoom(at.hands.say('shift.tab'));
    await at.page.getByTestId('hand-over').waitFor();
    await at.hands.settlesOn(`heading "${en['shift.heading']}"`);
    expect((await at.hands.order()).slice(3, 5)).toEqual([giving, `button "${en['shift.day-before']}"`]);
    await at.hands.press(giving);
    await at.page.getByText(en['shift.given-own-lead']).waitFor();
    await at.hands.settlesOn(withdrawing);
    await at.page.keyboard.press('Enter');
    await at.page.getByText(en['shift.give-lead']).waitFor();
    await at.hands.settlesOn(giving);
    await at.page.keyboard.press('Enter');
    await at.page.getByText(en['shift.given-own-lead']).waitFor();
    await at.hands.press(at.hands.button('staff.sign-out'));
    await at.hands.settlesOn(at.hands.button('staff.sign-in'));
  });

  it('is taken by the next operator’s touch, and the focus stays with the card', async () => {
    await signIn(supervisorKey);
    await at.hands.openRoom(at.hands.say('shift.tab'));
    await at.hands.press(`button "${en['shift.take']}"`);
    await at.hands.answerKey();
    await at.page.getByText(/^Last: from/).waitFor();
    await at.hands.settlesOn(giving);
  });

  it('shows another day without losing the place', async () => {
    const before = `button "${en['shift.day-before']}"`;
    await at.hands.press(before);
    await at.page.getByText(en['shift.day-none']).waitFor();
    await at.hands.settlesOn(before);
    await at.hands.press(`button "${en['shift.day-after']}"`);
    await at.page.getByTestId('day-case').first().waitFor();
    await at.hands.settlesOn(`button "${en['shift.day-after']}"`);
  });
});

describe('supervision by keyboard alone', () => {
  const openPart = async (part: 'board' | 'audit' | 'insight') => {
    for (let count = 0; ; count += 1) {
      await at.hands.tabTo(/^tab /);
      if (await at.page.locator('.oversight [role=tab]:focus').count()) break;
      if (count > 4) throw new Error('Tab does not lead to the parts of the supervision');
      await at.page.keyboard.press('Tab');
    }
    const wanted = at.page.getByRole('tab', { name: en[`oversight.part.${part}`] });
    for (let count = 0; count < 4; count += 1) {
      if (await wanted.evaluate((tab) => tab === document.activeElement)) break;
      await at.page.keyboard.press('ArrowRight');
    }
    await at.page.keyboard.press('Enter');
    await at.hands.settlesOn(/^heading /);
  };

  it('opens at its heading, and leads to its parts by Tab, arrows and Enter', async () => {
    await at.hands.openRoom(at.hands.say('oversight.tab'));
    await at.page.locator('[data-testid=supervision] [data-source=live]').waitFor(patience);
    await at.hands.settlesOn(`heading "${en['board.heading']}"`);
    expect((await at.hands.order()).slice(0, 4)).toEqual([
      `tab "${at.hands.say('oversight.tab')}"`,
      'button "日本語"',
      at.hands.button('staff.sign-out'),
      `tab "${en['oversight.part.board']}"`,
    ]);
  });

  it('searches the audit trail for one person, and comes back from the choice to where it was made', async () => {
    await openPart('audit');
    await at.hands.settlesOn(`heading "${en['audit.heading']}"`);
    const person = `textbox "${en['audit.person']}"`;
    await at.hands.fill(person, '20240004');
    const found = /^button "山﨑 慎一/;
    await at.page.getByRole('button', { name: /山﨑 慎一/ }).waitFor();
    await at.hands.press(found);
    await at.hands.settlesOn(`button "${en['audit.person-clear']}"`);
    await at.page.keyboard.press('Enter');
    await at.hands.settlesOn(person);
    await at.hands.press(`button "${en['audit.search']}"`);
    await at.page.getByTestId('audit-table').waitFor();
    await at.hands.settlesOn(`button "${en['audit.search']}"`);
    expect(await at.hands.heard()).toMatch(/polite: .*\d+/);
    const order = await at.hands.order();
    expect(order).toEqual(expect.arrayContaining([`button "${en['audit.export.jsonl']}"`]));
  });

  it('chooses what the figures are of, and has their numbers as tables', async () => {
    await openPart('insight');
    await at.hands.settlesOn(`heading "${en['insight.heading']}"`);
    await at.hands.choose(en['insight.scope'], /This counter/);
    const plot = at.page.getByTestId('plot-reasons');
    await plot.getByRole('img').waitFor();
    await at.hands.tabTo(`DisclosureTriangle "${en['insight.as-table']}"`);
    await at.page.keyboard.press('Enter');
    await at.page.locator('.plot details[open] tbody tr').first().waitFor();
    await at.hands.settlesOn(`DisclosureTriangle "${en['insight.as-table']}"`);
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints).toEqual([]);
  });
});
