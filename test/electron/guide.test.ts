import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGuideHands, type GuideHands, guideSentence } from '../../main/cli/tour/guide-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { hokutoGuides } from '../../main/profile/hokuto/guides.ts';
import { hokutoTriage } from '../../main/profile/hokuto/triage.ts';
import { pdfText } from '../rigs/pdf-text.ts';
import { codeOf } from './app-code.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  startInstitution,
} from './institution.ts';
import { plugInPrinter } from './stand-in-printer.ts';

let institution: Institution;
beforeAll(async () => {
  institution = await startInstitution(['lab']);
});
afterAll(() => institution?.stop());

describe.each(['ja', 'en'] as const)('help without signing in (%s)', (language) => {
  let lab: OpenWindow;
  let hands: GuideHands;
  const guideTitle = (id: string) => hokutoGuides.find((guide) => guide.id === id)?.title[language] ?? '';
  beforeAll(async () => {
    lab = await institution.open('lab', language, language === 'en' ? 'dark' : 'light');
    lab.page.setDefaultTimeout(8_000);
    hands = createGuideHands(lab.page, language);
  });
  beforeEach(async () => {
    pictureOnFailure(lab);
    if ((await lab.page.getByTestId('guide').count()) > 0) await hands.leave();
  });
  afterAll(() => lab?.close());

  it('keeps what was typed into the sign-in form, and Escape leads back to it', async () => {
    await lab.hands.field('lock.login').fill('s2024');
    await lab.hands.field('lock.password').fill('half-typed');
    await hands.openHelp();
    await lab.page.getByRole('searchbox').waitFor();
    await expect
      .poll(() => lab.page.evaluate(() => document.activeElement?.getAttribute('role')))
      .toBe('searchbox');
    await lab.page.keyboard.press('Escape');
    await lab.page.getByTestId('guide').waitFor({ state: 'detached' });
    expect(await lab.hands.field('lock.login').inputValue()).toBe('s2024');
    expect(await lab.hands.field('lock.password').inputValue()).toBe('half-typed');
    const focused = () => lab.page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe(sentence(language, 'lock.help'));
    await lab.hands.field('lock.login').fill('');
    await lab.hands.field('lock.password').fill('');
  });

  it('shows the institution’s own words above the fields', async () => {
    const words = language === 'ja' ? '学籍番号（または' : 'Enter your number';
    await lab.page.getByText(words).waitFor();
  });

  it('finds a guide in spite of a typing mistake, and its step leads to the page that it names', async () => {
    await hands.openHelp();
    await hands.search(language === 'ja' ? 'タイムゾン' : 'time zoen');
    await hands.openGuide('totp-clock');
    expect(await lab.page.locator('.guide h1').innerText()).toBe(guideTitle('totp-clock'));
    await lab.page.getByRole('button', { name: guideSentence(language, 'guide.choice.clock') }).click();
    await lab.page.getByTestId('guide-clock').waitFor();
    await hands.back();
    await hands.back();
    expect(await lab.page.getByRole('searchbox').inputValue()).not.toBe('');
    await hands.leave();
  });

  it('works by keyboard alone', async () => {
    await lab.hands.button('lock.help').focus();
    await lab.page.keyboard.press('Enter');
    await lab.page.getByTestId('guide').waitFor();
    await lab.page.keyboard.type('lost phone');
    await lab.page.locator('[data-guide=lost-phone]').waitFor();
    for (let press = 0; press < 3; press += 1) {
      if ((await lab.page.evaluate(() => document.activeElement?.getAttribute('data-guide'))) !== null) break;
      await lab.page.keyboard.press('Tab');
    }
    await lab.page.keyboard.press('Enter');
    await lab.page.getByTestId('guide-article').waitFor();
    await lab.page.keyboard.press('Escape');
    await lab.page.getByTestId('guide').waitFor({ state: 'detached' });
  });

  it('leads by questions to the counter, urgent steps first, and says so when there is no printer', async () => {
    await hands.openHelp();
    await hands.way('triage');
    await hands.answer('lost-or-stolen');
    const outcome = lab.page.getByTestId('guide-outcome');
    await outcome.waitFor();
    await expect.poll(() => lab.page.locator('[data-counter]').count()).toBe(0);
    for (const box of await lab.page.getByRole('checkbox').all()) await box.check();
    await lab.page.locator('[data-counter=main-counter]').waitFor();
    await lab.page.getByRole('button', { name: guideSentence(language, 'guide.slip.print') }).click();
    await lab.page.getByText(sentence(language, 'error.guide/no-printer')).waitFor();
    await hands.leave();
  });

  it('prints a slip in both languages, without a dialog, that names nobody (I7)', async () => {
    await lab.hands.field('lock.login').fill('s20240001');
    const printed = await plugInPrinter(lab);
    await hands.openHelp();
    await hands.way('triage');
    await hands.answer('forgotten');
    await hands.answer('no');
    await lab.page.getByRole('button', { name: guideSentence(language, 'guide.slip.print') }).click();
    await lab.page.getByText(guideSentence(language, 'guide.slip.printed')).waitFor();
    const [slip] = await printed();
    const text = pdfText(slip ?? Buffer.alloc(0)).replaceAll(/\s/g, '');
    const outcome = hokutoTriage.outcomes.find(({ id }) => id === 'suspend');
    for (const said of [
      ...(outcome === undefined ? [] : [outcome.title, ...outcome.bring, ...outcome.steps]),
      { ja: '情報センター 1階', en: 'Computing Centre, ground floor' },
      { ja: '月～金9:00–18:00', en: 'Mon–Fri 9:00–18:00' },
    ]) {
      expect(text).toContain(said.ja.replaceAll(/\s/g, '').replace('～', '〜'));
      expect(text).toContain(said.en.replaceAll(/\s/g, ''));
    }
    expect(text).not.toContain('s20240001');
    expect(
      await lab.application.evaluate(() => (globalThis as unknown as { silent: unknown[] }).silent),
    ).toEqual([true]);
    await expect.poll(() => lab.application.windows().length).toBe(1);
    await hands.leave();
    await lab.hands.field('lock.login').fill('');
  });

  it('tells a clock that is 3 min 30 s ahead, a zone that is 9 h off, and a clock that is right', async () => {
    await hands.openHelp();
    await hands.way('clock');
    const secret = await hands.beginClockCheck();
    const verdict = async (aheadSeconds: number) => {
      let outcome = await hands.judgeCode(codeOf(secret, aheadSeconds));
      // Two moments may share a code: then the app's next one is asked for, and would tell as well.
      if (outcome === 'again') outcome = await hands.judgeCode(codeOf(secret, aheadSeconds + 30));
      return outcome;
    };
    const answer = lab.page.getByTestId('clock-answer');
    expect(await verdict(210)).toBe('clock');
    expect(await answer.innerText()).toMatch(
      language === 'ja' ? /(3分|3分30秒|4分)進んで/ : /(3|4) min( 30 s)? ahead/,
    );
    expect(await verdict(9 * 3600)).toBe('zone');
    expect(await answer.innerText()).toMatch(language === 'ja' ? /9時間進んで/ : /ahead by 9 h/);
    expect(await answer.innerText()).toContain('UTC');
    expect(await verdict(0)).toBe('in-step');
    await hands.leave();
  });

  it('says which methods a device can carry, of when that is, and from whom', async () => {
    await hands.openHelp();
    await hands.way('devices');
    await lab.page.getByLabel(guideSentence(language, 'guide.devices.platform')).selectOption('iphone');
    await lab.page.getByLabel(guideSentence(language, 'guide.devices.version'), { exact: true }).fill('15.8');
    await lab.page.getByRole('button', { name: guideSentence(language, 'guide.devices.look-up') }).click();
    await lab.page.locator('[data-method=totp-app][data-verdict=works]').waitFor();
    await lab.page.locator('[data-method=passkey][data-verdict=too-old]').waitFor();
    expect(await lab.page.getByTestId('devices-source').innerText()).toContain('2024-02');
    const model = lab.page.getByLabel(guideSentence(language, 'guide.devices.model'), { exact: true });
    for (const [name, verdict, age] of [
      ['iphone-7', 'model-ends', 'model-past'],
      ['iphone-12', 'update-first', 'model-updated'],
    ] as const) {
      await model.selectOption(name);
      await lab.page.getByRole('button', { name: guideSentence(language, 'guide.devices.look-up') }).click();
      await lab.page.locator(`[data-method=passkey][data-verdict=${verdict}]`).waitFor();
      await lab.page.getByText(guideSentence(language, `guide.devices.${age}`)).waitFor();
    }
    expect(await lab.page.locator('[data-method=passkey]').innerText()).toContain(
      guideSentence(language, 'guide.assumed'),
    );
    await hands.leave();
  });

  it('names the counter and its hours where it is the way out', async () => {
    await lab.hands.signInAtLab('s20240002', 'demo-locked');
    const lines = lab.page.getByTestId('counter-lines');
    await lines.waitFor();
    expect(await lines.innerText()).toContain(
      language === 'ja' ? '情報センター 1階' : 'Computing Centre, ground floor',
    );
    expect(await lines.innerText()).toContain('9:00–18:00');
  });

  it('has targets of 44 px, no complaint of its policy, and no sheet for a page to ask for (I9)', async () => {
    await hands.openHelp();
    const small = await lab.page.evaluate(() =>
      [...document.querySelectorAll('.guide button, .guide input')]
        .filter((element) => element.getBoundingClientRect().height < 43.9)
        .map((element) => element.textContent ?? element.tagName),
    );
    expect(small.filter((name) => name !== '')).toEqual([]);
    await hands.leave();
    expect(await callFromPage(lab.page, 'guide.sheet', {})).toEqual({ ok: false, code: 'guide/unknown' });
    expect(
      await callFromPage(lab.page, 'guide.printSlip', { outcomeId: '../x', counterId: 1 }),
    ).toMatchObject({
      ok: false,
    });
    expect(lab.complaints).toEqual([]);
  });

  it('goes back to an empty lock screen two minutes after the last input, with a warning before', async () => {
    await lab.hands.field('lock.login').fill('somebody');
    await lab.page.clock.install();
    await hands.openHelp();
    await lab.page.clock.runFor(101_000);
    await lab.page.getByTestId('guide-idle').waitFor();
    await lab.page.getByRole('button', { name: guideSentence(language, 'guide.idle.stay') }).click();
    await lab.page.getByTestId('guide-idle').waitFor({ state: 'detached' });
    await lab.page.clock.runFor(121_000);
    await lab.page.getByTestId('guide').waitFor({ state: 'detached' });
    expect(await lab.hands.field('lock.login').inputValue()).toBe('');
    await lab.page.clock.resume();
  });
});
