import type { Page } from 'playwright';
import { evaluateIn } from './in-page.ts';

/** CSS pixels that a finger needs at a counter. */
const target = 44;

/** In the page: everything that can be pressed and is too small, and every state that only its colour tells. */
const look = `(() => {
  const pressable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], ' +
    '[role=option], [role=radio], [role=checkbox], [role=switch], [role=menuitem], [role=link]';
  const describe = (element) => element.outerHTML.slice(0, 140);
  const isShown = (element) =>
    element.checkVisibility({ checkVisibilityCSS: true }) && element.closest('[inert], [aria-hidden=true]') === null;
  const isInText = (element) => element.matches('a[href]') && getComputedStyle(element).display === 'inline' &&
    element.closest('p, li, dd, td') !== null;
  const placeOf = (element) => {
    const label = element.closest('label') ?? (element.labels?.[0] ?? null);
    const isMark = element.matches('input[type=radio], input[type=checkbox]');
    return (isMark && label !== null ? label : element).getBoundingClientRect();
  };
  const found = [];
  for (const element of document.querySelectorAll(pressable)) {
    if (!isShown(element) || element.matches(':disabled') || isInText(element)) continue;
    const { width, height } = placeOf(element);
    if (width === 0 && height === 0) continue;
    if (width < ${target} - 0.5 || height < ${target} - 0.5)
      found.push('target of ' + Math.round(width) + ' × ' + Math.round(height) + ' px: ' + describe(element));
  }
  for (const element of document.querySelectorAll('[class*="tone-"]')) {
    if (isShown(element) && element.textContent.trim() === '') found.push('told by colour alone: ' + describe(element));
  }
  return found;
})()`;

/** Targets below 44 px (WCAG 2.2, 2.5.8 asks 24), and states without words (1.4.1), in a page as it stands. */
export function placeFindings(page: Page): Promise<readonly string[]> {
  return evaluateIn(page, look);
}
