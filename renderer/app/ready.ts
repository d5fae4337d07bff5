import { useLayoutEffect } from 'react';

/** Marks the document once a sign-in can be made; measurements and tests wait for the mark. */
export function useReadyMark(mark: 'lock' | 'staff', ready: boolean): void {
  useLayoutEffect(() => {
    if (!ready) return;
    document.documentElement.dataset.ready = mark;
    return () => {
      delete document.documentElement.dataset.ready;
    };
  }, [mark, ready]);
}
