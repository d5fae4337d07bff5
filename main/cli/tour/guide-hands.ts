import type { Page } from 'playwright';
import en from '../../../preload/contract/messages/guide-en.json' with { type: 'json' };
import ja from '../../../preload/contract/messages/guide-ja.json' with { type: 'json' };
import { sentence, type WindowLanguage } from './hands.ts';

export type GuideKey = keyof typeof ja;

/** A sentence of the help that takes no parameters, as the window shows it. */
export function guideSentence(language: WindowLanguage, key: GuideKey): string {
  return (language === 'ja' ? ja : en)[key];
}

/** The hands of a person who needs help and is not signed in. */
export interface GuideHands {
  readonly page: Page;
  named(key: GuideKey): string;
  /** From the lock screen. */
  openHelp(): Promise<void>;
  search(words: string): Promise<void>;
  openGuide(id: string): Promise<void>;
  way(name: 'triage' | 'clock' | 'devices' | 'counters'): Promise<void>;
  /** Answers the question of the moment; the next screen has come when it returns. */
  answer(id: string): Promise<void>;
  back(): Promise<void>;
  leave(): Promise<void>;
  /** Shows a trial QR code and returns its secret, in base 32. */
  beginClockCheck(): Promise<string>;
  judgeCode(code: string): Promise<string>;
}

/** Hands at a lab's lock screen, which is in `language`. */
export function createGuideHands(page: Page, language: WindowLanguage): GuideHands {
  const named = (key: GuideKey) => guideSentence(language, key);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const screen = page.locator('.guide-page');
  return {
    page,
    named,
    async openHelp() {
      await button(sentence(language, 'lock.help')).click();
      await page.getByTestId('guide').waitFor();
    },
    async search(words) {
      await page.getByRole('searchbox', { name: named('guide.search') }).fill(words);
    },
    async openGuide(id) {
      await screen.locator(`[data-guide="${id}"]`).first().click();
      await page.getByTestId('guide-article').waitFor();
    },
    async way(name) {
      await page.getByTestId(`guide-way-${name}`).click();
      await page.getByTestId(`guide-way-${name}`).waitFor({ state: 'detached' });
    },
    async answer(id) {
      const question = await page.getByTestId('guide-question').getAttribute('data-question');
      await screen.locator(`[data-answer="${id}"]`).click();
      await page.locator(`[data-question="${question}"]`).waitFor({ state: 'detached' });
    },
    back: () => button(named('guide.back')).click(),
    async leave() {
      await button(named('guide.leave')).click();
      await page.getByTestId('guide').waitFor({ state: 'detached' });
    },
    async beginClockCheck() {
      await button(named('guide.clock.begin')).click();
      return (await page.getByTestId('clock-secret').innerText()).replaceAll(/\s/g, '');
    },
    async judgeCode(code) {
      const before = page.getByTestId('clock-answer');
      await page.getByLabel(named('guide.clock.code'), { exact: true }).fill(code);
      await button(named('guide.clock.judge')).click();
      await page.locator('.guide-clock form:not(:has([aria-busy]))').waitFor();
      await before.waitFor();
      return (await before.getAttribute('data-outcome')) ?? '';
    },
  };
}
