import type { Locator } from 'playwright';
import en from '../../../preload/contract/messages/check-en.json' with { type: 'json' };
import ja from '../../../preload/contract/messages/check-ja.json' with { type: 'json' };
import type { PhoneAnswers } from '../../../preload/contract/models/identity.ts';
import { type Hands, sentence, type WindowLanguage } from './hands.ts';

export type CheckKey = keyof typeof ja;

/** A sentence of the check that takes no parameters, as a window in that language shows it. */
export const said = (key: CheckKey, language: WindowLanguage = 'en'): string =>
  (language === 'ja' ? ja : en)[key];

const asked = [
  'name',
  'number',
  'affiliation',
  'reference',
] as const satisfies readonly (keyof PhoneAnswers)[];

/** The hands of an operator from the question why somebody came to the check that is recorded. */
export function checkHands({
  hands,
  language = 'en',
}: {
  readonly hands: Hands;
  readonly language?: WindowLanguage;
}) {
  const { page } = hands;
  const triage = page.getByTestId('case-step-triage');
  const phone = page.getByTestId('phone-check');
  const choose = (radio: Locator) => radio.locator('xpath=ancestor-or-self::label').click();
  return {
    async open(query: string, name: string, reason: Parameters<Hands['button']>[0]) {
      await hands.findPerson(query);
      await hands.choosePerson(name);
      await hands.button(reason).click();
    },
    /** Answers a question by what its option begins with; waits until it can be chosen. */
    async answer(begins: string) {
      await triage
        .getByRole('button', { name: beginsWith(begins) })
        .first()
        .click();
    },
    async onwards() {
      await page.getByTestId('case-step-check').waitFor();
    },
    close: () => hands.button('counter.close').click(),
    async documentTypes(): Promise<readonly string[]> {
      const group = page.getByRole('radiogroup', { name: sentence(language, 'check.type') });
      await group.waitFor();
      return group
        .getByRole('radio')
        .evaluateAll((radios) => radios.map((radio) => radio.closest('label')?.textContent?.trim() ?? ''));
    },
    record: () => hands.button('check.record'),
    /** Goes through the points against impersonation that ask for it. */
    async tickPrompts() {
      const left = page.locator('.check-prompts input[type=checkbox]:not(:checked)');
      while ((await left.count()) > 0) await choose(left.first());
    },
    phone,
    call: (key: 'check.phone.note-reached' | 'check.phone.note-no-answer') =>
      phone.getByRole('button', { name: said(key, language) }).click(),
    /** Joins the caller's waiting page by the reference that they read out. */
    async joinPage(reference: string) {
      const form = page.getByTestId('caller-page');
      await form.getByRole('textbox').fill(reference);
      await form.getByRole('button', { name: said('check.page.join', language) }).click();
      await page.locator('[data-testid=caller-page][data-joined=true]').getByText(reference).waitFor();
    },
    /** What the caller answered, point by point; what is not named agrees. */
    async callerAnswers(differing: readonly (typeof asked)[number][] = []) {
      const answers = page.getByTestId('phone-answers');
      await answers.waitFor();
      for (const point of asked) {
        const how = differing.includes(point) ? 'differs' : 'agrees';
        await choose(
          answers
            .getByRole('radiogroup', { name: said(`check.phone.says-${point}`, language), exact: true })
            .getByRole('radio', { name: said(`check.phone.${how}`, language) }),
        );
      }
    },
    recordCall: () => page.getByRole('button', { name: said('check.phone.record', language) }),
  };
}

/** A pattern of what begins with these words, whatever they hold. */
function beginsWith(words: string): RegExp {
  return new RegExp(`^${words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
