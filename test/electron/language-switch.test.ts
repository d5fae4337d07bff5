import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guideSentence } from '../../main/cli/tour/guide-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import oversight from '../../preload/contract/messages/oversight-en.json' with { type: 'json' };
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

let institution: Institution;
beforeAll(async () => {
  institution = await startInstitution();
});
afterAll(() => institution?.stop());

/** All that somebody has typed, chosen or ticked on the screen, in its order. */
function typed(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('input, textarea, select')].map((one) => {
      const field = one as HTMLInputElement;
      return ['checkbox', 'radio'].includes(field.type) ? `${field.checked}` : field.value;
    }),
  );
}

/** Goes through every language that the window offers, by one press each, and back to English. */
async function throughAllLanguages(page: Page, expected: readonly string[]): Promise<void> {
  const before = await typed(page);
  for (const one of expected) expect(before).toContain(one);
  // Beneath the help, the lock screen has its own.
  const shown = await page.locator('.language-toggle').allInnerTexts();
  const names = [...new Set(shown.map((name) => name.trim()))].filter((name) => name !== '');
  expect(names).toContain('日本語');
  for (const name of [...names, 'English']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' });
    expect(await typed(page), name).toEqual(before);
  }
}

/** Looks at the board, and comes back to the counter. */
async function throughAnotherRoom(page: Page): Promise<void> {
  const before = await typed(page);
  const room = (key: 'board.tab' | 'counter.tab') =>
    page.getByRole('tab', { name: sentence('en', key), exact: true });
  await room('board.tab').click();
  await page.locator('[data-testid^=case-step]').waitFor({ state: 'detached' });
  await room('counter.tab').click();
  await page.locator('[data-testid^=case-step]').waitFor();
  await expect.poll(() => typed(page)).toEqual(before);
}

describe('one press changes the language of a lab and nothing else', () => {
  let lab: OpenWindow;
  beforeAll(async () => {
    lab = await institution.open('lab');
  });
  beforeEach(() => pictureOnFailure(lab));

  it('on the lock screen', async () => {
    await lab.hands.field('lock.login').fill('s2024');
    await lab.hands.field('lock.password').fill('half a passw');
    await throughAllLanguages(lab.page, ['s2024', 'half a passw']);
  });

  it('in the help: what is searched, the clock’s code, the device', async () => {
    const { page } = lab;
    const back = () =>
      page.getByRole('button', { name: guideSentence('en', 'guide.back'), exact: true }).click();
    await lab.hands.button('lock.help').click();
    await page.getByRole('searchbox').fill('a code is refu');
    await throughAllLanguages(page, ['a code is refu']);
    await page.getByRole('searchbox').fill('');
    await page.getByTestId('guide-way-clock').click();
    await page.getByRole('button', { name: guideSentence('en', 'guide.clock.begin') }).click();
    await page.getByLabel(guideSentence('en', 'guide.clock.code'), { exact: true }).fill('123');
    await throughAllLanguages(page, ['123']);
    await back();
    await page.getByTestId('guide-way-devices').click();
    await page
      .getByLabel(guideSentence('en', 'guide.devices.platform'), { exact: true })
      .selectOption({ index: 1 });
    await page.getByLabel(guideSentence('en', 'guide.devices.version'), { exact: true }).fill('17.');
    await throughAllLanguages(page, ['17.']);
    expect(lab.complaints).toEqual([]);
  });
});

describe('a language that somebody chose at a lab workstation', () => {
  it('is gone when nobody has touched the lock screen for three minutes, and what was typed is not', async () => {
    const { page } = await institution.open('lab');
    await page.getByRole('heading', { name: sentence('en', 'lock.heading') }).waitFor();
    await page.clock.install();
    await page.getByRole('button', { name: '日本語', exact: true }).click();
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.getByLabel(sentence('en', 'lock.login'), { exact: true }).fill('s2024');
    await page.clock.runFor(179_000);
    await page.getByRole('heading', { name: sentence('en', 'lock.heading') }).waitFor();
    await page.clock.runFor(2_000);
    await page.getByRole('heading', { name: sentence('ja', 'lock.heading') }).waitFor();
    expect(await page.getByLabel(sentence('ja', 'lock.login'), { exact: true }).inputValue()).toBe('s2024');
  });
});

describe('one press changes the language of a counter and nothing else', () => {
  let counter: OpenWindow;
  beforeAll(async () => {
    counter = await institution.open('counter');
  });
  beforeEach(() => pictureOnFailure(counter));

  it('before anybody is signed in: a registration code, a code of an app', async () => {
    const { page, hands } = counter;
    await hands.button('staff.enrol').click();
    await hands.field('enrol.code').fill('AB12-half');
    await throughAllLanguages(page, ['AB12-half']);
    await hands.button('staff.back').click();
    await hands.button('staff.with-app').click();
    await hands.field('totp.operator').fill('op-half');
    await hands.field('totp.code').fill('123');
    await throughAllLanguages(page, ['op-half', '123']);
    await hands.button('staff.back').click();
  });

  it('while a key’s PIN is typed', async () => {
    const { page, hands } = counter;
    await hands.plugInKey(1);
    await hands.signInAtCounter(pin, async (step) => {
      if (step !== 'pin') return;
      await page
        .getByTestId('key-prompt')
        .getByLabel(sentence('en', 'key.pin'), { exact: true })
        .fill('half');
      await throughAllLanguages(page, ['half']);
    });
  });

  it('in a search, in a check, and in a decision, which a look into another room leaves as they are too', async () => {
    const { page, hands } = counter;
    await hands.findPerson('たかはし ゆい');
    await throughAllLanguages(page, ['たかはし ゆい']);
    await hands.choosePerson('髙橋 結衣');
    await hands.chooseReason('visit.forgotten');
    await hands.checkDocument('document.student-card', '4821', '2030-03-31');
    await throughAllLanguages(page, ['4821']);
    await throughAnotherRoom(page);
    await hands.button('check.record').click();
    await page.getByTestId('case-step-decide').waitFor();
    await page.getByText(sentence('en', 'decide.exact'), { exact: true }).click();
    const minute = page.getByLabel(sentence('en', 'decide.minute'), { exact: true });
    await minute.selectOption({ index: 1 });
    const chosen = await minute.inputValue();
    await throughAllLanguages(page, [chosen]);
    await throughAnotherRoom(page);
    // With its case it is gone: the next person's begins with nothing.
    await hands.button('decide.back').click();
    await hands.field('check.last-four').fill('4822');
    await hands.button('counter.close').click();
    await hands.findPerson('20240001');
    await hands.choosePerson('青葉 さくら');
    await hands.chooseReason('visit.forgotten');
    expect(await hands.field('check.last-four').inputValue()).toBe('');
    await hands.button('counter.close').click();
    await hands.field('find.label').waitFor();
  });

  it('in a search of the audit trail', async () => {
    const { page } = counter;
    await page.getByRole('tab', { name: sentence('en', 'oversight.tab'), exact: true }).click();
    await page.getByRole('tab', { name: oversight['oversight.part.audit'], exact: true }).click();
    await page.getByLabel(oversight['audit.reference'], { exact: true }).fill('AKNX-half');
    await throughAllLanguages(page, ['AKNX-half']);
  });

  it('in a dialog over the screen', async () => {
    const { page, hands } = counter;
    await page.getByRole('tab', { name: sentence('en', 'operators.tab'), exact: true }).click();
    await hands.button('operators.invite').click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input').first().fill('op-half');
    await throughAllLanguages(page, ['op-half']);
    expect(counter.complaints).toEqual([]);
  });
});
