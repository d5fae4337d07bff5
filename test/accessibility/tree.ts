import type { Page } from 'playwright';
import { debuggerOf, evaluateIn } from './in-page.ts';

interface TreeNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
  readonly childIds?: readonly string[];
}

/** What the accessibility tree of the browser says of the element that has the focus: `button "Sign in"`. */
export async function focused(page: Page): Promise<string> {
  const session = await debuggerOf(page);
  const { result } = await session.send('Runtime.evaluate', { expression: 'document.activeElement' });
  if (result.objectId === undefined) return 'nothing';
  const { nodes } = await session.send('Accessibility.getPartialAXTree', {
    objectId: result.objectId,
    fetchRelatives: false,
  });
  const [node] = nodes as readonly TreeNode[];
  return node === undefined ? 'nothing' : said(node);
}

/** The same of one element by a selector, with what it says of its state: `expanded`, `pressed`, `selected`. */
export async function stateOf(page: Page, selector: string): Promise<Readonly<Record<string, unknown>>> {
  const session = await debuggerOf(page);
  const expression = `document.querySelector(${JSON.stringify(selector)})`;
  const { result } = await session.send('Runtime.evaluate', { expression });
  if (result.objectId === undefined) throw new Error(`nothing is ${selector}`);
  const { nodes } = await session.send('Accessibility.getPartialAXTree', {
    objectId: result.objectId,
    fetchRelatives: false,
  });
  const [node] = nodes as readonly TreeNode[];
  return Object.fromEntries((node?.properties ?? []).map(({ name, value }) => [name, value.value]));
}

/**
 * What a screen reader says by itself of a page as it stands: the words of its live regions, how urgently, in the order of
 * the tree.
 */
export async function announced(
  page: Page,
): Promise<readonly { readonly how: 'assertive' | 'polite'; readonly words: string }[]> {
  const session = await debuggerOf(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree', {});
  const tree = nodes as readonly TreeNode[];
  const byId = new Map(tree.map((node) => [node.nodeId, node]));
  const wordsOf = (node: TreeNode): string =>
    !node.ignored && node.role?.value === 'StaticText'
      ? String(node.name?.value ?? '')
      : (node.childIds ?? [])
          .map((id) => byId.get(id))
          .flatMap((child) => (child ? [wordsOf(child)] : []))
          .join(' ');
  return tree.flatMap((node) => {
    const live = node.properties?.find(({ name }) => name === 'live')?.value.value;
    const isRoot = /^(?:alert|status|log|timer)$/.test(String(node.role?.value)) || live !== undefined;
    if (node.ignored || !isRoot || (live !== 'assertive' && live !== 'polite')) return [];
    const words = wordsOf(node).replaceAll(/\s+/g, ' ').trim();
    return words === '' ? [] : [{ how: live, words }];
  });
}

function said(node: TreeNode): string {
  return `${String(node.role?.value ?? '')} "${String(node.name?.value ?? '')}"`;
}

/** In the page: whether the focus can be seen, and is not hidden behind anything (WCAG 2.2, 2.4.7 and 2.4.11). */
const focusSeen = `(() => {
  const element = document.activeElement;
  // A heading that is read out when its screen comes cannot be operated: its place is the screen itself.
  if (element === null || element === document.body || element.tabIndex < 0) return null;
  const around = [element, element.closest('.field-box'), element.closest('label')].filter((one) => one !== null);
  const ring = around.some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  const { left, top, width, height } = (element.closest('label') ?? element).getBoundingClientRect();
  const inView = top + height > 0 && left + width > 0 && top < innerHeight && left < innerWidth;
  const label = element.closest('label');
  const shows = (at) => at !== null && (element.contains(at) || at.contains(element) || (label !== null && label.contains(at)));
  const clear = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(([x, y]) =>
    shows(document.elementFromPoint(left + width * x, top + height * y)));
  return { ring, clear: inView && clear };
})()`;

/** What is wrong with how the focus shows; empty when nothing is. */
export async function focusFaults(page: Page): Promise<readonly string[]> {
  const seen = await evaluateIn<{ ring: boolean; clear: boolean } | null>(page, focusSeen);
  if (seen === null) return [];
  const where = await focused(page);
  return [
    ...(seen.ring ? [] : [`the focus on ${where} cannot be seen`]),
    ...(seen.clear ? [] : [`the focus on ${where} is hidden`]),
  ];
}

/** Stops of the Tab key that no screen has. */
const mostStops = 80;

/**
 * Where the Tab key leads from the beginning of the page or, with a dialog open, of the dialog, until it comes round.
 * Throws where it does not, which is a trap, and where a stop cannot be seen.
 */
export async function tabOrder(page: Page): Promise<readonly string[]> {
  await evaluateIn(page, startOfPage);
  const stops: string[] = [];
  const faults: string[] = [];
  let first: number | null = null;
  for (let count = 0; count < mostStops; count += 1) {
    await page.keyboard.press('Tab');
    const mark = await evaluateIn<number>(page, markOfFocus);
    if (mark === first || (mark === 0 && stops.length > 0)) {
      if (faults.length > 0) throw new Error(faults.join('\n'));
      return stops;
    }
    if (mark === 0) continue;
    first ??= mark;
    stops.push(await focused(page));
    faults.push(...(await focusFaults(page)));
  }
  throw new Error(`Tab does not come round: ${stops.join(', ')}`);
}

/** In the page: the next Tab starts at the top, or where a dialog keeps the focus, at its heading. */
const startOfPage = `(() => {
  const dialog = document.querySelector('[role=dialog], [role=alertdialog]');
  const top = dialog ?? document.body;
  const before = top.getAttribute('tabindex');
  top.setAttribute('tabindex', '-1');
  top.focus();
  if (before === null) { if (dialog === null) { top.blur(); top.removeAttribute('tabindex'); } } else top.setAttribute('tabindex', before);
  if (dialog === null) getSelection().setPosition(document.body, 0);
})()`;

/** In the page: a number for the element that has the focus, always the same; 0 for none. */
const markOfFocus = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return 0;
  globalThis.focusMarks ??= new Map();
  if (!globalThis.focusMarks.has(element)) globalThis.focusMarks.set(element, globalThis.focusMarks.size + 1);
  return globalThis.focusMarks.get(element);
})()`;
