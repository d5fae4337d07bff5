import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { said } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationAccounts } from '../../main/profile/demonstration-accounts.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import en from '../../preload/contract/messages/decide-en.json' with { type: 'json' };
import { importStudents } from './import-people.ts';
import {
  callFromPage,
  type Institution,
  noCaseLeft,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from './institution.ts';

let institution: Institution;
/** Two desks with an agent each. */
let first: OpenWindow;
let second: OpenWindow;
beforeAll(async () => {
  const policy = demonstrationPolicy(new Date());
  institution = await startInstitution(['counter', 'second'], {
    policy: { ...policy, suspension: { ...policy.suspension, repeatLimit: 1 } },
  });
  for (const station of ['counter', 'second'] as const) {
    const window = await institution.open(station);
    await window.hands.plugInKey(0);
    await window.hands.signInAtCounter(pin);
    if (station === 'counter') first = window;
    else second = window;
  }
});
beforeEach(() => pictureOnFailure(first));
// A test that failed leaves no case on a desk of the next one.
afterEach(async () => {
  institution.demonstration.network.plug();
  for (const window of [first, second]) {
    const conflict = choice(window, 'check.conflict.close');
    if (await conflict.isVisible()) await conflict.click({ timeout: 5000 }).catch(() => undefined);
    await noCaseLeft(window);
  }
});
afterAll(() => institution?.stop());

async function untilCheck({ hands }: OpenWindow, number: string, name: string): Promise<void> {
  await hands.findPerson(number);
  await hands.choosePerson(name);
  await hands.chooseReason('visit.forgotten');
}

async function untilDecision(window: OpenWindow, number: string, name: string): Promise<void> {
  await untilCheck(window, number, name);
  await window.hands.checkDocument('document.student-card', number.slice(-4));
  await window.hands.button('check.record').click();
  await window.page.getByTestId('case-step-decide').waitFor();
}

async function signed(window: OpenWindow, number: string, name: string): Promise<void> {
  await untilDecision(window, number, name);
  await window.hands.decide();
  await window.hands.signCommand(window.hands.button('read.sign'), pin);
}

const finish = async ({ hands }: OpenWindow) => {
  await hands.button('receipt.close').click();
  await hands.field('find.label').waitFor();
};
const offline = ({ page }: OpenWindow) =>
  page.getByText(sentence('en', 'status.hub-offline')).first().waitFor();
const online = ({ page }: OpenWindow) =>
  page
    .getByText(sentence('en', 'status.hub-offline'))
    .first()
    .waitFor({ state: 'detached', timeout: 30_000 });
const choice = (
  { page }: OpenWindow,
  key: 'check.conflict.go-on' | 'check.conflict.again' | 'check.conflict.close',
) => page.getByTestId('conflict').getByRole('button', { name: said(key) });

/** What the dialog says came about, once it stands there: the hub may have to be heard of first. */
async function causesAt({ page }: OpenWindow): Promise<readonly string[]> {
  const dialog = page.getByTestId('conflict');
  await dialog.waitFor({ timeout: 30_000 });
  const rows = dialog.locator('[data-cause]');
  return rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-cause') ?? ''));
}
const takahashi = demonstrationAccounts.map(({ person }) => person).find(({ id }) => id === '20240003')!;
const renamed = { ...takahashi, name: '佐藤 結衣', kana: 'サトウ ユイ' };

describe('what comes about while a case is open, in real windows', () => {
  it('another counter was faster: the case stops with a choice, and nothing was sent (I3)', async () => {
    await untilDecision(first, '20240001', '青葉 さくら');
    await signed(second, '20240001', '青葉 さくら');
    await second.hands.receipt('applied');
    await finish(second);
    const dialog = first.page.getByTestId('conflict');
    await dialog.waitFor();
    expect(await dialog.innerText()).toMatch(/desk 2|desk 02/);
    expect(await dialog.innerText()).toContain('was faster');
    await choice(first, 'check.conflict.go-on').click();
    await dialog.waitFor({ state: 'detached' });
    // Gone on with knowingly; what runs elsewhere stays in sight.
    await first.page.getByTestId('elsewhere').waitFor();
    await first.page.getByTestId('case-step-decide').waitFor();
    await first.hands.button('counter.close').click();
  });

  it('another counter ended a suspension meanwhile: the case says which, and the person is checked anew (I3)', async () => {
    const board = () => second.page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
    await untilDecision(first, '20240001', '青葉 さくら');
    await first.page.getByTestId('elsewhere').waitFor();
    await board();
    await second.page
      .locator('[data-testid=board-row][data-state=applied]', { hasText: '20240001' })
      .getByRole('button', { name: sentence('en', 'board.resume') })
      .click();
    await second.hands.signCommand(second.hands.button('resume.sign'), pin);
    expect(await causesAt(first)).toEqual(['resumed']);
    expect(await first.page.getByTestId('conflict').innerText()).toMatch(/desk 2|desk 02/);
    await choice(first, 'check.conflict.again').click();
    await first.page.getByTestId('case-step-check').waitFor();
    // What was ended runs no more.
    await expect.poll(() => first.page.getByTestId('elsewhere').count()).toBe(0);
    await first.hands.button('counter.close').click();
    await second.page.getByRole('tab', { name: sentence('en', 'counter.tab') }).click();
  });

  it('the directory says another name: the new one stands there, and is checked anew', async () => {
    await untilDecision(first, takahashi.id, '髙橋 結衣');
    await importStudents(institution.demonstration, [renamed]);
    expect(await causesAt(first)).toEqual(['directory-changed']);
    await choice(first, 'check.conflict.again').click();
    await first.page.getByTestId('case-step-check').waitFor();
    await first.page.getByText(renamed.name).first().waitFor();
    await first.hands.button('counter.close').click();
  });

  it('the account was switched off: nothing is signed until the operator chose, and closing sends nothing (I1)', async () => {
    await untilDecision(first, renamed.id, renamed.name);
    await first.hands.decide();
    await importStudents(institution.demonstration, [{ ...renamed, left: true }]);
    expect(await causesAt(first)).toEqual(['disabled']);
    const open = await first.page.evaluate(() => {
      const { madoguchi } = window as unknown as {
        madoguchi: { call(name: string, input: unknown): Promise<{ value: { id: string } }> };
      };
      return madoguchi.call('counter.case', {});
    });
    expect(await callFromPage(first.page, 'counter.sign', { caseId: open.value.id })).toEqual({
      ok: false,
      code: 'case/conflict',
    });
    await choice(first, 'check.conflict.close').click();
    await first.hands.field('find.label').waitFor();
    await first.page.getByText('Nothing waits to be sent', { exact: false }).waitFor();
  });

  it('the directory has the person no more: the case is closed, and says so', async () => {
    const { demonstration } = institution;
    // A source that lost half of its people would be refused.
    const others = ['一郎', '二郎', '三郎'].map((given, index) => ({
      ...takahashi,
      id: `2024900${index}`,
      login: `s2024900${index}`,
      name: `在学 ${given}`,
    }));
    await importStudents(demonstration, [{ ...renamed, left: true }, ...others]);
    await untilDecision(first, renamed.id, renamed.name);
    await importStudents(demonstration, others);
    await first.page.getByText(sentence('en', 'error.case/person-gone')).waitFor({ timeout: 30_000 });
    await first.hands.field('find.label').waitFor();
    await expect.poll(() => first.page.getByTestId('case-step-decide').count()).toBe(0);
    // It stays until the next visit begins.
    await first.hands.findPerson('20240002');
    await first.page.getByText(sentence('en', 'error.case/person-gone')).waitFor();
    await untilCheck(first, '20240002', '大野 翔太');
    await expect.poll(() => first.page.getByText(sentence('en', 'error.case/person-gone')).count()).toBe(0);
    await first.hands.button('counter.close').click();
    await first.hands.field('find.label').waitFor();
    await expect.poll(() => first.page.getByText(sentence('en', 'error.case/person-gone')).count()).toBe(0);
  });

  it('two counters without a network: one is in force, the other comes back as a choice', async () => {
    institution.demonstration.network.pull();
    await Promise.all([offline(first), offline(second)]);
    for (const window of [first, second]) {
      await signed(window, '20240006', '李 美玲');
      await window.hands.receipt('queued');
    }
    institution.demonstration.network.plug();
    const states = await Promise.all(
      [first, second].map(async (window) => {
        const receipt = await window.hands.receipt('applied', 'refused');
        return { window, state: await receipt.getAttribute('data-state') };
      }),
    );
    expect(states.map(({ state }) => state).toSorted()).toEqual(['applied', 'refused']);
    const came = states.find(({ state }) => state === 'refused')?.window ?? first;
    await came.page.getByText(en['again.refused']).waitFor();
    await came.page.getByRole('button', { name: en['again.choose'], exact: true }).click();
    await came.page.getByTestId('case-step-decide').waitFor();
    await came.page.getByText(sentence('en', 'approve.ahead')).waitFor();
    // By now it is known why: the other counter was faster, and is named once.
    const dialog = came.page.getByTestId('conflict');
    await dialog.waitFor();
    await expect.poll(() => dialog.locator('[data-cause]').count()).toBe(1);
    await choice(came, 'check.conflict.close').click();
    await came.hands.field('find.label').waitFor();
  });
});

describe('what waits, in a real window', () => {
  const row = (state: string) =>
    first.page.locator(`[data-testid=board-row][data-state=${state}]`, { hasText: '20240005' });
  const board = () => first.page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
  const desk = () => first.page.getByRole('tab', { name: sentence('en', 'counter.tab') }).click();

  it('is taken back from the board before anything was sent, and stays there as such (I5)', async () => {
    institution.demonstration.network.pull();
    await offline(first);
    await signed(first, '20240005', '渡邊 陽菜');
    await first.hands.receipt('queued');
    await finish(first);
    await board();
    await row('queued')
      .getByRole('button', { name: /^Take back/ })
      .click();
    await row('ended').waitFor();
    institution.demonstration.network.plug();
    await online(first);
    await expect.poll(() => row('ended').count()).toBe(1);
    await desk();
  });

  it('is sent at once when that is asked for', async () => {
    institution.demonstration.network.pull();
    await offline(first);
    await signed(first, '20240005', '渡邊 陽菜');
    await first.hands.receipt('queued');
    await finish(first);
    await board();
    const send = row('queued').getByRole('button', { name: /^Send now/ });
    await send.waitFor();
    institution.demonstration.network.plug();
    await send.click();
    await row('applied').waitFor({ timeout: 30_000 });
    await desk();
  });

  it('keeps its content security policy without a complaint', () => {
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });
});
