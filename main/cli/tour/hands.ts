import type { Locator, Page } from 'playwright';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import en from '../../../preload/contract/messages/en.json' with { type: 'json' };
import refusalsEn from '../../../preload/contract/messages/error-en.json' with { type: 'json' };
import refusalsJa from '../../../preload/contract/messages/error-ja.json' with { type: 'json' };
import ja from '../../../preload/contract/messages/ja.json' with { type: 'json' };

export type WindowLanguage = 'ja' | 'en';
export type MessageKey = keyof typeof ja | `error.${ErrorCode}`;

/** A sentence of the catalogue that takes no parameters, as the window shows it; of a refusal, what happened. */
export function sentence(language: WindowLanguage, key: MessageKey): string {
  const isJapanese = language === 'ja';
  if (isSentence(key)) return (isJapanese ? ja : en)[key];
  const refusals: Readonly<Record<string, string>> = isJapanese ? refusalsJa : refusalsEn;
  return refusals[`${key.slice('error.'.length)}.happened`] ?? key;
}

function isSentence(key: MessageKey): key is keyof typeof ja {
  return Object.hasOwn(ja, key);
}

/**
 * The hands of a person at a window: finds things by the role and name under which a screen reader would announce
 * them, so that what the hands can do, a person can.
 */
export interface Hands {
  readonly page: Page;
  button(key: MessageKey): Locator;
  field(key: MessageKey): Locator;
  /** The heading of something that opens and closes. */
  disclosure(key: MessageKey): Locator;
  /** Waits until the surface can be used. */
  untilReady(surface: 'lock' | 'staff'): Promise<void>;
  /** Changes the window's language by its one press, if it is another. */
  speak(): Promise<void>;
  signInAtLab(login: string, password: string): Promise<void>;
  plugInKey(index: number): Promise<void>;
  pullOutKey(index: number): Promise<void>;
  touchKey(): Promise<void>;
  /** Signs the operator in with the plugged-in software key. */
  signInAtCounter(pin: string, between?: (step: 'pin' | 'touch') => Promise<void>): Promise<void>;
  findPerson(query: string): Promise<void>;
  choosePerson(name: string): Promise<void>;
  chooseReason(reason: MessageKey): Promise<void>;
  /** `validUntil` as it stands on the card; without one the document shows no date. */
  checkDocument(document: MessageKey, lastFour: string, validUntil?: string): Promise<void>;
  decide(): Promise<void>;
  /** Presses sign, answers the PIN, touches. */
  signCommand(press: Locator, pin: string, between?: (step: 'pin' | 'touch') => Promise<void>): Promise<void>;
  /** The receipt once it shows one of these states. */
  receipt(...states: readonly string[]): Promise<Locator>;
}

