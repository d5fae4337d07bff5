import type { Page } from 'playwright';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import { demonstrationAccounts } from '../../profile/demonstration-accounts.ts';
import type { Demonstration } from '../demonstration/demonstration.ts';
import { demonstrationPin } from '../demonstration/seed.ts';
import { createHands, type Hands, sentence, type WindowLanguage } from './hands.ts';
import { saveReceipt } from './save-receipt.ts';

export interface TourStep {
  readonly name: LocalizedText;
  run(): Promise<void>;
}

export interface TourGround {
  readonly demonstration: Demonstration;
  readonly open: (station: 'lab' | 'counter') => Promise<Page>;
  readonly picture: (page: Page, name: string) => Promise<void>;
  readonly language: WindowLanguage;
}

/** The main job, step by step, as the people who do it would do it. Each step fails when what it says is not so. */
export function tourSteps(ground: TourGround): readonly TourStep[] {
  const { demonstration, picture } = ground;
  const student = demonstrationAccounts[0];
  if (student === undefined) throw new Error('the demonstration has no student');
  let lab: Hands;
  let counter: Hands;
  const at = async (station: 'lab' | 'counter') => {
    const hands = createHands(await ground.open(station), ground.language);
    await hands.untilReady(station === 'lab' ? 'lock' : 'staff');
    await hands.speak();
    return hands;
  };
  const step = (ja: string, en: string, run: () => Promise<void>): TourStep => ({ name: { ja, en }, run });
  const during = (name: string) => async (what: 'pin' | 'touch') => picture(counter.page, `${name}-${what}`);
  const row = (state: string) => counter.page.locator(`[data-testid=board-row][data-state=${state}]`);

  return [
    step('演習室のロック画面', 'The lab lock screen', async () => {
      lab = await at('lab');
      await picture(lab.page, 'lock');
    }),
    step('追加の認証を求めない理由', 'Why no second factor is asked', async () => {
      const why = lab.disclosure('exemption.why-not-asked');
      await why.click();
      await picture(lab.page, 'why');
      await why.click();
    }),
    step('誤ったパスワードは断られる', 'A wrong password is refused', async () => {
      await lab.signInAtLab(student.person.login, 'not-the-password');
      await lab.page.getByText(sentenceOf(ground, 'outcome.wrong.title')).waitFor();
      await picture(lab.page, 'wrong');
    }),
    step('学生がパスワードだけでサインイン', 'A student signs in with the password alone', async () => {
      await lab.signInAtLab(student.person.login, student.password);
      await lab.page.getByTestId('session-bar').waitFor();
      await picture(lab.page, 'session');
    }),
    step('サインアウト', 'Sign-out', async () => {
      await lab.button('session.sign-out').click();
      await lab.page.getByTestId('lock-form').waitFor();
      await picture(lab.page, 'signed-out');
    }),
    step('窓口のサインイン画面', 'The counter sign-in screen', async () => {
      counter = await at('counter');
      await picture(counter.page, 'counter-sign-in');
    }),
    step('職員がセキュリティキーでサインイン', 'An operator signs in with a security key', async () => {
      await counter.plugInKey(0);
      await counter.signInAtCounter(demonstrationPin, during('counter'));
      await picture(counter.page, 'counter');
    }),
    step('2万人の中から読みで探す', 'A person is found among 20,000, by reading', async () => {
      await counter.findPerson('たかはし ゆい');
      await picture(counter.page, 'find');
      await counter.choosePerson('髙橋 結衣');
    }),
    step('用件を選ぶ', 'Why they came', async () => {
      await picture(counter.page, 'reason');
      await counter.chooseReason('visit.forgotten');
    }),
    step('本人確認書類を確かめて記録', 'The identity check is recorded', async () => {
      await counter.checkDocument('document.student-card', '0003');
      await picture(counter.page, 'check');
      await counter.button('check.record').click();
      await counter.page.getByTestId('case-step-decide').waitFor();
    }),
    step('期限を決める', 'Until when', async () => {
      await picture(counter.page, 'decide');
      await counter.decide();
      await picture(counter.page, 'read');
    }),
    step('鍵で署名し、認証基盤に適用される', 'The key signs; the provider applies it', async () => {
      await counter.signCommand(counter.button('read.sign'), demonstrationPin, during('sign'));
      await counter.receipt('applied');
      await picture(counter.page, 'receipt-applied');
      await saveReceipt(counter.page, ground.language);
      await counter.button('receipt.close').click();
    }),
    step('ネットワークを抜いても窓口は続く', 'The network is pulled; the counter goes on', async () => {
      demonstration.network.pull();
      await counter.page
        .getByText(sentenceOf(ground, 'status.hub-offline'), { exact: false })
        .first()
        .waitFor();
      await counter.findPerson('aoba sakura');
      await counter.choosePerson('青葉 さくら');
      await counter.chooseReason('visit.broken');
      await counter.checkDocument('document.driving-licence', '1234', '令和12年3月31日');
      await counter.button('check.record').click();
      await counter.decide();
      await counter.signCommand(counter.button('read.sign'), demonstrationPin);
      await counter.receipt('queued');
      await picture(counter.page, 'receipt-queued-offline');
    }),
    step(
      'ネットワークが戻ると自動で適用される',
      'The network is back; it goes through by itself',
      async () => {
        demonstration.network.plug();
        await counter.receipt('applied');
        await picture(counter.page, 'receipt-after-network');
        await counter.button('receipt.close').click();
      },
    ),
    step('一覧から一件を早めに終える', 'One is ended early from the board', async () => {
      await counter.page.getByRole('tab', { name: sentenceOf(ground, 'board.tab') }).click();
      await row('applied').first().waitFor();
      await picture(counter.page, 'board');
      await row('applied')
        .first()
        .getByRole('button', { name: sentenceOf(ground, 'board.resume') })
        .click();
      const sign = counter.button('resume.sign');
      await sign.waitFor();
      await picture(counter.page, 'resume');
      await counter.signCommand(sign, demonstrationPin);
      await row('ended').first().waitFor({ timeout: 30_000 });
      await picture(counter.page, 'board-resumed');
    }),
    step('職員がサインアウト', 'The operator signs out', async () => {
      await counter.button('staff.sign-out').click();
      await counter.page.getByTestId('staff-sign-in').waitFor();
      await picture(counter.page, 'counter-signed-out');
    }),
  ];
}

function sentenceOf(ground: TourGround, key: Parameters<typeof sentence>[1]): string {
  return sentence(ground.language, key);
}
