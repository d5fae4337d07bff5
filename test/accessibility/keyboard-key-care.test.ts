import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from '../electron/institution.ts';
import { type KeyboardHands, keyboardHands, patience } from './keyboard-hands.ts';
import { tabOrder } from './tree.ts';

/** Places of the showcase's keys: an operator's own, and one that has no PIN yet. */
const place = { operator: 0, fresh: 1 } as const;
const freshPin = 'さくら並木の道';

let institution: Institution;
let counter: OpenWindow;
let page: Page;
let hands: KeyboardHands;
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  const station = institution.demonstration.stations.counter;
  await station.process().stop();
  await station.start('showcase');
  counter = await institution.open('counter');
  ({ page } = counter);
  hands = keyboardHands(counter);
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

const card = (standing: string) => page.locator(`[data-testid=key-card][data-standing=${standing}]`);
const askedForPin = () =>
  page.getByTestId('key-prompt').getByLabel(hands.say('key.pin'), { exact: true }).waitFor();

describe('key care by keyboard alone', () => {
  it('begins at its heading; what is plugged in comes into reach without taking the focus', async () => {
    await hands.press(hands.button('keys.open'));
    await hands.settlesOn(hands.heading('keys.heading'));
    await hands.plugIn(place.fresh);
    await card('pin-not-set').waitFor();
    await hands.settlesOn(hands.heading('keys.heading'));
    expect(await hands.order()).toEqual([
      hands.button('staff.back'),
      'button "日本語"',
      hands.button('keys.set-pin'),
      hands.button('keys.reset'),
    ]);
  });

  it('sets a PIN: says what is wrong and stands in that field, then says that it is set', async () => {
    await hands.press(hands.button('keys.set-pin'));
    await hands.settlesOn(hands.field('keys.next-pin'));
    await hands.type('12');
    await page.keyboard.press('Enter');
    await page.getByText(/^The PIN needs 4 characters/).waitFor();
    await hands.settlesOn(hands.field('keys.next-pin'));
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(freshPin);
    await hands.tabTo(hands.field('keys.next-pin-again'));
    await page.keyboard.insertText(freshPin);
    await page.keyboard.press('Enter');
    await page.getByText(hands.say('keys.done.pin-set')).waitFor();
    await hands.settlesOn(hands.heading('keys.heading'));
    expect(await hands.heard()).toContain(`polite: ${hands.say('keys.done.pin-set')}`);
    await card('ready').waitFor();
  });

  it('changes it: a wrong one costs a try, which is said, and waits in the first field', async () => {
    await hands.press(hands.button('keys.change-pin'));
    await hands.settlesOn(hands.field('keys.present-pin'));
    expect((await hands.order()).slice(2)).toEqual([
      hands.field('keys.present-pin'),
      hands.field('keys.next-pin'),
      expect.stringMatching(/^button "Show/),
      hands.field('keys.next-pin-again'),
      hands.button('action.back'),
      hands.button('keys.change-pin-submit'),
    ]);
    await hands.fill(hands.field('keys.present-pin'), 'not-this-one');
    await hands.fill(hands.field('keys.next-pin'), 'another-2468');
    await hands.fill(hands.field('keys.next-pin-again'), 'another-2468');
    await page.keyboard.press('Enter');
    await expect.poll(hands.heard, patience).toMatch(/assertive: .*7/);
    await hands.settlesOn(hands.field('keys.present-pin'));
    await hands.press(hands.button('action.back'));
    await hands.settlesOn(hands.heading('keys.heading'));
  });

  it('erases only after a tick, and comes back to its button where that is given up', async () => {
    await hands.press(hands.button('keys.reset'));
    await hands.settlesOn(hands.heading('keys.reset-heading'));
    const understood = `checkbox "${hands.say('keys.reset-understood')}"`;
    expect((await hands.order()).slice(2)).toEqual([understood, hands.button('action.back')]);
    await hands.press(understood, 'Space');
    await hands.press(hands.button('keys.reset-submit'));
    const prompt = page.getByTestId('key-prompt');
    await prompt.locator('[data-state=touch], [data-state=replug]').first().waitFor();
    expect(await tabOrder(page)).toEqual([hands.button('action.cancel')]);
    await page.keyboard.press('Escape');
    await prompt.waitFor({ state: 'detached' });
    await expect
      .poll(hands.heard, patience)
      .toContain(`assertive: ${hands.say('keys.refused.key/cancelled')}`);
    await hands.settlesOn(hands.button('keys.reset-submit'));
    await hands.press(hands.button('action.back'));
    await hands.settlesOn(hands.heading('keys.heading'));
    await hands.pullOut(place.fresh);
  });

  it('shows registrations after PIN, asks before one is deleted, and never leaves the focus nowhere', async () => {
    await hands.plugIn(place.operator);
    await card('ready').waitFor();
    await hands.press(hands.button('keys.credentials'));
    await askedForPin();
    await page.keyboard.press('Escape');
    await expect
      .poll(hands.heard, patience)
      .toContain(`assertive: ${hands.say('keys.refused.key/cancelled')}`);
    await hands.settlesOn(hands.button('keys.credentials'));
    await page.keyboard.press('Enter');
    await askedForPin();
    await hands.type(pin);
    await page.keyboard.press('Enter');
    await hands.settlesOn(hands.heading('keys.credentials-heading'));
    const remove = /^button "Delete — /;
    await hands.press(remove);
    const dialog = page.getByTestId('key-credential-delete');
    await dialog.waitFor();
    expect(await tabOrder(page)).toEqual([
      hands.button('action.cancel'),
      hands.button('keys.credential-delete'),
    ]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await hands.settlesOn(remove);
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await hands.press(hands.button('keys.credential-delete'));
    await askedForPin();
    await hands.type(pin);
    await page.keyboard.press('Enter');
    await page.getByText(hands.say('keys.credential-deleted')).waitFor();
    expect(await hands.heard()).toContain(`polite: ${hands.say('keys.credential-deleted')}`);
    await hands.settlesOn(hands.heading('keys.credentials-heading'));
    await hands.press(hands.button('action.back'));
    await hands.settlesOn(hands.heading('keys.heading'));
  });

  it('says that a key is gone, and leaves the focus on what stands in its place', async () => {
    await hands.tabTo(hands.button('keys.credentials'));
    await hands.pullOut(place.operator);
    await page.getByTestId('keys-none').waitFor();
    await hands.settlesOn(hands.heading('keys.heading'));
    await hands.press(hands.button('staff.back'));
    await hands.settlesOn(hands.button('staff.sign-in'));
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
