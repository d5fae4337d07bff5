import type { Locator, Page } from 'playwright';
import { createHands, type Hands, type MessageKey, sentence, type WindowLanguage } from './hands.ts';

/** The hands of a person who looks after security keys, on top of those at the window. */
export interface KeyCareHands extends Hands {
  /** From the sign-in screen. */
  openKeyCare(): Promise<void>;
  /** The card of a key that stands like this. */
  card(standing: string): Locator;
  /** Plugs a software key in by its place in the side panel, alone. */
  plugInAlone(index: number): Promise<void>;
  pullOutAll(): Promise<void>;
  /** Opens the form for a PIN. */
  openPinForm(key: 'keys.set-pin' | 'keys.change-pin'): Promise<void>;
  /** Types into the form for a PIN without sending it. */
  typePins(pins: {
    readonly present?: string;
    readonly next: string;
    readonly again?: string;
  }): Promise<void>;
  /** Changes the PIN with a wrong present one, and waits until so many tries are left or the key is shut. */
  missPin(outcome: number | 'shut'): Promise<void>;
  /** Waits until the key prompt shows a step. */
  untilPrompt(step: string): Promise<Locator>;
  /** A sentence of the catalogue on the screen. */
  said(key: MessageKey): Locator;
  /** Tells the person's prompt the PIN. */
  givePin(pin: string): Promise<void>;
  touchWithOtherFinger(): Promise<void>;
}

/** Key-care hands at `page`. */
export function createKeyCareHands(page: Page, language: WindowLanguage): KeyCareHands {
  const hands = createHands(page, language);
  const named = (key: MessageKey) => sentence(language, key);
  const simulator = page.getByTestId('simulator');
  const cards = simulator.getByRole('listitem');
  const prompt = page.getByTestId('key-prompt');
  const field = (key: MessageKey) => page.getByTestId('key-pin').getByLabel(named(key), { exact: true });
  const own: KeyCareHands = {
    ...hands,
    async openKeyCare() {
      await hands.button('keys.open').click();
      await page.getByTestId('keys').waitFor();
    },
    card: (standing) => page.locator(`[data-testid=key-card][data-standing=${standing}]`),
    async plugInAlone(index) {
      await own.pullOutAll();
      await hands.plugInKey(index);
      await page.getByTestId('key-card').first().waitFor();
    },
    async pullOutAll() {
      const inserted = cards.and(page.locator('[data-state=inserted]'));
      while ((await inserted.count()) > 0) {
        const before = await inserted.count();
        await inserted
          .first()
          .getByRole('button', { name: named('simulator.remove-button') })
          .click();
        await inserted.nth(before - 1).waitFor({ state: 'detached' });
      }
      await page.getByTestId('key-card').first().waitFor({ state: 'detached' });
    },
    async openPinForm(key) {
      await hands.button(key).click();
      await page.getByTestId('key-pin').waitFor();
    },
    async typePins({ present, next, again }) {
      if (present !== undefined) await field('keys.present-pin').fill(present);
      await field('keys.next-pin').fill(next);
      await field('keys.next-pin-again').fill(again ?? next);
    },
    async missPin(outcome) {
      await own.typePins({ present: 'not-this-one', next: 'another-2468' });
      await page.getByTestId('key-pin').locator('button[type=submit]').click();
      if (outcome === 'shut') await page.getByTestId('keys').waitFor();
      else
        await page
          .getByTestId('key-pin')
          .getByRole('alert')
          .filter({ hasText: String(outcome) })
          .waitFor();
    },
    async untilPrompt(step) {
      const shown = prompt.locator(`[data-state=${step}]`);
      await shown.waitFor();
      return shown;
    },
    said: (key) => page.getByText(named(key), { exact: true }),
    async givePin(pin) {
      const pinField = prompt.getByLabel(named('key.pin'), { exact: true });
      await pinField.waitFor();
      await pinField.fill(pin);
      await prompt.getByRole('button', { name: named('action.continue'), exact: true }).click();
    },
    async touchWithOtherFinger() {
      await simulator
        .locator('[data-state=waiting]')
        .getByRole('button', { name: named('simulator.other-finger') })
        .click();
    },
  };
  return own;
}
