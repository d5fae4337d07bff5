import { it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import { pin, startInstitution } from './tmp-institution.ts';

it('shots', async () => {
  const policy = demonstrationPolicy(new Date());
  const institution = await startInstitution(['counter'], {
    policy: { ...policy, suspension: { ...policy.suspension, alwaysSecondApproval: { people: ['20240004'] } } },
  });
  try {
    const language = (process.env.SHOT_LANGUAGE ?? 'ja') as 'ja' | 'en';
    const counter = await institution.open('counter', language);
    const { hands, page } = counter;
    const shot = (name: string) => page.screenshot({ path: `/tmp/triage-shots/${language}-${name}.png`, fullPage: true });
    try {
      await hands.plugInKey(0);
      await hands.signInAtCounter(pin);
      await hands.findPerson('20240001');
      await hands.choosePerson('青葉 さくら');
      await shot('1-reason');
      await hands.button('visit.lost-or-stolen').click();
      await page.locator('.factors[data-source=live]').waitFor();
      await shot('2-urgent');
      await hands.button('counter.close').click();
      await hands.findPerson('20240002');
      await hands.choosePerson('大野 翔太');
      await hands.button('visit.forgotten').click();
      await page.locator('.factors[data-source=live]').waitFor();
      await shot('3-question');
      await page.getByRole('button', { name: language === 'ja' ? /^はい/ : /^Yes/ }).click();
      await hands.button('triage.advise').waitFor();
      await shot('4-advice');
      await hands.button('triage.change').click();
      await page.getByRole('button', { name: language === 'ja' ? /^いいえ/ : /^No/ }).click();
      await page.getByTestId('case-step-check').waitFor();
      await shot('5-check');
      await hands.button('triage.review').click();
      await hands.button('triage.continue').waitFor();
      await shot('6-review');
      await hands.button('counter.close').click();
      await hands.findPerson('20240004');
      await hands.choosePerson('山﨑 慎一');
      await hands.chooseReason('visit.broken');
      await hands.checkDocument('document.student-card', '0001');
      await hands.button('check.record').click();
      await page.getByTestId('case-step-decide').waitFor();
      await hands.decide();
      await shot('7-read');
      await hands.signCommand(hands.button('read.sign'), pin);
      await page.getByTestId('case-step-approve').waitFor();
      await shot('8-approve');
      await hands.button('approve.later').click();
      await page.getByTestId('waiting-approvals').waitFor();
      await shot('9-waiting');
      await page.getByTestId('waiting-approvals').getByRole('button').click();
      await page.getByTestId('case-step-approve').waitFor();
      await hands.signCommand(hands.button('approve.sign'), pin, async (step) => {
        if (step === 'touch') await shot('10-touch');
      });
      await page.getByText(sentence(language, 'error.case/approval-own')).waitFor();
      await shot('11-own');
      await hands.pullOutKey(0);
      await hands.plugInKey(1);
      await hands.signCommand(hands.button('approve.sign'), pin);
      await hands.receipt('applied');
      await shot('12-receipt');
      await hands.button('receipt.close').click();
      await hands.findPerson('20240005');
      await hands.choosePerson('渡邊 陽菜');
      await hands.button('visit.going-abroad').click();
      await hands.button('triage.advise').click();
      await hands.field('find.label').waitFor();
      await hands.button('staff.sign-out').click();
      await hands.untilReady('staff');
      await hands.signInAtCounter(pin);
      await page.getByRole('tab', { name: sentence(language, 'board.tab') }).click();
      await page.getByTestId('avoided').waitFor();
      await shot('13-board');
    } catch (error) {
      await shot('failed');
      throw error;
    }
  } finally {
    await institution.stop();
  }
}, 240_000);
