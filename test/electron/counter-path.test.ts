import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  counter = await institution.open('counter');
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

/** Up to the point where the command has only to be signed. */
async function untilReading(query: string, name: string): Promise<void> {
  const { hands } = counter;
  await hands.findPerson(query);
  await hands.choosePerson(name);
  await hands.chooseReason('visit.forgotten');
  await hands.checkDocument('document.student-card', '0001');
  await hands.button('check.record').click();
  await counter.page.getByTestId('case-step-decide').waitFor();
  await hands.decide();
}

describe('the counter path in a real window', () => {
  it('asks again after a wrong PIN and says how many tries are left', async () => {
    const { hands, page } = counter;
    await hands.plugInKey(0);
    await hands.button('staff.sign-in').click();
    const prompt = page.getByTestId('key-prompt');
    await prompt.getByLabel(sentence('en', 'key.pin'), { exact: true }).fill('wrong-pin');
    await prompt.getByRole('button', { name: sentence('en', 'action.continue') }).click();
    await prompt.getByText(sentence('en', 'key.pin-wrong')).waitFor();
    await prompt.getByText(/7 attempts left/).waitFor();
    await prompt.getByRole('button', { name: sentence('en', 'action.cancel') }).click();
    await prompt.waitFor({ state: 'detached' });
  });

  it('signs the operator in with a key, PIN and touch', async () => {
    await counter.hands.signInAtCounter(pin);
  });

  it.each([
    ['20240003', '髙橋 結衣'],
    ['髙橋 結', '髙橋 結衣'],
    ['高橋結衣', '髙橋 結衣'],
    ['たかはし ゆ', '髙橋 結衣'],
    ['takahashi yui', '髙橋 結衣'],
    ['yamazaki sin', '山﨑 慎一'],
  ])('finds a person among 20,000 by %s', async (query, name) => {
    await counter.hands.findPerson(query);
    await counter.page.getByTestId('search-results').getByRole('option', { name }).first().waitFor();
  });

  it('applies a suspension online and shows it only when the provider confirmed (I5)', async () => {
    const { hands } = counter;
    await untilReading('20240001', '青葉 さくら');
    await hands.signCommand(hands.button('read.sign'), pin);
    const receipt = await hands.receipt('applied');
    expect(await receipt.innerText()).toContain('In force until');
    await hands.button('receipt.close').click();
  });

  it('completes a case with the network pulled: queued, not yet in force; then it goes through (I10)', async () => {
    const { hands, page } = counter;
    institution.demonstration.network.pull();
    await page.getByText(sentence('en', 'status.hub-offline')).first().waitFor();
    await untilReading('20240002', '大野 翔太');
    await hands.signCommand(hands.button('read.sign'), pin);
    const queued = await hands.receipt('queued');
    expect(await queued.innerText()).toContain(sentence('en', 'claim.suspend.queued.title'));
    expect(await queued.innerText()).not.toContain('In force');
    await page.getByText('1 command waits to be sent', { exact: false }).waitFor();
    institution.demonstration.network.plug();
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
  });

  it('ends a suspension early from the board, by a signed command', async () => {
    const { hands, page } = counter;
    await page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
    const row = page.locator('[data-testid=board-row][data-state=applied]', { hasText: '青葉 さくら' });
    await row.getByRole('button', { name: sentence('en', 'board.resume') }).click();
    await hands.signCommand(hands.button('resume.sign'), pin);
    await page
      .locator('[data-testid=board-row][data-state=ended]', { hasText: '青葉 さくら' })
      .filter({ hasText: sentence('en', 'command.kind.suspend') })
      .waitFor();
    await page.getByRole('tab', { name: sentence('en', 'counter.tab') }).click();
  });

  it('ends a suspension at its time by itself, when the provider confirms it (I2)', async () => {
    const { hands, page } = counter;
    await untilReading('20240006', '李 美玲');
    // The screen offers minutes at least; the agent is asked for seconds here, to see the end come.
    const until = new Date(Date.now() + 8000).toISOString();
    const open = await page.evaluate(() => {
      const { madoguchi } = window as unknown as {
        madoguchi: { call(name: string, input: unknown): Promise<{ value: { id: string } }> };
      };
      return madoguchi.call('counter.case', {});
    });
    const act = { kind: 'suspend', until };
    expect(await callFromPage(page, 'counter.decide', { caseId: open.value.id, act })).toEqual({ ok: true });
    await hands.signCommand(hands.button('read.sign'), pin);
    await hands.receipt('applied');
    const ended = await hands.receipt('ended');
    expect(await ended.innerText()).toContain(sentence('en', 'command.ending.expired'));
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
    await hands.button('receipt.close').click();
  });

  it('refuses to act on the own account of the operator (I4)', async () => {
    const { hands, page } = counter;
    await hands.findPerson('90000001');
    await hands.field('find.label').press('ArrowDown');
    await hands.field('find.label').press('Enter');
    await page.getByRole('alert').getByText(sentence('en', 'find.self-chosen')).waitFor();
    await expect.poll(() => page.getByTestId('case-step-reason').count()).toBe(0);
    const own = { personId: '90000001', reason: 'forgotten' };
    expect(await callFromPage(page, 'counter.open', own)).toEqual({ ok: false, code: 'case/own-account' });
  });

  it('survives a killed agent: says so, recovers by itself, and keeps the draft', async () => {
    const { hands, page } = counter;
    const station = institution.demonstration.stations.counter;
    await untilReading('20240004', '山﨑 慎一');
    await station.kill();
    await page.getByTestId('connection-banner').waitFor();
    await station.start();
    await page.getByTestId('staff-sign-in').waitFor();
    await hands.untilReady('staff');
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin);
    await page.getByTestId('case-step-read').waitFor();
    await hands.signCommand(hands.button('read.sign'), pin);
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
  });

  it('queues nothing when the key is pulled before the touch (I1)', async () => {
    const { hands, page } = counter;
    await untilReading('20240005', '渡邊 陽菜');
    await hands.button('read.sign').click();
    const prompt = page.getByTestId('key-prompt');
    await prompt.getByLabel(sentence('en', 'key.pin'), { exact: true }).fill(pin);
    await prompt.getByRole('button', { name: sentence('en', 'action.continue') }).click();
    await page.getByTestId('simulator').locator('[data-state=waiting]').waitFor();
    await hands.pullOutKey(0);
    await prompt.waitFor({ state: 'detached' });
    await page.getByTestId('case-step-read').waitFor();
    await hands.button('counter.close').click();
    await page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
    await page.locator('[data-testid=board-row]').first().waitFor();
    await expect
      .poll(() => page.locator('[data-testid=board-row]', { hasText: '渡邊 陽菜' }).count())
      .toBe(0);
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
