import { useCallback, useEffect, useRef, useState } from 'react';
import type { Refusal, Result } from '../../preload/contract/errors.ts';

export interface Press {
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  /** Runs one call; a second press while it runs does nothing. A refusal is kept for showing. */
  readonly run: <Value>(
    call: () => Promise<Result<Value>>,
    accepted?: (value: Value) => void,
    refused?: (refusal: Refusal) => void,
  ) => Promise<void>;
  readonly forget: () => void;
}

/** What a button that calls the agent needs: one call at a time, and the refusal to show. */
export function usePress(): Press {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const running = useRef(false);
  const mounted = useRef(true);

  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const run = useCallback<Press['run']>(async (call, accepted, refused) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setRefusal(null);
    const answer = await call();
    running.current = false;
    if (!mounted.current) return;
    setBusy(false);
    if (answer.ok) accepted?.(answer.value);
    else {
      setRefusal(answer.refusal);
      refused?.(answer.refusal);
    }
  }, []);

  return { busy, refusal, run, forget: useCallback(() => setRefusal(null), []) };
}
