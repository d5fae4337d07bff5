import { describe, expect, it } from 'vitest';
import { type GuideKey, guideSentence } from '../../main/cli/tour/guide-hands.ts';
import { hokutoGuides } from '../../main/profile/hokuto/guides.ts';
import { hokutoTriage } from '../../main/profile/hokuto/triage.ts';
import { codeOf } from '../electron/app-code.ts';
import { plugInPrinter } from '../electron/stand-in-printer.ts';
import { patience } from './keyboard-hands.ts';
import { keyboardWindow, openedWindow } from './keyboard-window.ts';

const at = keyboardWindow(() => openedWindow('lab'));

const say = (key: GuideKey) => guideSentence('en', key);
const button = (key: GuideKey) => `button "${say(key)}"`;
const heading = (words: string | undefined) => `heading "${words}"`;
const searchbox = `searchbox "${say('guide.search')}"`;
/** What every page but the first has before its own. */
const bar = [button('guide.leave'), button('guide.back'), 'button "日本語"', 'button "やさしいにほんご"'];
const way = (name: 'triage' | 'clock' | 'devices' | 'counters') =>
  `button "${say(`guide.choice.${name}`)} ${say(`guide.choice.${name}-detail`)}"`;
/** A guide in a list, with its first step. */
const listed = (id: string) => {
  const guide = hokutoGuides.find((one) => one.id === id);
  return `button "${guide?.title.en} ${guide?.steps[0]?.en}"`;
};
const titleOf = (id: string) => heading(hokutoGuides.find((guide) => guide.id === id)?.title.en);
const outcome = (id: string) => hokutoTriage.outcomes.find((one) => one.id === id);
const question = (id: string) => hokutoTriage.questions.find((one) => one.id === id);
const answers = (id: string) => question(id)?.options.map(({ label }) => `button "${label.en}"`) ?? [];
const answer = (id: string, chosen: string) =>
  `button "${question(id)?.options.find((option) => option.id === chosen)?.label.en}"`;
const urgent = () => outcome('lost')?.urgent.map(({ text }) => `checkbox "${text.en}"`) ?? [];

/** From the first page to another, whose heading is read out. */
async function go(name: Parameters<typeof way>[0], lands: string): Promise<void> {
  await at.hands.press(way(name));
  await at.hands.settlesOn(lands);
}
async function back(lands: string): Promise<void> {
  await at.hands.press(button('guide.back'));
  await at.hands.settlesOn(lands);
}
const says = (words: string) => expect.poll(at.hands.heard, patience).toContain(words);

describe('the questions of the help, by keyboard alone', () => {
  it('begin at the search, with the other ways behind it', async () => {
    const { hands } = at;
    await hands.press(hands.button('lock.help'));
    await hands.settlesOn(searchbox);
    const order = await hands.order();
    expect(order).toEqual([
      ...bar.filter((stop) => stop !== button('guide.back')),
      searchbox,
      ...(['triage', 'clock', 'devices', 'counters'] as const).map(way),
    ]);
  });

  it('are read out one after the other, each with its answers', async () => {
    const { hands } = at;
    await go('triage', heading(question('what-happened')?.text.en));
    expect(await hands.order()).toEqual([...bar, ...answers('what-happened')]);
    await hands.press(answer('what-happened', 'forgotten'));
    await hands.settlesOn(heading(question('another-method')?.text.en));
    expect(await hands.order()).toEqual([...bar, ...answers('another-method')]);
    await hands.press(answer('another-method', 'no'), 'Space');
    await hands.settlesOn(heading(outcome('suspend')?.title.en));
    expect(await hands.order()).toEqual([
      ...bar,
      button('guide.slip.print'),
      listed('at-the-counter'),
      listed('after-suspension'),
    ]);
  });

  it('end with a slip: what becomes of it is said, and the focus stays', async () => {
    const { hands } = at;
    await hands.press(button('guide.slip.print'));
    await says(`assertive: ${hands.say('error.guide/no-printer')}`);
    await hands.settlesOn(button('guide.slip.print'));
    await plugInPrinter(at.window);
    await hands.press(button('guide.slip.print'));
    await says(`polite: ${say('guide.slip.printed')}`);
    expect(await hands.heard()).not.toContain(hands.say('error.guide/no-printer'));
    await hands.settlesOn(button('guide.slip.print'));
  });

  it('lead to a guide, and back by the way they came', async () => {
    const { hands } = at;
    await hands.press(listed('at-the-counter'));
    await hands.settlesOn(titleOf('at-the-counter'));
    const order = await hands.order();
    expect(order.slice(0, bar.length)).toEqual(bar);
    expect(order).toContain(listed('after-suspension'));
    await back(heading(outcome('suspend')?.title.en));
    await back(heading(question('another-method')?.text.en));
    await back(heading(question('what-happened')?.text.en));
  });

  it('show what is urgent first, count what is left, and then say the rest', async () => {
    const { hands } = at;
    await hands.press(answer('what-happened', 'lost-or-stolen'));
    await hands.settlesOn(heading(outcome('lost')?.title.en));
    await says('polite: 2 left');
    expect(await hands.order()).toEqual([...bar, ...urgent()]);
    const [first = '', second = ''] = urgent();
    await hands.press(first, 'Space');
    await says('polite: 1 left');
    await hands.settlesOn(first);
    await hands.press(second, 'Space');
    await says('polite: 0 left');
    await hands.settlesOn(second);
    expect(await hands.order()).toEqual([
      ...bar,
      ...urgent(),
      button('guide.slip.print'),
      listed('lost-phone'),
      listed('at-the-counter'),
    ]);
    // Taken back, it comes first again.
    await hands.press(first, 'Space');
    await says('polite: 1 left');
    expect(await hands.order()).toEqual([...bar, ...urgent()]);
    await back(heading(question('what-happened')?.text.en));
    await back(searchbox);
  });
});

