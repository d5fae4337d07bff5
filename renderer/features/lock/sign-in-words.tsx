import { lazy, Suspense, useEffect, useState } from 'react';
import { whenIdle } from '../../app/when-idle.ts';

const LockWords = lazy(async () => ({
  default: (await import('../guide/lock-words.tsx')).LockWords,
}));

/** The institution's own line above the two fields. It waits until the screen can be used, which it must not delay. */
export function SignInWords({ ready }: { readonly ready: boolean }) {
  const [wanted, setWanted] = useState(false);
  useEffect(() => (ready ? whenIdle(() => setWanted(true)) : undefined), [ready]);
  return (
    <p className="lock-words">
      <span>
        {wanted && (
          <Suspense fallback={null}>
            <LockWords />
          </Suspense>
        )}
      </span>
    </p>
  );
}
