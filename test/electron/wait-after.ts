import type { Page } from 'playwright';

/** One thing that a hand does, and of what there has to be so much on the screen before the next can be done. */
export type HandledAction = readonly [act: () => Promise<void>, selector: string, count?: number];

/**
 * How long an operator waits after an action, in milliseconds: from the last event of the hand to the frame in which what they
 * wait for is there. Taken inside of the page, so that the driver's own time does not count.
 */
export async function waitAfter(
  page: Page,
  act: () => Promise<void>,
  expected: { readonly selector: string; readonly count: number },
): Promise<number> {
  await page.evaluate(({ selector, count }) => {
    const events = ['pointerdown', 'click', 'keydown', 'input'] as const;
    let handAt = Number.POSITIVE_INFINITY;
    const note = () => {
      handAt = performance.now();
    };
    for (const name of events) addEventListener(name, note, { capture: true });
    const there = () => document.querySelectorAll(selector).length >= count;
    const waited = new Promise<number>((resolve) => {
      const look = () => {
        if (handAt === Number.POSITIVE_INFINITY || !there()) return requestAnimationFrame(look);
        for (const name of events) removeEventListener(name, note, { capture: true });
        return resolve(performance.now() - handAt);
      };
      look();
    });
    (window as unknown as { waitAfter: Promise<number> }).waitAfter = waited;
  }, expected);
  await act();
  return page.evaluate(() => (window as unknown as { waitAfter: Promise<number> }).waitAfter);
}
