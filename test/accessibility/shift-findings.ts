import type { Page } from 'playwright';
import { evaluateIn } from './in-page.ts';

/** In the page: notes whatever moves without anybody's doing, from the page's first picture on. */
const watch = `(() => {
  if (globalThis.shiftWatch !== undefined) return;
  const found = [];
  const describe = ({ node, previousRect, currentRect }) => {
    const element = node?.nodeType === 3 ? node.parentElement : node;
    const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
    return (element?.outerHTML ?? 'something that is gone').slice(0, 140) +
      ' from ' + place(previousRect) + ' to ' + place(currentRect);
  };
  const isFoot = ({ node }) => (node?.nodeType === 3 ? node.parentElement : node)?.closest('.strip') != null;
  const note = (shifts) => {
    for (const { hadRecentInput, value, startTime, lastInputTime, sources } of shifts) {
      const sinceMs = lastInputTime === 0 ? Infinity : startTime - lastInputTime;
      if (!hadRecentInput && !sources.every(isFoot))
        found.push({ sinceMs, words: 'moves by ' + value.toFixed(4) + ', ' + Math.round(sinceMs) +
          ' ms after the last press: ' + sources.map(describe).join(' | ') });
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  globalThis.shiftWatch = {
    take() {
      note(observer.takeRecords());
      return found.splice(0);
    },
  };
})()`;

/** In the page: what is drawn by now has been reported. */
const reported = `new Promise((drawn) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 0))))`;

/**
 * What moved by itself (Cumulative Layout Shift, Layout Instability API) since the last look at this page or, at the first,
 * since its first picture. What follows a press within half a second is that press's doing; `answeredMs` takes longer for it,
 * where a busy machine answers late. In the line at a counter's foot, where nothing can be pressed and what is said is as
 * long as it is, words may move each other.
 */
export async function shiftFindings(page: Page, answeredMs = 0): Promise<readonly string[]> {
  await evaluateIn(page, watch);
  await evaluateIn(page, reported);
  return evaluateIn(
    page,
    `shiftWatch.take().flatMap(({ sinceMs, words }) => (sinceMs > ${answeredMs} ? [words] : []))`,
  );
}