/** Hands at `page`, which is to be in `language`; `said` where the window says it otherwise than the catalogue. */
export function createHands(
  page: Page,
  language: WindowLanguage,
  said: (sentence: string) => string = (sentence) => sentence,
): Hands {
  const named = (key: MessageKey) => said(sentence(language, key));
  const button = (key: MessageKey) => page.getByRole('button', { name: named(key), exact: true });
  const field = (key: MessageKey) => page.getByLabel(named(key), { exact: true });
  const simulator = page.getByTestId('simulator');
  const radio = (key: MessageKey, within: Page | Locator = page) =>
    within.getByRole('radio', { name: named(key) }).first();
  const choose = async (locator: Locator) => {
    await locator.locator('xpath=ancestor-or-self::label').click();
  };
  const answerKey = async (pin: string, between: ((step: 'pin' | 'touch') => Promise<void>) | undefined) => {
    const prompt = page.getByTestId('key-prompt');
    const pinField = prompt.getByLabel(named('key.pin'), { exact: true });
    await pinField.waitFor();
    await between?.('pin');
    await pinField.fill(pin);
    await prompt.getByRole('button', { name: named('action.continue'), exact: true }).click();
    await simulator.locator('[data-state=waiting]').waitFor();
    await between?.('touch');
    await hands.touchKey();
  };
  const hands: Hands = {
    page,
    button,
    field,
    disclosure: (key) => page.locator('summary', { hasText: named(key) }),
    async untilReady(surface) {
      await page.locator(`html[data-ready=${surface}]`).waitFor({ timeout: 30_000 });
    },
    async speak() {
      if ((await page.locator('html').getAttribute('lang')) !== language) {
        await page.getByRole('button', { name: language === 'ja' ? /日本語/ : /English/ }).click();
      }
      await page.locator(`html[lang=${language}]`).waitFor();
    },
    async signInAtLab(login, password) {
      await field('lock.login').fill(login);
      await field('lock.password').fill(password);
      await button('lock.sign-in').click();
    },
    async plugInKey(index) {
      const card = simulator.getByRole('listitem').nth(index);
      await card.getByRole('button', { name: named('simulator.insert-button') }).click();
      // It may be waited for already, and then wait for a touch at once.
      await card.and(page.locator('[data-state=inserted], [data-state=waiting]')).waitFor();
    },
    async pullOutKey(index) {
      const card = simulator.getByRole('listitem').nth(index);
      await card.getByRole('button', { name: named('simulator.remove-button') }).click();
      await card.and(page.locator('[data-state=removed]')).waitFor();
    },
    async touchKey() {
      await simulator
        .locator('[data-state=waiting]')
        .getByRole('button', { name: named('simulator.touch-button') })
        .click();
    },
    async signInAtCounter(pin, between) {
      await button('staff.sign-in').click();
      await answerKey(pin, between);
      await page.getByRole('tab', { name: named('counter.tab') }).waitFor();
    },
    async findPerson(query) {
      const found = page.getByTestId('search-results').getByRole('option').first();
      // Nobody whom an earlier query found is taken for who is found now.
      await field('find.label').fill('');
      await found.waitFor({ state: 'detached' });
      for (let attempt = 1; ; attempt += 1) {
        await field('find.label').fill(query);
        const patience = attempt < 10 ? { timeout: 1500 } : {};
        // A new counter may still be receiving its replica: type again, as a person would.
        if (
          await found.waitFor(patience).then(
            () => true,
            (error) => (attempt < 10 ? false : Promise.reject(error)),
          )
        )
          return;
        await field('find.label').fill('');
      }
    },
    async choosePerson(name) {
      await page.getByTestId('search-results').getByRole('option', { name }).first().click();
      await page.getByTestId('case-step-reason').waitFor();
    },
    async chooseReason(reason) {
      await button(reason).click();
      // The questions may be answered already by what is registered; where one is left, no other method works today.
      const no = page
        .getByTestId('case-step-triage')
        .getByRole('button', { name: language === 'ja' ? /^いいえ/ : /^No\b/ });
      const check = page.getByTestId('case-step-check');
      await no.or(check).first().waitFor();
      if (await no.isVisible()) await no.click({ timeout: 5000 }).catch(() => undefined);
      await check.waitFor();
    },
    async checkDocument(document, lastFour, validUntil) {
      await choose(radio(document));
      for (const question of ['check.photo', 'check.name'] as const) {
        await choose(radio('check.matches', page.getByRole('radiogroup', { name: named(question) })));
      }
      if (validUntil === undefined) await page.getByText(named('check.no-date'), { exact: true }).click();
      else await field('check.valid-until').fill(validUntil);
      await field('check.last-four').fill(lastFour);
    },
    async decide() {
      await button('decide.next').click();
      await page.getByTestId('case-step-read').waitFor();
    },
    async signCommand(press, pin, between) {
      await press.click();
      await answerKey(pin, between);
    },
    async receipt(...states) {
      const receipt = page.locator(
        states.map((state) => `[data-testid=receipt][data-state=${state}]`).join(', '),
      );
      await receipt.waitFor({ timeout: 30_000 });
      return receipt;
    },
  };
  return hands;
}
