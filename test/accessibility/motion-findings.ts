import type { Page } from 'playwright';
import { evaluateIn } from './in-page.ts';

/** What takes no longer is no motion: the next picture shows its end. In milliseconds. */
const trivialMs = 1;

/** In the page: what is called what, for a finding. */
const naming = `const named = (element) =>
  element.tagName.toLowerCase() + [...element.classList].map((one) => '.' + one).join('');`;

/** In the page: from now on, every animation and transition of any frame that takes its time. */
const watch = `(() => {
  ${naming}
  const moved = new Set();
  globalThis.movedHere = moved;
  const look = () => {
    if (globalThis.movedHere !== moved) return;
    for (const one of document.getAnimations()) {
      const { activeDuration } = one.effect.getComputedTiming();
      if (activeDuration <= ${trivialMs}) continue;
      const { target, pseudoElement } = one.effect;
      moved.add(named(target) + (pseudoElement ?? '') + ': ' + (one.animationName ?? one.transitionProperty)
        + ' takes ' + activeDuration + ' ms');
    }
    requestAnimationFrame(look);
  };
  look();
})()`;

/** In the page: waits for what began before, at the speed of the moment in which it began. */
const settle = `Promise.allSettled(document.getAnimations()
  .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
  .map((one) => one.finished)).then(() => undefined)`;

/** In the page: what is declared to take its time once it begins, whether or not it runs at this moment. */
const declared = `(() => {
  ${naming}
  const longest = (list) => Math.max(...list.split(',').map((one) =>
    Number.parseFloat(one) * (one.trim().endsWith('ms') ? 1 : 1000)));
  const found = new Set();
  const parts = [null, '::before', '::after', '::marker', '::backdrop', '::-webkit-progress-value'];
  for (const element of document.querySelectorAll('*')) {
    for (const part of parts) {
      const style = getComputedStyle(element, part);
      const where = named(element) + (part ?? '');
      if (longest(style.transitionDuration) > ${trivialMs} && style.transitionProperty !== 'none')
        found.add(where + ': transition of ' + style.transitionProperty);
      const endless = style.animationIterationCount.includes('infinite');
      if (style.animationName !== 'none' && (endless || longest(style.animationDuration) > ${trivialMs}))
        found.add(where + ': animation ' + style.animationName);
      if (style.scrollBehavior === 'smooth') found.add(where + ': smooth scrolling');
    }
  }
  return [...found];
})()`;

/** Watches every picture of the page from now on; what already ran when it is called has come to its end. */
export async function watchMotion(page: Page): Promise<void> {
  await evaluateIn<void>(page, settle);
  await evaluateIn<void>(page, watch);
}

/** What moved since it is watched, and what would move. */
export async function motionFindings(page: Page): Promise<readonly string[]> {
  const moved = await evaluateIn<readonly string[]>(page, '[...globalThis.movedHere]');
  return [...moved, ...(await evaluateIn<readonly string[]>(page, declared))];
}
