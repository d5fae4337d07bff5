import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  counter = await institution.open('counter');
  await counter.hands.plugInKey(0);
  await counter.hands.signInAtCounter(pin);
  // A new counter is still receiving its people.
  await counter.hands.findPerson('20240003');
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

const findField = () => counter.hands.field('find.label');
const options = () => counter.page.getByTestId('search-results').getByRole('option');

/** What somebody copied elsewhere, into an empty search field. */
async function paste(text: string): Promise<void> {
  await findField().fill('');
  await options().first().waitFor({ state: 'detached' });
  await counter.application.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  await findField().press('Control+v');
}

describe('what is pasted into the search, in a real window', () => {
  it.each([
    ['another form of a character', '高橋 結衣', '20240003'],
    ['half-width kana', 'ﾀｶﾊｼ ﾕｲ', '20240003'],
    ['hiragana and a wide space', 'たかはし　ゆい', '20240003'],
    ['full-width letters', 'ＴＡＫＡＨＡＳＨＩ yui', '20240003'],
    ['the other romanisation', 'takahasi yui', '20240003'],
    ['two lines of a list', '髙橋\r\n結衣', '20240003'],
    ['full-width digits', '２０２４０００３', '20240003'],
    ['a login with a full-width letter', 'Ｓ20240003', '20240003'],
    ['another form of a character', '山崎 慎一', '20240004'],
    ['the form of the registry', '山﨑 慎一', '20240004'],
    ['another form of a character', '渡辺 陽菜', '20240005'],
  ])('finds the person: %s, %s', async (_what, pasted, number) => {
    await paste(pasted);
    await options().filter({ hasText: number }).waitFor();
  });

  it.each([
    ['markup', '<img src=x onerror=alert(1)>"><script>', 'find.nobody'],
    ['a query', "%' OR 1=1; DROP TABLE person; --", 'find.nobody'],
    ['marks that turn the text round', '\u202eあああ\u200f\ufff9', 'find.nobody'],
    ['control characters', '\u0001\u0007\u001b[2J\u007f', 'find.more-letters'],
    ['signs alone', '%_*\\"\'--', 'find.nobody'],
    ['pictures and half characters', '\u{1f600}\ud83d\u0301\u0301\u0301', 'find.nobody'],
    ['a number that nobody could have', '2024-0003-99', 'find.number-form'],
  ] as const)('lists nobody for junk, says so, and goes on: %s', async (_what, pasted, says) => {
    await paste(pasted);
    await counter.page.getByText(sentence('en', says)).waitFor();
    await expect.poll(() => options().count()).toBe(0);
    await counter.hands.findPerson('20240003');
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