describe('the other pages of the help, by keyboard alone', () => {
  it('name the counters, with nothing on them to press', async () => {
    await go('counters', heading(say('guide.counters.heading')));
    await at.page.locator('[data-counter=main-counter]').waitFor();
    expect(await at.hands.order()).toEqual(bar);
    await back(searchbox);
  });

  it('check a phone’s clock: begin in the code, say what is wrong with it, and stay there', async () => {
    const { hands, page } = at;
    const field = `textbox "${say('guide.clock.code')}"`;
    await go('clock', heading(say('guide.clock.heading')));
    expect(await hands.order()).toEqual([...bar, button('guide.clock.begin')]);
    await hands.press(button('guide.clock.begin'));
    await hands.settlesOn(field);
    expect(await hands.order()).toEqual([...bar, field, button('guide.clock.judge')]);
    const secret = (await page.getByTestId('clock-secret').innerText()).replaceAll(/\s/g, '');
    await hands.fill(field, '12');
    await page.keyboard.press('Enter');
    const code = page.getByLabel(say('guide.clock.code'), { exact: true });
    await expect.poll(() => code.getAttribute('aria-invalid'), patience).toBe('true');
    await hands.settlesOn(field);
    const about = () =>
      code.evaluate((input) =>
        (input.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id)?.textContent ?? '')
          .join('\n'),
      );
    expect(await about()).toContain(say('guide.clock.six'));
    const judged = async (aheadSeconds: number) => {
      await hands.tabTo(field);
      await page.keyboard.press('Control+a');
      await hands.type(codeOf(secret, aheadSeconds));
      await page.keyboard.press('Enter');
      await page.locator('.guide-clock form:not(:has([aria-busy]))').waitFor();
      await page.getByTestId('clock-answer').waitFor();
      await hands.settlesOn(field);
      return page.getByTestId('clock-answer').getAttribute('data-outcome');
    };
    // Two moments may share a code: then the next one is asked for.
    if ((await judged(210)) === 'again') await judged(240);
    expect(await hands.heard()).toMatch(/polite: The phone’s clock is about .* ahead/);
    expect(await hands.order()).toEqual([...bar, field, button('guide.clock.judge')]);
    if ((await judged(0)) === 'again') await judged(30);
    expect(await hands.heard()).toContain(`polite: ${say('guide.clock.in-step')}`);
    await back(searchbox);
  });

  it('look a device up: a kind and a model by their letters, its version, and what it can do is said', async () => {
    const { hands, page } = at;
    await go('devices', heading(say('guide.devices.heading')));
    const kind = new RegExp(`^combobox "${say('guide.devices.platform')}"`);
    const model = new RegExp(`^combobox "${say('guide.devices.model')}"`);
    const version = `textbox "${say('guide.devices.version')}"`;
    await page.locator('option[value=iphone]').waitFor({ state: 'attached' });
    await hands.tabTo(kind);
    await page.keyboard.type('iPhone');
    await page.getByLabel(say('guide.devices.version'), { exact: true }).waitFor();
    await hands.settlesOn(kind);
    expect(await hands.order()).toEqual([
      ...bar,
      expect.stringMatching(kind),
      expect.stringMatching(model),
      version,
      `textbox "${say('guide.devices.year')}"`,
      button('guide.devices.look-up'),
    ]);
    // What a model says of its age needs no year.
    await hands.tabTo(model);
    await page.keyboard.type('iPhone 8');
    await page.getByLabel(say('guide.devices.year'), { exact: true }).waitFor({ state: 'detached' });
    await hands.settlesOn(model);
    await hands.fill(version, '15.8');
    await page.keyboard.press('Enter');
    await page.locator('[data-method=totp-app][data-verdict=works]').waitFor();
    await page.locator('[data-method=passkey][data-verdict=update-first]').waitFor();
    await says(`polite: ${say('guide.devices.results')}`);
    await hands.settlesOn(version);
    await back(searchbox);
  });
});

describe('a guide that was searched for, by keyboard alone', () => {
  it('is found as one types, which is said, and stands next after the search', async () => {
    const { hands, page } = at;
    await hands.settlesOn(searchbox);
    await hands.type('time zoen');
    await page.locator('[data-guide=totp-clock]').waitFor();
    await says('polite: Found: ');
    await hands.settlesOn(searchbox);
    const order = await hands.order();
    const found = order.indexOf(listed('totp-clock'));
    expect(found).toBeGreaterThan(order.indexOf(searchbox));
    expect(found).toBeLessThan(order.indexOf(way('triage')));
  });

  it('leads on to the page that it names, back to what was typed, and out by Escape', async () => {
    const { hands, page } = at;
    await hands.press(listed('totp-clock'));
    await hands.settlesOn(titleOf('totp-clock'));
    const order = await hands.order();
    expect(order.slice(0, bar.length + 1)).toEqual([...bar, button('guide.choice.clock')]);
    await hands.press(button('guide.choice.clock'));
    await hands.settlesOn(heading(say('guide.clock.heading')));
    await back(titleOf('totp-clock'));
    await back(searchbox);
    expect(await page.getByRole('searchbox').inputValue()).toBe('time zoen');
    await page.keyboard.press('Escape');
    await page.getByTestId('guide').waitFor({ state: 'detached' });
    await hands.settlesOn(hands.button('lock.help'));
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints).toEqual([]);
  });
});
