/** Frames after which nobody else takes the focus any more: a screen that comes, or a dialog that gives it back. */
const patienceFrames = 3;

/**
 * What is pressed may go away by it, or be switched off while it is carried out. Whoever works by keyboard is then not left
 * at the beginning of the page: once it is clear that nothing else takes the focus, it comes back to what had it or, where
 * that is gone, goes to the nearest heading of what is left around it (WCAG 2.2, 2.4.3). A press beside everything stays
 * what it is. Returns what ends it.
 */
export function keepFocus(page: Document): () => void {
  let held: Element | null = null;
  let around: readonly Element[] = [];
  let wasOff = false;
  let frame = 0;

  const isNowhere = () => page.activeElement === null || page.activeElement === page.body;
  const look = () => {
    if (held === null || !isNowhere()) wasOff = false;
    else if (!held.isConnected) wait(patienceFrames);
    else if (held.matches(':disabled')) wasOff = true;
    else if (wasOff && held instanceof HTMLElement) held.focus();
    // It was left by hand for nowhere.
    else held = null;
  };
  const wait = (frames: number) => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (held === null || held.isConnected || !isNowhere()) return;
      if (frames > 1) wait(frames - 1);
      // A dialog keeps the focus itself.
      else if (page.querySelector('[role=dialog], [role=alertdialog]') === null) toNearestHeading(around);
    });
  };
  const took = ({ target }: FocusEvent) => {
    if (!(target instanceof Element)) return;
    held = target;
    around = ancestors(target);
    wasOff = false;
  };
  // What takes the focus next is asked for once it has.
  const left = () => requestAnimationFrame(look);

  page.addEventListener('focusin', took);
  page.addEventListener('focusout', left);
  const changes = new MutationObserver(look);
  changes.observe(page.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  return () => {
    page.removeEventListener('focusin', took);
    page.removeEventListener('focusout', left);
    changes.disconnect();
    cancelAnimationFrame(frame);
  };
}

/** From the nearest on. */
function ancestors(element: Element): readonly Element[] {
  const parent = element.parentElement;
  return parent === null ? [] : [parent, ...ancestors(parent)];
}

function toNearestHeading(places: readonly Element[]): void {
  for (const place of places) {
    const heading = place.isConnected ? place.querySelector<HTMLElement>('h1, h2, h3') : null;
    if (heading === null) continue;
    // It can be read out there, and is no stop of the Tab key.
    heading.tabIndex = -1;
    heading.focus();
    return;
  }
}
