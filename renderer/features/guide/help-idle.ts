import { useCallback, useEffect, useRef, useState } from 'react';
import { onTouch } from '../../app/on-touch.ts';

/** Without any input the help ends after so long, and says so before. */
const idleMs = 120_000;
const warningMs = 20_000;

/** Whole seconds until the help ends; null while that need not be said. Zero: it is over. */
export function idleLeft(idleForMs: number): number | null {
  if (idleForMs < idleMs - warningMs) return null;
  return Math.max(0, Math.ceil((idleMs - idleForMs) / 1000));
}

/**
 * Calls `onOver` two minutes after the last touch. No timer runs faster than once a second, and none at
 * all but one before the warning.
 */
export function useHelpIdle(onOver: () => void): { readonly left: number | null; readonly stay: () => void } {
  const [left, setLeft] = useState<number | null>(null);
  const touchedAt = useRef(performance.now());
  const over = useRef(onOver);
  over.current = onOver;

  const warned = useRef(false);
  warned.current = left !== null;

  const stay = useCallback(() => {
    touchedAt.current = performance.now();
    setLeft(null);
  }, []);

  useEffect(
    () =>
      onTouch(({ type }) => {
        // A warning that went away under the pointer, on its way there or pressed down, would have another thing pressed.
        if (!warned.current) stay();
        else if (type !== 'pointermove') {
          touchedAt.current = performance.now();
          if (type !== 'pointerdown') setLeft(null);
        }
      }),
    [stay],
  );

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const idle = performance.now() - touchedAt.current;
      const seconds = idleLeft(idle);
      setLeft(seconds);
      if (seconds === 0) return over.current();
      timer = setTimeout(look, seconds === null ? idleMs - warningMs - idle : 1000);
    };
    timer = setTimeout(look, idleMs - warningMs);
    return () => clearTimeout(timer);
  }, []);

  return { left, stay };
}
