import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CheckKey, checkHands, said } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import { askingSecondApproval } from '../rigs/second-approval.ts';
import { pasteTenMegabytes } from './huge-paste.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['counter'], {
    policy: askingSecondApproval(demonstrationPolicy(new Date()), ['20240004']),
  });
  counter = await institution.open('counter');
  await counter.hands.plugInKey(0);
  await counter.hands.signInAtCounter(pin);
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

/** Up to the point where the command has only to be signed, from the documents on. */
async function fromDocuments(): Promise<void> {
  const { hands } = counter;
  await hands.checkDocument('document.student-card', '0001');
  await hands.button('check.record').click();
  await counter.page.getByTestId('case-step-decide').waitFor();
  await hands.decide();
}

describe('triage in a real window', () => {
  it('lets a theft come to a suspension only after every urgent step was acknowledged', async () => {
    const { hands, page } = counter;
    await hands.findPerson('20240001');
    await hands.choosePerson('青葉 さくら');
    await hands.button('visit.lost-or-stolen').click();
    const left = page.locator('[data-testid=urgent-step][data-acknowledged=false]');
    await left.first().waitFor();
    await expect.poll(() => left.count()).toBe(2);
    await expect.poll(() => hands.button('triage.advise').count()).toBe(0);
    await left.first().getByRole('button').click();
    await expect.poll(() => left.count()).toBe(1);
    await expect.poll(() => page.getByTestId('case-step-check').count()).toBe(0);
    await left.first().getByRole('button').click();
    await page.getByTestId('case-step-check').waitFor();
    await fromDocuments();
    await hands.signCommand(hands.button('read.sign'), pin);
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
  });

  it('takes a paste of 10 MB in a document’s fields for what it is, and keeps what was answered', async () => {
    const { hands, page } = counter;
    const says = (key: CheckKey) => page.getByText(said(key), { exact: true }).waitFor();
    await hands.findPerson('20240003');
    await hands.choosePerson('髙橋 結衣');
    await hands.chooseReason('visit.broken');
    const [until, lastFour] = [hands.field('check.valid-until'), hands.field('check.last-four')];
    const answered = page.locator('.document-questions input[type=radio]:checked');
    for (const label of ['check.photo', 'check.name'] as const)
      await page
        .getByRole('radiogroup', { name: sentence('en', label) })
        .getByRole('radio', { name: sentence('en', 'check.matches') })
        .locator('xpath=ancestor-or-self::label')
        .click();
    await expect.poll(() => answered.count()).toBe(2);
    await pasteTenMegabytes(counter, lastFour, '7', () => says('check.number.too-long'));
    expect(await lastFour.inputValue()).toBe('');
    await pasteTenMegabytes(counter, until, '令', async () => {
      await lastFour.focus();
      await says('check.date.unreadable');
    });
    expect((await until.inputValue()).length).toBeLessThanOrEqual(40);
    await expect.poll(() => answered.count()).toBe(2);
    expect(await hands.button('check.record').isEnabled()).toBe(false);
    await hands.checkDocument('document.student-card', '0003', '令和40年3月31日');
    await checkHands(counter).tickPrompts();
    await hands.button('check.record').click();
    await page.getByTestId('case-step-decide').waitFor();
    await hands.button('counter.close').click();
  });

  it('shows the factors as they are registered, and which of them do not count', async () => {
    const { hands, page } = counter;
    await hands.findPerson('20240002');
    await hands.choosePerson('大野 翔太');
    await hands.button('visit.forgotten').click();
    const panel = page.locator('.factors[data-source=live]');
    await panel.waitFor();
    await expect.poll(() => panel.getByRole('listitem').count()).toBe(3);
    const mail = panel.getByRole('listitem').filter({ hasText: sentence('en', 'factors.kind.mail') });
    expect(await mail.innerText()).toContain(sentence('en', 'factors.not-counted'));
    await hands.button('counter.close').click();
    institution.demonstration.network.pull();
    await page.getByText(sentence('en', 'status.hub-offline')).first().waitFor();
    await hands.findPerson('20240002');
    await hands.choosePerson('大野 翔太');
    await hands.button('visit.forgotten').click();
    await page.locator('.factors[data-source=last-known]').waitFor();
    await hands.button('counter.close').click();
    institution.demonstration.network.plug();
  });

  it('takes at most 14 actions for an ordinary case, the touch included, and waits for no network', async () => {
    const { hands, page } = counter;
    institution.demonstration.network.pull();
    await page.getByText(sentence('en', 'status.hub-offline')).first().waitFor();
    const radio = (name: string, group?: string) =>
      (group === undefined ? page : page.getByRole('radiogroup', { name: group }))
        .getByRole('radio', { name })
        .first()
        .locator('xpath=ancestor-or-self::label');
    const prompt = page.getByTestId('key-prompt');
    const matches = sentence('en', 'check.matches');
    // Each is one thing that a hand does.
    const actions: readonly (() => Promise<void>)[] = [
      () => hands.field('find.label').fill('20240003'),
      () => page.getByTestId('search-results').getByRole('option', { name: '髙橋 結衣' }).first().click(),
      () => hands.button('visit.forgotten').click(),
      () => page.getByRole('button', { name: /^No\b/ }).click(),
      () => radio(sentence('en', 'document.student-card')).click(),
      () => radio(matches, sentence('en', 'check.photo')).click(),
      () => radio(matches, sentence('en', 'check.name')).click(),
      () => page.getByText(sentence('en', 'check.no-date'), { exact: true }).click(),
      () => hands.button('check.record').click(),
      () => hands.button('decide.next').click(),
      () => hands.button('read.sign').click(),
      () => prompt.getByLabel(sentence('en', 'key.pin'), { exact: true }).fill(pin),
      () => page.keyboard.press('Enter'),
      async () => {
        await page.getByTestId('simulator').locator('[data-state=waiting]').waitFor();
        await hands.touchKey();
      },
    ];
    expect(actions.length).toBeLessThanOrEqual(14);
    for (const act of actions) await act();
    await hands.receipt('queued');
    institution.demonstration.network.plug();
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
  });

  it('asks for a second operator: their own key queues it, the first one’s does not (I4, I5)', async () => {
    const { hands, page } = counter;
    await hands.findPerson('20240004');
    await hands.choosePerson('山﨑 慎一');
    await hands.chooseReason('visit.broken');
    await fromDocuments();
    await page.getByText(sentence('en', 'approve.ahead')).waitFor();
    await hands.signCommand(hands.button('read.sign'), pin);
    await page.getByTestId('case-step-approve').waitFor();
    await page.getByText('Nothing waits to be sent', { exact: false }).waitFor();
    // The second operator is not here: the counter goes on, and the case waits.
    await hands.button('approve.later').click();
    await page.getByTestId('waiting-approvals').getByRole('button').click();
    await page.getByTestId('case-step-approve').waitFor();
    await hands.signCommand(hands.button('approve.sign'), pin);
    await page.getByText(sentence('en', 'error.case/approval-own')).waitFor();
    await hands.pullOutKey(0);
    await hands.plugInKey(1);
    await hands.signCommand(hands.button('approve.sign'), pin);
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
    await hands.pullOutKey(1);
  });

  it('ends a visit with advice alone, and counts it for the supervisor', async () => {
    const { hands, page } = counter;
    await hands.findPerson('20240005');
    await hands.choosePerson('渡邊 陽菜');
    await hands.button('visit.going-abroad').click();
    await page.getByTestId('case-step-triage').getByText(sentence('en', 'triage.steps')).waitFor();
    await expect.poll(() => hands.button('triage.continue').count()).toBe(0);
    await hands.button('triage.advise').click();
    await hands.field('find.label').waitFor();
    await hands.button('staff.sign-out').click();
    await hands.untilReady('staff');
    await hands.plugInKey(1);
    await hands.signInAtCounter(pin);
    await page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
    const count = page.getByTestId('avoided').getByRole('cell');
    await count.waitFor();
    expect(await count.innerText()).toBe('1');
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
