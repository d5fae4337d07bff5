import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import refusals from '../../preload/contract/messages/error-plain-ja.json' with { type: 'json' };
import plain from '../../preload/contract/messages/plain-ja.json' with { type: 'json' };
import { type Institution, type OpenWindow, pictureOnFailure, startInstitution } from './institution.ts';

const pictures = join(import.meta.dirname, '..', '..', 'out', 'plain-japanese');
let institution: Institution;
let lab: OpenWindow;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  institution = await startInstitution(['lab']);
  lab = await institution.open('lab', 'ja');
});
beforeEach(() => pictureOnFailure(lab));
afterAll(() => institution?.stop());

/** Text as it is read, without what stands above it. */
const read = (selector: string) =>
  lab.page.locator(selector).evaluateAll((found) =>
    found
      .map((one) => {
        const copy = one.cloneNode(true) as HTMLElement;
        for (const reading of copy.querySelectorAll('rt')) reading.remove();
        return copy.textContent ?? '';
      })
      .join(' '),
  );
const marks = () => lab.page.evaluate(() => /[\ufff9-\ufffb]/.test(document.documentElement.outerHTML));
const picture = (name: string) => lab.page.screenshot({ path: join(pictures, `${name}.png`) });
/** By its name, in which there may be a space beside whatever has a reading. */
const named = (name: string) => new RegExp(`^${[...name].join('\\s?')}$`);
const button = (key: keyof typeof plain) => lab.page.getByRole('button', { name: named(plain[key]) });

it('is chosen by one press beside English, and keeps what was typed', async () => {
  const { page } = lab;
  await page.locator('input[name=login]').fill('s2024');
  await page.locator('input[name=password]').fill('half of it');
  await page.getByRole('button', { name: 'やさしいにほんご' }).click();
  await page.locator('html[data-wording=plain-ja][lang=ja]').waitFor();
  expect(await page.locator('input[name=login]').inputValue()).toBe('s2024');
  expect(await page.locator('input[name=password]').inputValue()).toBe('half of it');
  await button('lock.sign-in').waitFor();
  await picture('lock');
});

it('has readings above its kanji, and none in names for screen readers', async () => {
  const { page } = lab;
  const help = page.locator('.lock-help ruby', { hasText: '困' });
  expect(await help.locator('rt').innerText()).toBe('こま');
  await button('lock.help').waitFor();
  expect(await page.locator('.lock-panel').getAttribute('aria-label')).toBe(plain['lock.panel']);
  expect(await marks()).toBe(false);
});

it('says why no second factor is asked, and why a password was refused', async () => {
  const { page } = lab;
  await page.locator('.exemption summary').click();
  expect(await read('.exemption-reasons')).toContain(plain['reason.clock-trusted']);
  // The policy's own words, as long as the profile has them too.
  expect(await read('.exemption')).toContain('学生に、もう1つの確認をしません');
  expect(await read('.lock-panel')).toContain('本当にはない大学');
  await picture('why');
  await page.locator('.exemption summary').click();
  await page.locator('input[name=login]').fill('s20240001');
  await page.locator('input[name=password]').fill('not-it');
  await page.keyboard.press('Enter');
  await page.locator('.notice-title').first().waitFor();
  await expect.poll(() => read('.notice')).toContain(plain['outcome.wrong.title']);
  await picture('wrong');
  expect(await marks()).toBe(false);
});

it('guides somebody who is not signed in', async () => {
  const { page } = lab;
  await button('lock.help').click();
  await page.getByTestId('guide').waitFor();
  await picture('guide');
  for (const way of ['triage', 'clock', 'devices', 'counters']) {
    await page.getByTestId(`guide-way-${way}`).click();
    await page.getByTestId(`guide-way-${way}`).waitFor({ state: 'detached' });
    await picture(`guide-${way}`);
    expect(await marks()).toBe(false);
    await page.getByRole('button', { name: named('前の画面') }).click();
    await page.getByTestId('guide-way-triage').waitFor();
  }
  await page.getByRole('button', { name: named('サインインの画面に戻る') }).click();
  await page.getByTestId('guide').waitFor({ state: 'detached' });
});

it('says a refusal in plain words: what happened, what was kept, what to do next, where to go', async () => {
  const { page } = lab;
  await button('lock.help').click();
  await page.getByTestId('guide-way-triage').click();
  expect(await read('[data-answer=lost-or-stolen]')).toBe('なくした・取られた');
  await page.locator('[data-answer=lost-or-stolen]').click();
  await page.getByTestId('guide-outcome').waitFor();
  expect(await read('[data-testid=guide-outcome]')).toContain('携帯電話の会社に話して');
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: named('窓口に持って行く紙を印刷する') }).click();
  await page.locator('[data-testid=guide-outcome] .notice[role=alert]').waitFor();
  const said = await read('[data-testid=guide-outcome] .notice[role=alert]');
  for (const key of [
    'guide/no-printer.happened',
    'kept.screen-stays',
    'guide/no-printer.next',
    'where.staff',
  ] as const)
    expect(said).toContain(refusals[key]);
  await page.locator('[data-testid=guide-outcome] .notice[role=alert]').scrollIntoViewIfNeeded();
  await picture('refusal');
  await page.getByRole('button', { name: named('サインインの画面に戻る') }).click();
  await page.getByTestId('guide').waitFor({ state: 'detached' });
});

it('goes with the session, and back to Japanese by one press', async () => {
  const { page } = lab;
  await page.locator('input[name=login]').fill('s20240001');
  await page.locator('input[name=password]').fill('demo-sakura');
  await page.keyboard.press('Enter');
  await page.getByTestId('session-bar').waitFor();
  expect(await read('.session-work, main')).toContain('サインイン');
  await picture('session');
  expect(await marks()).toBe(false);
  await button('session.sign-out').click();
  await page.getByTestId('lock-form').waitFor();
  await expect.poll(() => read('.notice')).toContain(plain['session.ended.signed-out']);
  await page.getByRole('button', { name: '日本語', exact: true }).click();
  await page.locator('html[data-wording=ja]').waitFor();
  await expect.poll(() => page.locator('ruby').count()).toBe(0);
});

it('keeps its content security policy without a complaint', () => {
  expect(lab.complaints).toEqual([]);
});
