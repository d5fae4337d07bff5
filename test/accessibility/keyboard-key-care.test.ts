import { describe, expect, it } from 'vitest';
import { pin } from '../electron/institution.ts';
import { patience } from './keyboard-hands.ts';
import { keyboardWindow, openedWindow } from './keyboard-window.ts';
import { tabOrder } from './tree.ts';

/** Places of the showcase's keys: an operator's own, and one that has no PIN yet. */
const place = { operator: 0, fresh: 1 } as const;
const freshPin = 'さくら並木の道';

const at = keyboardWindow(() =>
  openedWindow('counter', {}, async ({ demonstration }) => {
    const station = demonstration.stations.counter;
    await station.process().stop();
    await station.start('showcase');
  }),
);

const card = (standing: string) => at.page.locator(`[data-testid=key-card][data-standing=${standing}]`);
const askedForPin = () =>
  at.page.getByTestId('key-prompt').getByLabel(at.hands.say('key.pin'), { exact: true }).waitFor();

describe('key care by keyboard alone', () => {
  it('begins at its heading; what is plugged in comes into reach without taking the focus', async () => {
    await at.hands.press(at.hands.button('keys.open'));
    await at.hands.settlesOn(at.hands.heading('keys.heading'));
    await at.hands.plugIn(place.fresh);
    await card('pin-not-set').waitFor();
    await at.hands.settlesOn(at.hands.heading('keys.heading'));
    expect(await at.hands.order()).toEqual([
      at.hands.button('staff.back'),
      'button "日本語"',
      at.hands.button('keys.set-pin'),
      at.hands.button('keys.reset'),
    ]);
  });

  it('sets a PIN: says what is wrong and stands in that field, then says that it is set', async () => {
    await at.hands.press(at.hands.button('keys.set-pin'));
    await at.hands.settlesOn(at.hands.field('keys.next-pin'));
    await at.hands.type('12');
    await at.page.keyboard.press('Enter');
    await at.page.getByText(/^The PIN needs 4 characters/).waitFor();
    await at.hands.settlesOn(at.hands.field('keys.next-pin'));
    await at.page.keyboard.press('Control+a');
    await at.page.keyboard.insertText(freshPin);
    await at.hands.tabTo(at.hands.field('keys.next-pin-again'));
    await at.page.keyboard.insertText(freshPin);
    await at.page.keyboard.press('Enter');
    await at.page.getByText(at.hands.say('keys.done.pin-set')).waitFor();
    await at.hands.settlesOn(at.hands.heading('keys.heading'));
    expect(await at.hands.heard()).toContain(`polite: ${at.hands.say('keys.done.pin-set')}`);
    await card('ready').waitFor();
  });

  it('changes it: a wrong one costs a try, which is said, and waits in the first field', async () => {
    await at.hands.press(at.hands.button('keys.change-pin'));
    await at.hands.settlesOn(at.hands.field('keys.present-pin'));
    expect((await at.hands.order()).slice(2)).toEqual([
      at.hands.field('keys.present-pin'),
      at.hands.field('keys.next-pin'),
      expect.stringMatching(/^button "Show/),
      at.hands.field('keys.next-pin-again'),
      at.hands.button('action.back'),
      at.hands.button('keys.change-pin-submit'),
    ]);
    await at.hands.fill(at.hands.field('keys.present-pin'), 'not-this-one');
    await at.hands.fill(at.hands.field('keys.next-pin'), 'another-2468');
    await at.hands.fill(at.hands.field('keys.next-pin-again'), 'another-2468');
    await at.page.keyboard.press('Enter');
    await expect.poll(at.hands.heard, patience).toMatch(/assertive: .*7/);
    await at.hands.settlesOn(at.hands.field('keys.present-pin'));
    await at.hands.press(at.hands.button('action.back'));
    await at.hands.settlesOn(at.hands.heading('keys.heading'));
  });

  it('erases only after a tick, and comes back to its button where that is given up', async () => {
    await at.hands.press(at.hands.button('keys.reset'));
    await at.hands.settlesOn(at.hands.heading('keys.reset-heading'));
    const understood = `checkbox "${at.hands.say('keys.reset-understood')}"`;
    expect((await at.hands.order()).slice(2)).toEqual([understood, at.hands.button('action.back')]);
    await at.hands.press(understood, 'Space');
    await at.hands.press(at.hands.button('keys.reset-submit'));
    const prompt = at.page.getByTestId('key-prompt');
    await prompt.locator('[data-state=touch], [data-state=replug]').first().waitFor();
    expect(await tabOrder(at.page)).toEqual([at.hands.button('action.cancel')]);
    await at.page.keyboard.press('Escape');
    await prompt.waitFor({ state: 'detached' });
    await expect
      .poll(at.hands.heard, patience)
      .toContain(`assertive: ${at.hands.say('keys.refused.key/cancelled')}`);
    await at.hands.settlesOn(at.hands.button('keys.reset-submit'));
    await at.hands.press(at.hands.button('action.back'));
    await at.hands.settlesOn(at.hands.heading('keys.heading'));
    await at.hands.pullOut(place.fresh);
  });

  it('shows registrations after PIN, asks before one is deleted, and never leaves the focus nowhere', async () => {
    await at.hands.plugIn(place.operator);
    await card('ready').waitFor();
    await at.hands.press(at.hands.button('keys.credentials'));
    await askedForPin();
    await at.page.keyboard.press('Escape');
    await expect
      .poll(at.hands.heard, patience)
      .toContain(`assertive: ${at.hands.say('keys.refused.key/cancelled')}`);
    await at.hands.settlesOn(at.hands.button('keys.credentials'));
    await at.page.keyboard.press('Enter');
    await askedForPin();
    await at.hands.type(pin);
    await at.page.keyboard.press('Enter');
    await at.hands.settlesOn(at.hands.heading('keys.credentials-heading'));
    const remove = /^button "Delete — /;
    await at.hands.press(remove);
    const dialog = at.page.getByTestId('key-credential-delete');
    await dialog.waitFor();
    expect(await tabOrder(at.page)).toEqual([
      at.hands.button('action.cancel'),
      at.hands.button('keys.credential-delete'),
    ]);
    await at.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await at.hands.settlesOn(remove);
    await at.page.keyboard.press('Enter');
    await dialog.waitFor();
    await at.hands.press(at.hands.button('keys.credential-delete'));
    await askedForPin();
    await at.hands.type(pin);
    await at.page.keyboard.press('Enter');
    await at.page.getByText(at.hands.say('keys.credential-deleted')).waitFor();
    expect(await at.hands.heard()).toContain(`polite: ${at.hands.say('keys.credential-deleted')}`);
    await at.hands.settlesOn(at.hands.heading('keys.credentials-heading'));
    await at.hands.press(at.hands.button('action.back'));
    await at.hands.settlesOn(at.hands.heading('keys.heading'));
  });

  it('says that a key is gone, and leaves the focus on what stands in its place', async () => {
    await at.hands.tabTo(at.hands.button('keys.credentials'));
    await at.hands.pullOut(place.operator);
    await at.page.getByTestId('keys-none').waitFor();
    await at.hands.settlesOn(at.hands.heading('keys.heading'));
    await at.hands.press(at.hands.button('staff.back'));
    await at.hands.settlesOn(at.hands.button('staff.sign-in'));
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints).toEqual([]);
  });
});
