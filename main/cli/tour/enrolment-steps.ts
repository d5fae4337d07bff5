import { demonstrationPin } from '../demonstration/seed.ts';
import { type MessageKey, sentence } from './hands.ts';
import { createKeyCareHands, type KeyCareHands } from './key-care-hands.ts';
import { openStandInAuthenticator, type StandInAuthenticator } from './stand-in-authenticator.ts';
import type { TourGround, TourStep } from './tour-steps.ts';

/** Places of the demonstration's keys in the side panel. */
const place = { supervisor: 1, first: 2, second: 3 } as const;

/**
 * How someone becomes an operator: an invitation, two keys, and then the computer in front of them, whose own
 * authenticator is one of the browser's that stands in for Windows Hello.
 */
export function enrolmentSteps(ground: TourGround): readonly TourStep[] {
  const { picture } = ground;
  let hands: KeyCareHands;
  let computer: StandInAuthenticator;
  let code = '';
  const step = (ja: string, en: string, run: () => Promise<void>): TourStep => ({ name: { ja, en }, run });
  const shot = (name: string) => picture(hands.page, name);
  const named = (key: MessageKey) => sentence(ground.language, key);
  const openTab = (key: MessageKey) => hands.page.getByRole('tab', { name: named(key), exact: true }).click();
  const signOut = async () => {
    await hands.button('staff.sign-out').click();
    await hands.page.getByTestId('staff-sign-in').waitFor();
  };
  const answerKey = async () => {
    await hands.givePin(demonstrationPin);
    await hands.page.getByTestId('simulator').locator('[data-state=waiting]').waitFor();
    await hands.touchKey();
  };
  const inView = () => hands.page.getByTestId('this-computer').scrollIntoViewIfNeeded();
  const registerKey = async (index: number, name: string) => {
    await hands.plugInKey(index);
    await hands.button('enrol.register').click();
    await hands.untilPrompt('pin');
    await shot(`enrol-${name}-pin`);
    await answerKey();
    await hands.untilPrompt('pin');
    await shot(`enrol-${name}-test`);
    await answerKey();
  };

  return [
    step('責任者が新しい担当者を招待', 'A supervisor invites a new operator', async () => {
      hands = createKeyCareHands(await ground.open('counter'), ground.language);
      await hands.untilReady('staff');
      await hands.speak();
      computer = await openStandInAuthenticator(hands.page);
      for (const index of [0, 1, 2, 3])
        if ((await inserted(hands, index)) !== (index === place.supervisor))
          await (index === place.supervisor ? hands.plugInKey(index) : hands.pullOutKey(index));
      await hands.signInAtCounter(demonstrationPin);
      await openTab('operators.tab');
      await hands.page.getByTestId('operator-row').first().waitFor();
      await shot('operators');
      await hands.button('operators.invite').click();
      await hands.field('invite.id').fill('op-hayase');
      await hands.field('invite.name-ja').fill('早瀬 直');
      await hands.field('invite.name-en').fill('Nao Hayase');
      await shot('invite');
      await hands.signCommand(hands.button('invite.sign'), demonstrationPin);
      code = await hands.page.getByTestId('issued-code').innerText();
      await shot('invite-code');
      await hands.button('code.done').click();
      await signOut();
      await hands.pullOutKey(place.supervisor);
    }),
    step('登録コードで始める', 'The registration begins with the code', async () => {
      await hands.button('staff.enrol').click();
      await hands.field('enrol.code').fill(code);
      await shot('enrol-code');
      await hands.button('action.continue').click();
      await hands.page.getByTestId('enrolment-first').waitFor();
      await shot('enrol-first');
    }),
    step('1本目のキーを登録し、試しに署名', 'The first key, with a test signature', async () => {
      await registerKey(place.first, 'first');
      await hands.page.getByTestId('enrolment-second').waitFor();
      await hands.pullOutKey(place.first);
      await shot('enrol-second');
    }),
    step('2本目のキーを登録し、有効にする', 'The second key; the registration counts', async () => {
      await registerKey(place.second, 'second');
      await hands.button('enrol.finish').waitFor();
      await shot('enrol-ready');
      await hands.button('enrol.finish').click();
      await hands.page.getByTestId('enrolment-done').waitFor();
      await shot('enrol-done');
      await hands.button('staff.back').last().click();
    }),
    step('この端末の認証も登録する', 'This computer becomes one of the ways in', async () => {
      await hands.signInAtCounter(demonstrationPin);
      await openTab('keys.tab');
      const card = hands.page.getByTestId('this-computer');
      await card.waitFor();
      await inView();
      await shot('computer');
      await computer.present(false);
      await hands.button('computer.begin').click();
      await hands.untilPrompt('pin');
      await shot('computer-signing');
      await answerKey();
      await card.locator('[data-step=register]').waitFor();
      await inView();
      await shot('computer-registering');
      await card.getByRole('button', { name: named('action.cancel'), exact: true }).click();
      await card.getByText(named('computer.not-given')).waitFor();
      await inView();
      await shot('computer-cancelled');
      await computer.present(true);
      await hands.button('computer.begin').click();
      await answerKey();
      await card.getByText(named('computer.done-heading')).waitFor();
      await inView();
      await shot('computer-done');
      await signOut();
      await hands.pullOutKey(place.second);
    }),
    step('この端末の認証だけでサインイン', 'Signed in by this computer, without a key', async () => {
      await hands.button('client.use-webauthn').click();
      await hands.button('staff.sign-in-webauthn').waitFor();
      await shot('computer-sign-in');
      await hands.page.bringToFront();
      await hands.button('staff.sign-in-webauthn').click();
      await hands.page.getByRole('tab', { name: named('counter.tab') }).waitFor();
      await shot('computer-signed-in');
      await signOut();
    }),
  ];
}

async function inserted(hands: KeyCareHands, index: number): Promise<boolean> {
  const card = hands.page.getByTestId('simulator').getByRole('listitem').nth(index);
  return (await card.getAttribute('data-state')) !== 'removed';
}
