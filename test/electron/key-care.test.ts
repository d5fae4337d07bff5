import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { createKeyCareHands, type KeyCareHands } from '../../main/cli/tour/key-care-hands.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from './institution.ts';

/** Places of the showcase's keys in the side panel. */
const place = { operator: 0, fresh: 1, finger: 2, older: 3, shut: 4, held: 5 } as const;

let institution: Institution;
let window: OpenWindow;
let hands: KeyCareHands;
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  const station = institution.demonstration.stations.counter;
  await station.process().stop();
  await station.start('showcase');
  window = await institution.open('counter');
  hands = createKeyCareHands(window.page, 'en');
  await hands.openKeyCare();
});
beforeEach(() => pictureOnFailure(window));
afterAll(() => institution?.stop());

const text = (key: Parameters<typeof sentence>[1]) => window.page.getByText(sentence('en', key)).first();
const submit = () => window.page.getByTestId('key-pin').locator('button[type=submit]').click();
const prompt = () => window.page.getByTestId('key-prompt');

describe('what is plugged in', () => {
  it('is nothing at first, and appears and goes by itself', async () => {
    await text('keys.none').waitFor();
    await hands.plugInKey(place.operator);
    await hands.card('ready').waitFor();
    await hands.pullOutKey(place.operator);
    await text('keys.none').waitFor();
  });

  it.each([
    ['shut', 'no-permission', 'SUBSYSTEM=="hidraw"'],
    ['held', 'in-use', sentence('en', 'keys.standing.in-use-next')],
    ['older', 'u2f-only', sentence('en', 'keys.standing.u2f-only-next')],
    ['finger', 'ready', '5 tries left'],
    ['fresh', 'pin-not-set', sentence('en', 'keys.standing.pin-not-set-next')],
  ] as const)('%s: %s, with the way out', async (key, standing, words) => {
    await hands.plugInAlone(place[key]);
    const card = hands.card(standing);
    await card.waitFor();
    expect(await card.innerText()).toContain(words);
    const offered = await card.getByRole('button').count();
    expect(offered > 0).toBe(standing === 'ready' || standing === 'pin-not-set');
  });

  it('may be several keys, each with its own card and no strong action', async () => {
    await hands.plugInAlone(place.fresh);
    await hands.plugInKey(place.operator);
    await hands.card('ready').waitFor();
    await expect.poll(() => window.page.getByTestId('key-card').count()).toBe(2);
    await expect.poll(() => window.page.getByTestId('keys').locator('.button-strong').count()).toBe(0);
  });
});

describe('the PIN', () => {
  it('is set on a new key, in letters, by the key’s own rules', async () => {
    await hands.plugInAlone(place.fresh);
    await hands.openPinForm('keys.set-pin');
    await hands.typePins({ next: '123' });
    await submit();
    await window.page.getByText('The PIN needs 4 characters or more.').waitFor();
    await hands.typePins({ next: '１２３４' });
    await text('keys.pin-wide').waitFor();
    await hands.typePins({ next: 'さくら並木の道' });
    await submit();
    await text('keys.done.pin-set').waitFor();
    await hands.card('ready').waitFor();
  });

  it('leaves nothing behind in the page (I7)', async () => {
    const left = await window.page.evaluate(() => document.documentElement.outerHTML);
    expect(left).not.toContain('さくら並木の道');
  });

  it('that is wrong costs a try, pauses the key, and locks it in the end', async () => {
    await hands.openPinForm('keys.change-pin');
    await hands.missPin(7);
    await hands.missPin(6);
    await hands.missPin('shut');
    await hands.card('blocked-until-replug').waitFor();
    await expect.poll(() => hands.button('keys.change-pin').count()).toBe(0);
    await hands.plugInAlone(place.fresh);
    await hands.openPinForm('keys.change-pin');
    await hands.missPin(4);
    await hands.missPin(3);
    await hands.missPin('shut');
    await hands.plugInAlone(place.fresh);
    await hands.openPinForm('keys.change-pin');
    await hands.missPin(1);
    await hands.missPin('shut');
    await hands.card('blocked-for-good').waitFor();
    await text('keys.standing.blocked-for-good-next').waitFor();
  });
});

