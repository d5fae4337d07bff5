import { type RefObject, useEffect } from 'react';

/**
 * Tells the face where a site may be painted: below this element, and nowhere while `covered`. Sites lie above the page,
 * so that whatever must be seen has to be above that line.
 */
export function usePlace(head: RefObject<HTMLElement | null>, covered: boolean): void {
  useEffect(() => {
    const element = head.current;
    if (element === null) return;
    let told = -1;
    const tell = () => {
      const top = Math.ceil(element.getBoundingClientRect().height);
      if (top === told) return;
      told = top;
      void window.madoguchi.call('desk.place', { top, covered });
    };
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    tell();
    return () => observer.disconnect();
  }, [head, covered]);
}
