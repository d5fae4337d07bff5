import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { evaluateIn } from './in-page.ts';

/** Everything that WCAG 2.2 asks at A and AA, as far as a machine can tell. Nothing is excepted. */
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

const require = createRequire(import.meta.url);
const source = readFileSync(
  createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** In the page: runs axe with `options`, and says of each failure the rule, the place and what is wrong there. */
const run = (
  options: object,
) => `axe.run(document, ${JSON.stringify(options)}).then(({ violations, passes }) => ({
  passed: passes.length,
  failed: violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, failureSummary }) =>
    id + ' at ' + target.join(' ') + ': ' + html.slice(0, 160) + ' — ' + (failureSummary ?? '').replaceAll('\\n', ' ').slice(0, 300))),
}))`;

async function withAxe(page: Page, options: object): Promise<readonly string[]> {
  if (!(await evaluateIn<boolean>(page, 'typeof axe === "object"'))) await evaluateIn(page, `${source};0`);
  const { passed, failed } = await evaluateIn<{ passed: number; failed: string[] }>(page, run(options));
  // A page in which nothing could pass was not looked at.
  return passed === 0 ? ['axe found nothing to look at', ...failed] : failed;
}

/** What fails in a page as it stands. */
export function axeFindings(page: Page): Promise<readonly string[]> {
  return withAxe(page, {
    runOnly: { type: 'tag', values: standards },
    // Off unless asked for, although 2.2 has it.
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  });
}

/** The same without what depends on the colours alone, for a page that was looked at in another language already. */
export function wordFindings(page: Page): Promise<readonly string[]> {
  return withAxe(page, {
    runOnly: { type: 'tag', values: standards },
    rules: { 'color-contrast': { enabled: false } },
    resultTypes: ['violations'],
  });
}

/** What of it depends on the colours alone. */
export function contrastFindings(page: Page): Promise<readonly string[]> {
  return withAxe(page, {
    runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
    resultTypes: ['violations'],
  });
}
