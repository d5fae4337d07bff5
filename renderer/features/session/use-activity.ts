import { useEffect } from 'react';

const reportEachMs = 15_000;
const touches = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const;

/** Tells the agent that somebody touches this page: at once, then at most every 15 s, the last touch included. */
export function useActivity(watched: boolean): void {
  useEffect(() => {
    if (!watched) return;
    let pause: ReturnType<typeof setTimeout> | null = null;
    let touched = false;
    const tell = () => {
      touched = false;
      void window.madoguchi.call('lab.active', {});
      pause = setTimeout(() => {
        pause = null;
        if (touched) tell();
      }, reportEachMs);
    };
    const note = (event: Event) => {
      if (!event.isTrusted) return;
      if (pause === null) tell();
      else touched = true;
    };
    for (const touch of touches) window.addEventListener(touch, note, { passive: true, capture: true });
    return () => {
      if (pause !== null) clearTimeout(pause);
      for (const touch of touches) window.removeEventListener(touch, note, { capture: true });
    };
  }, [watched]);
}
