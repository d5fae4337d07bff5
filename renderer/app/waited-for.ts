import { useEffect, useState } from 'react';

/** Whether something has lasted for so long. */
export function useWaitedFor(lasting: boolean, milliseconds: number): boolean {
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    if (!lasting) return setWaited(false);
    const timer = setTimeout(() => setWaited(true), milliseconds);
    return () => clearTimeout(timer);
  }, [lasting, milliseconds]);
  return waited;
}
