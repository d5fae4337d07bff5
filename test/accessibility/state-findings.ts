import type { Page } from 'playwright';
import { axeFindings, contrastFindings, wordFindings } from './axe-findings.ts';
import { evaluateIn } from './in-page.ts';
import { placeFindings } from './place-findings.ts';
import { reflowFindings } from './reflow-findings.ts';

/** In the page: the one press that changes the language, which leaves the focus where it is; resolves once it has. */
const otherLanguage = `(() => new Promise((resolve) => {
  const toggle = document.querySelector('.language-toggle');
  if (toggle === null) return resolve(false);
  const before = document.documentElement.lang;
  const changed = new MutationObserver(() => {
    if (document.documentElement.lang === before) return;
    changed.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(true), 0));
  });
  changed.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
  toggle.click();
}))()`;

/** In the page: nothing changes its colour or its place any more, for three frames in a row. */
const settled = `new Promise((resolve) => {
  let calm = 0;
  const until = performance.now() + 1000;
  const look = () => {
    calm = document.getAnimations().every(({ playState }) => playState !== 'running') ? calm + 1 : 0;
    if (calm >= 3 || performance.now() > until) resolve(null);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})`;

/** Waits until a change of colours, or of what is shown, has come to rest. */
export async function settle(page: Page): Promise<void> {
  await evaluateIn(page, settled);
}

/**
 * What fails in one state of a window: in its language and, where it can be changed by one press, in the other, by
 * daylight and in the dark, and what does not fit at 400 %. The state is left as it was.
 */
export async function stateFindings(page: Page, name: string): Promise<readonly string[]> {
  const found: string[] = [];
  const note = (where: string, findings: readonly string[]) =>
    found.push(...findings.map((finding) => `${name}, ${where}: ${finding}`));
  const language = () => evaluateIn<string>(page, 'document.documentElement.lang');
  // Nothing is judged in the middle of a change of colour.
  const inScheme = async (colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme });
    await settle(page);
  };
  await inScheme('light');
  try {
    note(await language(), await axeFindings(page));
    note(await language(), await placeFindings(page));
    await inScheme('dark');
    note(`${await language()}, dark`, await contrastFindings(page));
    await inScheme('light');
    if (await evaluateIn<boolean>(page, otherLanguage)) {
      note(await language(), await wordFindings(page));
      note(await language(), await placeFindings(page));
      note(await language(), await reflowFindings(page));
      await evaluateIn(page, otherLanguage);
    } else note(await language(), await reflowFindings(page));
  } finally {
    await page.emulateMedia({ reducedMotion: 'no-preference', colorScheme: 'light' });
  }
  return found;
}
