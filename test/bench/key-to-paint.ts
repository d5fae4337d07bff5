import type { Page } from 'playwright';

/** Where keys are pressed: the product's fields, and a bare one in each of their windows. */
export type Place = 'lock' | 'bare-lock' | 'search' | 'bare-search';

const keysARound = 40;
/** The screen comes to rest between keys, and keys fall at any moment of a frame. */
const pausesMs = [47, 61, 53, 71];
/** In which the screen comes to rest before and after a round. */
const quietMs = 400;

/** In the page: for each key its own moment, and the end of the frame that shows what it wrote. */
const watch = `(() => {
  window.keyToPaint = [];
  addEventListener('keydown', (event) => {
    const at = event.timeStamp;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.keyToPaint.push(performance.now() - at);
      port2.postMessage(null);
    });
  }, { capture: true });
})()`;

/** Begins to note the keys of a window. */
export async function beginKeyWatch(page: Page): Promise<void> {
  await page.evaluate(watch);
}

/** Types a round of keys into a field, each after a pause, and gives each key's time to its picture, in milliseconds. */
export async function typeAndWatch(page: Page, selector: string): Promise<readonly number[]> {
  await empty(page, selector);
  await page.evaluate('window.keyToPaint = []');
  for (let count = 0; count < keysARound; count += 1) {
    // Letters come and go, as when somebody types a name and changes their mind.
    await page.keyboard.press(count % 8 < 5 ? ('satou'[count % 8] ?? 's') : 'Backspace');
    await page.waitForTimeout(pausesMs[count % pausesMs.length] ?? 50);
  }
  const times = (await page.evaluate('window.keyToPaint')) as number[];
  await empty(page, selector);
  if (times.length !== keysARound) throw new Error(`${times.length} of ${keysARound} keys were seen`);
  return times;
}

/** Puts a bare field over the page, for as long as `work` needs it. */
export async function withBareField<Value>(
  page: Page,
  work: (selector: string) => Promise<Value>,
): Promise<Value> {
  await page.evaluate(`(() => {
    const field = document.createElement('input');
    field.id = 'bare-field';
    field.style.position = 'fixed';
    field.style.inset = '0 auto auto 0';
    document.body.append(field);
  })()`);
  try {
    return await work('#bare-field');
  } finally {
    await page.evaluate(`document.getElementById('bare-field')?.remove()`);
  }
}

/** By keys, as a person does it: what moves then is their doing. */
async function empty(page: Page, selector: string): Promise<void> {
  await page.locator(selector).focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.waitForTimeout(quietMs);
}

/** Loads the page anew and notes from its first picture on what moves. */
export async function beginShiftWatch(page: Page, surface: 'lock' | 'staff'): Promise<void> {
  await page.reload();
  await page.locator(`html[data-ready=${surface}]`).waitFor();
  await page.evaluate(`(() => {
    window.movedBy = 0;
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.movedBy += shift.value;
    }).observe({ type: 'layout-shift', buffered: true });
  })()`);
}

/** Begins to count anew, for the next screen of the same page. */
export async function forgetMoves(page: Page): Promise<void> {
  await page.evaluate('window.movedBy = 0');
}

/** How far things moved without anybody's doing (Cumulative Layout Shift) since the first picture, after two quiet seconds. */
export async function movedSoFar(page: Page): Promise<number> {
  await page.waitForTimeout(2000);
  return (await page.evaluate('window.movedBy')) as number;
}
