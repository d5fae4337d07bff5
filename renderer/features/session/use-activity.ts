import { useEffect } from 'react';
import { onTouch } from '../../app/on-touch.ts';

const reportEachMs = 15_000;

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
    const stop = onTouch(note);
    return () => {
      if (pause !== null) clearTimeout(pause);
      stop();
    };
  }, [watched]);
}
