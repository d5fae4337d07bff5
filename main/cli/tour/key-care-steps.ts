import { demonstrationPin } from '../demonstration/seed.ts';
import { createKeyCareHands, type KeyCareHands } from './key-care-hands.ts';
import type { TourGround, TourStep } from './tour-steps.ts';

/** Places of the keys in the side panel, in the showcase. */
const place = { operator: 0, fresh: 1, finger: 2, older: 3, shut: 4, held: 5, forced: 6, hasty: 7 } as const;

/**
 * Key care, state by state, on a counter whose software keys stand in every way that it must explain. Runs after the
 * main steps, on an agent that was started again with those keys.
 */
export function keyCareSteps(ground: TourGround): readonly TourStep[] {
  const { demonstration, picture } = ground;
  let hands: KeyCareHands;
  const step = (ja: string, en: string, run: () => Promise<void>): TourStep => ({ name: { ja, en }, run });
  const shot = (name: string) => picture(hands.page, name);
  const submit = () => hands.page.getByTestId('key-pin').locator('button[type=submit]').click();

  return [
    step('キーの管理はサインインなしで開く', 'Key care opens without a sign-in', async () => {
      const station = demonstration.stations.counter;
      await station.kill();
      await station.start('showcase');
      hands = createKeyCareHands(await ground.open('counter'), ground.language);
      await hands.untilReady('staff');
      await hands.speak();
      await hands.openKeyCare();
      await hands.page.getByTestId('keys-none').waitFor();
      await shot('keys-none');
    }),
    step('登録済みのキーの状態', 'How a registered key stands', async () => {
      await hands.plugInAlone(place.operator);
      await hands.card('ready').waitFor();
      await shot('keys-ready');
    }),
    step('何本も挿したとき', 'Several keys at once', async () => {
      await hands.plugInKey(place.finger);
      await hands.page.getByTestId('key-card').nth(1).waitFor();
      await shot('keys-several');
      await hands.plugInAlone(place.operator);
      await hands.card('ready').waitFor();
    }),
    step('PINを間違えると残り回数を示す', 'A wrong PIN: how many tries are left', async () => {
      await hands.openPinForm('keys.change-pin');
      await hands.missPin(7);
      await shot('keys-pin-wrong');
    }),
    step('続けて間違えると、挿し直すまで止まる', 'Wrong in a row: paused until it is replugged', async () => {
      await hands.missPin(6);
      await hands.missPin('shut');
      await hands.card('blocked-until-replug').waitFor();
      await shot('keys-blocked-until-replug');
    }),
    step(
      '挿し直してPINを変える。強さも示す',
      'Replugged, the PIN is changed; its strength is shown',
      async () => {
        await hands.plugInAlone(place.operator);
        await hands.openPinForm('keys.change-pin');
        await hands.typePins({ present: demonstrationPin, next: '123456' });
        await shot('keys-pin-weak');
        await hands.typePins({ present: demonstrationPin, next: 'kawara-soba-88' });
        await shot('keys-pin-good');
        await submit();
        await hands.card('ready').waitFor();
        await shot('keys-pin-changed');
      },
    ),
    step('PINの入力をやめても、何も変わらない', 'The PIN dialog is abandoned: nothing changed', async () => {
      await hands.button('keys.credentials').click();
      await hands.untilPrompt('pin');
      await hands.button('action.cancel').click();
      await hands.said('keys.refused.key/cancelled').waitFor();
      await hands.card('ready').waitFor();
      await shot('keys-pin-abandoned');
    }),
    step('キーに入っている登録を見る', 'What the key keeps for the counter', async () => {
      await hands.button('keys.credentials').click();
      await hands.untilPrompt('pin');
      await shot('keys-credentials-pin');
      await hands.givePin('kawara-soba-88');
      await hands.page.getByTestId('key-credential').waitFor();
      await shot('keys-credentials');
    }),
    step('登録を削除する', 'A registration is deleted', async () => {
      await hands.page.getByTestId('key-credential').getByRole('button').click();
      const dialog = hands.page.getByTestId('key-credential-delete');
      await dialog.waitFor();
      await shot('keys-credential-delete');
      await dialog.locator('.button-strong').click();
      await hands.givePin('kawara-soba-88');
      await hands.page.getByTestId('key-credential').waitFor({ state: 'detached' });
      await shot('keys-credential-deleted');
      await hands.button('action.back').click();
    }),
    step('新品のキーにPINを設定する', 'A new key gets its PIN', async () => {
      await hands.plugInAlone(place.fresh);
      await hands.card('pin-not-set').waitFor();
      await shot('keys-pin-not-set');
      await hands.openPinForm('keys.set-pin');
      await hands.typePins({ next: 'さくら並木の道', again: 'さくら並木の路' });
      await submit();
      await hands.page.getByTestId('key-pin').locator('[aria-invalid]').waitFor();
      await shot('keys-pin-differs');
      await hands.typePins({ next: 'さくら並木の道' });
      await submit();
      await hands.card('ready').waitFor();
      await shot('keys-pin-set');
    }),
    step('PINを使い切ると、初期化しかない', 'No tries left: only erasing helps', async () => {
      for (const left of [
        [7, 6, 'shut'],
        [4, 3, 'shut'],
        [1, 'shut'],
      ] as const) {
        await hands.openPinForm('keys.change-pin');
        for (const outcome of left) await hands.missPin(outcome);
        if (left.length === 3) await hands.plugInAlone(place.fresh);
      }
      await hands.card('blocked-for-good').waitFor();
      await shot('keys-blocked-for-good');
    }),
    step('初期化の前に、失うものを確かめる', 'Before a key is erased: what is lost', async () => {
      await hands.button('keys.reset').click();
      await hands.page.getByTestId('key-reset').waitFor();
      await hands.page.getByTestId('key-reset').locator('label').click();
      await shot('keys-reset');
    }),
    step('抜いて、挿し直して、触れると消える', 'Out, in again, and a touch erases it', async () => {
      // Only some seconds after it was put in does a key take a reset at once: this one has been in for longer.
      await hands.page.waitForTimeout(10_500);
      await hands.button('keys.reset-submit').click();
      await hands.untilPrompt('replug');
      await shot('keys-reset-replug');
      await hands.pullOutKey(place.fresh);
      await hands.plugInKey(place.fresh);
      await hands.untilPrompt('touch');
      await shot('keys-reset-touch');
      await hands.touchKey();
      await hands.card('pin-not-set').waitFor();
      await shot('keys-reset-done');
    }),
    step('初期化できる時間が過ぎたら、元のまま', 'The reset window is over: it is as it was', async () => {
      await hands.plugInAlone(place.hasty);
      await hands.button('keys.reset').click();
      await hands.page.getByTestId('key-reset').locator('label').click();
      await hands.button('keys.reset-submit').click();
      await hands.untilPrompt('replug');
      await hands.pullOutKey(place.hasty);
      await hands.plugInKey(place.hasty);
      await hands.said('error.key/reset-window-over').waitFor();
      await shot('keys-reset-window-over');
      await hands.button('action.back').click();
    }),
    step('PINの変更を求めるキー', 'A key that demands a new PIN', async () => {
      await hands.plugInAlone(place.forced);
      await hands.card('pin-must-change').waitFor();
      await shot('keys-pin-must-change');
      await hands.openPinForm('keys.change-pin');
      await hands.typePins({ present: demonstrationPin, next: 'kawara-soba-88' });
      await shot('keys-pin-must-change-form');
      await submit();
      await hands.card('ready').waitFor();
      await shot('keys-pin-must-change-done');
    }),
    step('指紋つきのキー', 'A key with a fingerprint reader', async () => {
      await hands.plugInAlone(place.finger);
      await hands.card('ready').waitFor();
      await shot('keys-fingerprint');
      await hands.button('keys.credentials').click();
      await hands.untilPrompt('sensor');
      await hands.touchWithOtherFinger();
      await hands.page.getByTestId('key-prompt').locator('.key-prompt-again').waitFor();
      await shot('keys-fingerprint-again');
      // One try after the other: a touch before the key waits again is lost.
      await hands.touchWithOtherFinger();
      await hands.page.locator('.key-prompt-words', { hasText: '3' }).waitFor();
      await hands.touchWithOtherFinger();
      await hands.untilPrompt('pin');
      await hands.button('action.cancel').click();
      await hands.card('ready').waitFor();
      await shot('keys-fingerprint-cancelled');
    }),
    step('古い方式のキー', 'A key of the older kind', async () => {
      await hands.plugInAlone(place.older);
      await hands.card('u2f-only').waitFor();
      await shot('keys-u2f-only');
    }),
    step('許可のないキーには規則を示す', 'No permission: the rule that gives it', async () => {
      await hands.plugInAlone(place.shut);
      await hands.card('no-permission').waitFor();
      await shot('keys-no-permission');
    }),
    step('ほかのプログラムが使用中', 'In use by another program', async () => {
      await hands.plugInAlone(place.held);
      await hands.card('in-use').waitFor();
      await shot('keys-in-use');
      await hands.pullOutAll();
    }),
  ];
}