describe('a reset', () => {
  const begin = async () => {
    await hands.button('keys.reset').click();
    await window.page.getByTestId('key-reset').waitFor();
  };

  it('asks to have understood first', async () => {
    await begin();
    await text('keys.reset-loss.all').waitFor();
    expect(await hands.button('keys.reset-submit').isDisabled()).toBe(true);
    await window.page.getByTestId('key-reset').locator('label').click();
    expect(await hands.button('keys.reset-submit').isDisabled()).toBe(false);
  });

  it('that is cancelled before the touch erases nothing', async () => {
    await hands.button('keys.reset-submit').click();
    await prompt().locator('[data-state=touch], [data-state=replug]').first().waitFor();
    await hands.button('action.cancel').click();
    await text('keys.refused.key/cancelled').waitFor();
    await hands.button('action.back').click();
    await hands.card('blocked-for-good').waitFor();
  });

  it('makes a locked key as new: out, in again, touch', async () => {
    await begin();
    await window.page.getByTestId('key-reset').locator('label').click();
    // Plugged in anew, it takes the reset at once; in for longer, it asks to be replugged. Either ends in a touch.
    await hands.button('keys.reset-submit').click();
    const replug = prompt().locator('[data-state=replug]');
    await replug.or(prompt().locator('[data-state=touch]')).first().waitFor();
    if ((await replug.count()) > 0) {
      await hands.pullOutKey(place.fresh);
      await hands.plugInKey(place.fresh);
      await hands.untilPrompt('touch');
    }
    await window.page.getByText(sentence('en', 'key.step.erase')).waitFor();
    await hands.touchKey();
    await text('keys.done.reset').waitFor();
    await hands.card('pin-not-set').waitFor();
  });
});

describe('registrations', () => {
  it('are shown after the PIN; giving up at the PIN leaves the key free', async () => {
    await hands.plugInAlone(place.operator);
    await hands.button('keys.credentials').click();
    await hands.untilPrompt('pin');
    await hands.button('action.cancel').click();
    await text('keys.refused.key/cancelled').waitFor();
    await hands.button('keys.credentials').click();
    await hands.givePin(pin);
    const credential = window.page.getByTestId('key-credential');
    await credential.waitFor();
    expect(await credential.innerText()).toContain('Kaori Mizushima');
    expect(await credential.innerText()).toContain(sentence('en', 'keys.credential-registered'));
  });

  it('go away with the key when it is pulled', async () => {
    await hands.pullOutKey(place.operator);
    await text('keys.gone').waitFor();
    await expect.poll(() => window.page.getByTestId('key-credential').count()).toBe(0);
    await hands.plugInKey(place.operator);
    await hands.card('ready').waitFor();
  });

  it('say so when the key is pulled at the PIN', async () => {
    await hands.button('keys.credentials').click();
    await hands.untilPrompt('pin');
    await hands.pullOutKey(place.operator);
    await prompt().waitFor({ state: 'detached' });
    await text('keys.refused.key/removed').waitFor();
  });
});

describe('a finger', () => {
  it('that is not recognised is asked for again, then the PIN stands in', async () => {
    await hands.plugInAlone(place.finger);
    await hands.button('keys.credentials').click();
    await hands.untilPrompt('sensor');
    await hands.touchWithOtherFinger();
    await text('key.finger-again').waitFor();
    await hands.touchWithOtherFinger();
    await hands.touchWithOtherFinger();
    await hands.givePin(pin);
    await text('keys.credentials-none').waitFor();
    await hands.button('action.back').click();
  });
});

it('a second question at once hears that the key is busy, and neither is left waiting', async () => {
  await hands.button('keys.credentials').click();
  await hands.untilPrompt('sensor');
  expect(await callFromPage(window.page, 'staff.signIn', {})).toEqual({ ok: false, code: 'key/busy' });
  await hands.button('action.cancel').click();
  await text('keys.refused.key/cancelled').waitFor();
});

it('is open from the workspace as well, and its calls parse or are refused (I9)', async () => {
  const { page } = window;
  await page.getByRole('button', { name: sentence('en', 'keys.to-sign-in') }).click();
  await hands.plugInKey(place.operator);
  await hands.pullOutKey(place.finger);
  await hands.signInAtCounter(pin);
  await page.getByRole('tab', { name: sentence('en', 'keys.tab') }).click();
  await hands.card('ready').waitFor();
  for (const input of [{}, { keyId: '/dev/hidraw0' }, { keyId: 'software:key-new' }]) {
    expect(await callFromPage(page, 'keys.setPin', { ...input, pin })).toEqual({
      ok: false,
      code: 'call/bad-input',
    });
  }
  const unknown = { keyId: '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11' };
  expect(await callFromPage(page, 'keys.credentials', unknown)).toEqual({ ok: false, code: 'key/gone' });
  expect(window.complaints).toEqual([]);
});
