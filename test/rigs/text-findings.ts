import type { Page } from 'playwright';

/** What is wrong with the texts on a screen in the pseudo language. */
export interface TextFindings {
  /** Texts without brackets: no sentence of a catalogue. */
  readonly bare: readonly string[];
  /** Texts of which a part cannot be seen, with what cuts it off. */
  readonly clipped: readonly string[];
}

/** Looks at every visible text of the window's page. */
export function textFindings(page: Page): Promise<TextFindings> {
  return page.evaluate(() => {
    const bare = new Set<string>();
    const clipped = new Set<string>();
    const nameOf = (element: Element) => `${element.tagName.toLowerCase()}.${element.className}`;
    const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
    /** A label of a control must not stick out of it, even where nothing cuts it off. */
    const isControl = (element: Element) =>
      element.matches('button, a, [role=tab], [role=radio], .status-pill');
    const cutBy = (rect: DOMRect, from: Element | null): string | null => {
      for (let box = from; box !== null && box !== document.documentElement; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (style.position === 'fixed' || style.display === 'contents') return null;
        const inner = box.getBoundingClientRect();
        const sideways = style.overflowX !== 'visible' || isControl(box);
        const upright = style.overflowY !== 'visible' || isControl(box);
        const beyondSide = rect.right > inner.right + 1 || rect.left < inner.left - 1;
        const beyondFoot = rect.bottom > inner.bottom + 2 || rect.top < inner.top - 2;
        if (sideways && beyondSide && !scrolls(style.overflowX)) return nameOf(box);
        if (upright && beyondFoot && !scrolls(style.overflowY)) return nameOf(box);
        if (scrolls(style.overflowX) || scrolls(style.overflowY)) return null;
      }
      return rect.right > document.documentElement.clientWidth + 1 ? 'the window' : null;
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const text = (node.textContent ?? '').trim();
      const parent = node.parentElement;
      if (
        text === '' ||
        parent === null ||
        !parent.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
      )
        continue;
      if (
        parent.closest(
          '[data-testid=simulator], code, kbd, svg, option, .language-toggles, .visually-hidden',
        ) !== null
      )
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
      if (rects.length === 0 || parent.getBoundingClientRect().width <= 1) continue;
      if (/\p{L}{2,}/u.test(text) && !text.includes('[') && !text.includes(']')) bare.add(text);
      for (const rect of rects) {
        const cut = cutBy(rect, parent);
        if (cut !== null) clipped.add(`${text.slice(0, 60)} ← ${cut}`);
      }
    }
    return { bare: [...bare], clipped: [...clipped] };
  });
}
