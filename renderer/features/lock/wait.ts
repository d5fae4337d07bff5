import { useEffect, useState } from 'react';

interface Wait {
  /** Whole seconds left for the login that is typed now; 0 when it need not wait. */
  readonly seconds: number;
  readonly begin: (seconds: number) => void;
}

/**
 * The wait after too many wrong passwords, counted down once a second. It belongs to the login that failed, so a
 * neighbour who types another login is not held up on screen; the agent enforces the wait in any case.
 */
export function useWait(login: string): Wait {
  const [wait, setWait] = useState<{ login: string; endsAt: number } | null>(null);
  const [, tick] = useState(0);
  const name = login.trim();
  const left = wait === null || wait.login !== name ? 0 : Math.ceil((wait.endsAt - performance.now()) / 1000);
  const seconds = Math.max(0, left);
  const counting = seconds > 0;

  useEffect(() => {
    if (!counting) return;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [counting]);

  return {
    seconds,
    begin: (length) =>
      setWait(length > 0 ? { login: name, endsAt: performance.now() + length * 1000 } : null),
  };
}
