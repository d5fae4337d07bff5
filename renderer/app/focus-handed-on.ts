import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * What goes away with the focus inside hands it on to what `to` names once the page has changed: what the press was about, or
 * what had opened it. Where that is gone too, or the focus was elsewhere, nothing is moved.
 */
export function useFocusHandedOn(box: RefObject<HTMLElement | null>, to: () => Element | null): void {
  const latest = useRef(to);
  latest.current = to;
  useLayoutEffect(() => {
    const going = box.current;
    return () => {
      if (going?.contains(document.activeElement) !== true) return;
      requestAnimationFrame(() => {
        const next = latest.current();
        if (next instanceof HTMLElement && next.isConnected) next.focus();
      });
    };
  }, [box]);
}
