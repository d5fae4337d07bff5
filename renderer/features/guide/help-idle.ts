import { useCallback, useEffect, useRef, useState } from 'react';

/** Without any input the help ends after so long, and says so before. */
const idleMs = 120_000;
const warningMs = 20_000;
const inputs = ['keydown', 'click', 'pointermove', 'wheel'] as const;

/** Whole seconds until the help ends; null while that need not be said. Zero: it is over. */
export function idleLeft(idleForMs: number): number | null {
  if (idleForMs < idleMs - warningMs) return null;
  return Math.max(0, Math.ceil((idleMs - idleForMs) / 1000));
}

/**
 * Watches for input and calls `onOver` two minutes after the last. No timer runs faster than once a second, and none at
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

  useEffect(() => {
    const touch = (event: Event) => {
      // A warning that went away under the pointer on its way there would have another thing pressed.
      if (event.type !== 'pointermove' || !warned.current) stay();
    };
    for (const input of inputs) window.addEventListener(input, touch, { capture: true, passive: true });
    return () => {
      for (const input of inputs) window.removeEventListener(input, touch, { capture: true });
    };
  }, [stay]);

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
