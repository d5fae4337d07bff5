import { expect } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { type OpenWindow, pin } from '../electron/institution.ts';
import { announced, focused, focusFaults, tabOrder } from './tree.ts';

/** A busy machine paints late. */
export const patience = { timeout: 15_000 };

type Key = Parameters<typeof sentence>[1];
interface KeyInSight {
  readonly id: string;
  readonly inserted: boolean;
  readonly waitingForTouch: boolean;
}

const isStop = (wanted: string | RegExp, stop: string) =>
  typeof wanted === 'string' ? stop === wanted : wanted.test(stop);

/** The software keys beside the window, which no counter has, in both languages. */
const simulated = new RegExp(
  `^button "(?:${(['ja', 'en'] as const)
    .flatMap((language) =>
      (
        [
          'simulator.insert-button',
          'simulator.remove-button',
          'simulator.touch-button',
          'simulator.other-finger',
        ] as const
      ).map((key) => sentence(language, key)),
    )
    .join('|')}).* — `,
);

/** Somebody who has a keyboard, and security keys where the station has them, and no mouse, at a window in English. */
export function keyboardHands({ page }: Pick<OpenWindow, 'page'>) {
  const say = (key: Key) => sentence('en', key);
  const prompt = page.getByTestId('key-prompt');

  /** What is done with a key by hand is nothing that the page sees: its focus stays where it was. */
  const ask = <Value>(name: string, input: object): Promise<Value> =>
    page.evaluate(
      async ([calledName, calledInput]) => {
        const { madoguchi } = window as unknown as {
          madoguchi: { call(name: string, input: object): Promise<{ ok: boolean; value: unknown }> };
        };
        return (await madoguchi.call(calledName, calledInput)).value as never;
      },
      [name, input] as const,
    );
  const keys = () => ask<readonly KeyInSight[]>('simulator.keys', {});
  const move = async (index: number, to: 'insert' | 'remove') => {
    const key = (await keys())[index];
    if (key === undefined) throw new Error(`there is no key ${index}`);
    await ask(`simulator.${to}`, { keyId: key.id });
  };

  const tabTo = async (wanted: string | RegExp): Promise<void> => {
    const passed: string[] = [];
    for (let count = 0; count < 80; count += 1) {
      const stop = await focused(page);
      if (isStop(wanted, stop)) {
        expect(await focusFaults(page)).toEqual([]);
        return;
      }
      passed.push(stop);
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${wanted}: ${passed.join(', ')}`);
  };
  /** At a person's speed: what comes faster is a scanner's. */
  const type = (text: string) => page.keyboard.type(text, { delay: 60 });
  const press = async (wanted: string | RegExp, by: 'Enter' | 'Space' = 'Enter') => {
    await tabTo(wanted);
    await page.keyboard.press(by);
  };
  const fill = async (wanted: string, text: string) => {
    await tabTo(wanted);
    await type(text);
  };
  const touch = async () => {
    await expect.poll(async () => (await keys()).some((key) => key.waitingForTouch), patience).toBe(true);
    const waiting = (await keys()).find((key) => key.waitingForTouch);
    await ask('simulator.touch', { keyId: waiting?.id });
  };
  const groupOfFocus = () =>
    page.evaluate(() => {
      const group = document.activeElement?.closest('[role=radiogroup]');
      const label = document.getElementById(group?.getAttribute('aria-labelledby') ?? '');
      return group?.getAttribute('aria-label') ?? label?.textContent ?? null;
    });
  const settlesOn = (wanted: string | RegExp) => {
    const stop = expect.poll(() => focused(page), patience);
    return typeof wanted === 'string' ? stop.toBe(wanted) : stop.toMatch(wanted);
  };

  return {
    say,
    button: (key: Key) => `button "${say(key)}"`,
    field: (key: Key) => `textbox "${say(key)}"`,
    heading: (key: Key) => `heading "${say(key)}"`,
    tabTo,
    type,
    press,
    fill,
    touch,
    /** Types the whole number of one person, again where the counter does not know its people yet. */
    async findExactly(number: string) {
      const found = page.getByTestId('exact-person');
      for (let attempt = 1; ; attempt += 1) {
        await tabTo(`combobox "${say('find.label')}"`);
        await page.keyboard.press('Control+a');
        await type(number);
        const seen = await found.waitFor({ timeout: 3000 }).then(
          () => true,
          (error) => (attempt < 12 ? false : Promise.reject(error)),
        );
        if (seen) return;
      }
    },
    /** Waits until the focus rests on this. */
    settlesOn,
    plugIn: (index: number) => move(index, 'insert'),
    pullOut: (index: number) => move(index, 'remove'),
    /** The stops of the Tab key, without the software keys beside the window, which no counter has. */
    order: async () => (await tabOrder(page)).filter((stop) => !simulated.test(stop)),
    heard: async () => (await announced(page)).map(({ how, words }) => `${how}: ${words}`).join('\n'),
    /** Types the PIN into the dialog that asks for it, and touches the key. */
    async answerKey() {
      await prompt.getByLabel(say('key.pin'), { exact: true }).waitFor();
      await settlesOn(`textbox "${say('key.pin')}"`);
      await type(pin);
      await page.keyboard.press('Enter');
      await touch();
    },
    /** One of a group by its label: Tab into the group, arrows to the choice, which chooses it. */
    async choose(group: string, choice: string | RegExp) {
      for (let count = 0; (await groupOfFocus()) !== group; count += 1) {
        if (count > 60) throw new Error(`Tab does not lead to ${group}`);
        await page.keyboard.press('Tab');
      }
      for (let count = 0; count < 20; count += 1) {
        if (isStop(choice, await focused(page))) {
          await page.keyboard.press('Space');
          return;
        }
        await page.keyboard.press('ArrowDown');
      }
      throw new Error(`the arrows do not lead to ${choice}`);
    },
    /** To another room: Tab into the row, arrows to its tab, Enter; its heading then has the focus, or where work begins. */
    async openRoom(tab: string, lands: string | RegExp = /^heading /) {
      await tabTo(/^tab /);
      for (let count = 0; (await focused(page)) !== `tab "${tab}"`; count += 1) {
        if (count > 12) throw new Error(`the arrows do not lead to ${tab}`);
        await page.keyboard.press('ArrowRight');
      }
      await page.keyboard.press('Enter');
      await settlesOn(lands);
    },
  };
}

export type KeyboardHands = ReturnType<typeof keyboardHands>;
