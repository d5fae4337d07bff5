import type { Page } from 'playwright';
import { evaluateIn } from './in-page.ts';

/** In the page: what reaches beyond its right edge, and lies in nothing that scrolls by itself. */
const look = `(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let box = element; box !== null && box !== document.body; box = box.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  const over = [...document.body.querySelectorAll('*')].filter((element) => {
    const { right, width: wide, height } = element.getBoundingClientRect();
    return wide > 0 && height > 0 && right > width + 1 && element.checkVisibility({ checkVisibilityCSS: true }) &&
      !scrolls(element) && !element.matches('.visually-hidden, .visually-hidden *') && element.closest('svg') === null;
  });
  const outermost = over.filter((element) => !over.includes(element.parentElement));
  const sideways = document.documentElement.scrollWidth - width;
  return outermost.length === 0 && sideways <= 0 ? [] :
    ['reaches ' + sideways + ' px beyond a window of ' + width + ' px: ' +
      outermost.slice(0, 3).map((element) => element.outerHTML.slice(0, 140)).join(' | ')];
})()`;

/** What does not fit a window of 320 CSS px, which is 1280 at 400 % (WCAG 2.2, 1.4.10); the window is left as it was. */
export async function reflowFindings(page: Page): Promise<readonly string[]> {
  const before = await evaluateIn<{ width: number; height: number }>(
    page,
    '({ width: innerWidth, height: innerHeight })',
  );
  await page.setViewportSize({ width: 320, height: 640 });
  try {
    return await evaluateIn(
      page,
      `new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0))).then(() => ${look})`,
    );
  } finally {
    await page.setViewportSize(before);
  }
}
