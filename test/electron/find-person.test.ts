import type { CDPSession } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { pasteTenMegabytes } from './huge-paste.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
let keyboard: CDPSession;
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  counter = await institution.open('counter');
  keyboard = await counter.application.context().newCDPSession(counter.page);
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

/**
 * Keys as the system reports them, each with the moment at which a device would have sent it: as fast as a scanner
 * whatever this machine is busy with.
 */
async function send(text: string, gapMs: number, last: 'Enter' | null = 'Enter'): Promise<void> {
  const began = Date.now() / 1000;
  const keys = [...text, ...(last === null ? [] : [last])];
  const events = keys.flatMap((key, index) => {
    const timestamp = began + (index * gapMs) / 1000;
    const isEnter = key === 'Enter';
    const about = {
      key,
      code: isEnter ? 'Enter' : /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`,
      windowsVirtualKeyCode: isEnter ? 13 : key.toUpperCase().charCodeAt(0),
      timestamp,
    };
    return [
      { ...about, type: 'keyDown' as const, text: isEnter ? '\r' : key },
      { ...about, type: 'keyUp' as const, timestamp: timestamp + 0.001 },
    ];
  });
  await Promise.all(events.map((event) => keyboard.send('Input.dispatchKeyEvent', event)));
}
const scan = (text: string, last: 'Enter' | null = 'Enter') => send(text, 8, last);

const findField = () => counter.hands.field('find.label');
const notice = () => counter.page.getByTestId('scan-notice');
const understood = () => counter.hands.button('scan.understood').click();

describe('a scanner before anybody is signed in', () => {
  it('types nothing into the PIN and does not send it (I7)', async () => {
    const { hands, page } = counter;
    await hands.plugInKey(0);
    await hands.button('staff.sign-in').click();
    const prompt = page.getByTestId('key-prompt');
    const field = prompt.getByLabel(sentence('en', 'key.pin'), { exact: true });
    await field.fill('half');
    await scan('20240003');
    await expect.poll(() => field.inputValue()).toBe('half');
    await expect.poll(() => prompt.getByText(sentence('en', 'key.pin-wrong')).count()).toBe(0);
    await prompt.getByRole('button', { name: sentence('en', 'action.cancel') }).click();
    await prompt.waitFor({ state: 'detached' });
    await notice().waitFor();
    await understood();
    await hands.signInAtCounter(pin);
  });
});

describe('finding a person', () => {
  it('pages through 佐藤 by key and by button, and asks for more before it lists anybody', async () => {
    const { hands, page } = counter;
    await hands.findPerson('佐藤');
    const shown = () => page.getByTestId('search-results').getByRole('option').allInnerTexts();
    const first = await shown();
    expect(first.length).toBe(10);
    await page.getByText(/^1 to 10 of/).waitFor();
    await findField().press('PageDown');
    await page.getByText(/^11 to 20 of/).waitFor();
    expect((await shown()).some((one) => first.includes(one))).toBe(false);
    await hands.button('find.page-before').click();
    await page.getByText(/^1 to 10 of/).waitFor();
    expect(await shown()).toEqual(first);
    await findField().fill('s');
    await page.getByText(sentence('en', 'find.more-letters')).waitFor();
    expect(await shown()).toEqual([]);
    await findField().fill('2024999');
    await page.getByText(sentence('en', 'find.number-form')).waitFor();
  });

  it('takes a paste of 10 MB for what it is: too long, and the window goes on', async () => {
    await pasteTenMegabytes(counter, findField(), '佐', async () => {
      await counter.page.getByText(sentence('en', 'find.nobody')).waitFor();
      expect((await findField().inputValue()).length).toBeLessThanOrEqual(100);
    });
    await counter.hands.findPerson('髙橋 結衣');
  });

  it('says that a person of the list is the operator, and opens nothing (I4)', async () => {
    const { hands, page } = counter;
    await hands.findPerson('90000001');
    await hands.field('find.label').press('ArrowDown');
    await hands.field('find.label').press('Enter');
    await page.getByRole('alert').getByText(sentence('en', 'find.self-chosen')).waitFor();
    await expect.poll(() => page.getByTestId('case-step-reason').count()).toBe(0);
  });
});

describe('a list that is not yet of what is typed', () => {
  const options = () => counter.page.getByTestId('search-results').getByRole('option');
  const reason = () => counter.page.getByTestId('case-step-reason');

  /** The agent answers nothing while `work` goes on, and everything after it. */
  async function withoutAnswers(work: () => Promise<void>): Promise<void> {
    const { pid } = institution.demonstration.stations.counter.process();
    process.kill(pid, 'SIGSTOP');
    try {
      await work();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }

  it('opens nobody of it: arrow and Enter wait for the answer, and choose of that (I4)', async () => {
    const { hands } = counter;
    await hands.findPerson('佐藤');
    await withoutAnswers(async () => {
      await findField().fill('20240003');
      expect(await options().first().innerText()).toContain('佐藤');
      await findField().press('ArrowDown');
      await findField().press('Enter');
      expect(await options().first().innerText()).toContain('佐藤');
      await expect.poll(() => reason().count()).toBe(0);
    });
    await reason().getByText('20240003', { exact: true }).waitFor();
    await hands.button('action.back').click();
  });

  it('forgets a press on somebody who is not found any more, and what was meant for another query', async () => {
    const { hands } = counter;
    await hands.findPerson('佐藤');
    await withoutAnswers(async () => {
      await findField().fill('20240003');
      await options().first().click();
    });
    await options().getByText('20240003', { exact: true }).waitFor();
    await expect.poll(() => reason().count()).toBe(0);
    await hands.findPerson('佐藤');
    await withoutAnswers(async () => {
      await findField().fill('2024000');
      await findField().press('ArrowDown');
      await findField().press('Enter');
      await findField().fill('20240003');
    });
    await options().getByText('20240003', { exact: true }).waitFor();
    await expect.poll(() => reason().count()).toBe(0);
  });
});

describe('a scanner at the desk', () => {
  it('leaves what a person types alone', async () => {
    await findField().fill('');
    await findField().focus();
    await send('takahashi', 60, null);
    expect(await findField().inputValue()).toBe('takahashi');
  });

  it('finds whose card it read, at whatever has the focus, and the field keeps what was in it', async () => {
    const { hands, page } = counter;
    await findField().fill('sat');
    await scan('20240003');
    const step = page.getByTestId('case-step-reason');
    await step.getByText('20240003', { exact: true }).waitFor();
    await hands.button('action.back').click();
    expect(await findField().inputValue()).toBe('sat');
    await page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
    await page.getByRole('tab', { name: sentence('en', 'board.tab') }).focus();
    await scan('20240002');
    await step.getByText('20240002', { exact: true }).waitFor();
    await hands.button('action.back').click();
  });

  it.each([
    ['20249999', 'Enter', 'scan.unknown'],
    ['4901234567894', 'Enter', 'scan.malformed'],
  ] as const)('says what is wrong with %s', async (code, last, key) => {
    await findField().fill('sat');
    await scan(code, last);
    await notice().getByText(sentence('en', key)).waitFor();
    expect(await findField().inputValue()).toBe('sat');
    await understood();
  });

  it('says that a scan broke off', async () => {
    await findField().fill('sat');
    await scan('2024000', null);
    await notice()
      .getByText(/broke off after 7 characters/)
      .waitFor();
    expect(await findField().inputValue()).toBe('sat');
    await understood();
  });

  it('never begins another case while one is open: says whose card it is, and changes nothing', async () => {
    const { hands, page } = counter;
    await scan('20240003');
    await page.getByTestId('case-step-reason').waitFor();
    await hands.button('visit.forgotten').click();
    await page.getByTestId('case-step-triage').waitFor();
    await scan('20240003');
    await notice().getByText(sentence('en', 'scan.same-person')).waitFor();
    await understood();
    await scan('20240002');
    await notice().getByText(sentence('en', 'scan.other-case')).waitFor();
    await understood();
    // The same in the middle of a document's number: the field keeps what was typed, and takes no digit of the card.
    const check = page.getByTestId('case-step-check');
    const no = page.getByRole('button', { name: /^No\b/ });
    await no.or(check).first().waitFor();
    if (await no.isVisible()) await no.click({ timeout: 5000 }).catch(() => undefined);
    await check.waitFor();
    const card = page.getByRole('radio', { name: sentence('en', 'document.student-card') });
    await card.locator('xpath=ancestor-or-self::label').click();
    const lastFour = hands.field('check.last-four');
    await lastFour.fill('00');
    await scan('20240003');
    await notice().getByText(sentence('en', 'scan.same-person')).waitFor();
    expect(await lastFour.inputValue()).toBe('00');
    await expect.poll(() => check.count()).toBe(1);
    await understood();
    await page.getByText('髙橋 結衣').first().waitFor();
    await hands.button('counter.close').click();
    await findField().waitFor();
  });
});

describe('a changed window', () => {
  it('cannot list the directory: one page at a time, no single letters, no failures of strangers (I9)', async () => {
    const { page } = counter;
    expect(await callFromPage(page, 'people.search', { query: '佐藤', offset: 0, limit: 50 })).toEqual({
      ok: false,
      code: 'call/bad-input',
    });
    expect(await callFromPage(page, 'people.search', { query: '佐藤', offset: 200 })).toMatchObject({
      code: 'call/bad-input',
    });
    expect(await callFromPage(page, 'people.failures', { personId: '20240001' })).toEqual({
      ok: false,
      code: 'case/none',
    });
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
