import { type FidoResult, fail, succeed } from './fido-error.ts';
import type { KeySession } from './key-session.ts';

/**
 * Waits for something that the person does while a key is held open, but no longer than the key stays, the caller wants
 * and the time allows: `key/removed`, `key/cancelled`, `key/timeout`.
 */
export function untilInterrupted<T>(
  work: Promise<T>,
  session: KeySession,
  wait: number,
  signal: AbortSignal | undefined,
): Promise<FidoResult<T>> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => finish(fail('key/cancelled', 'aborted by the caller'));
    const timer = setTimeout(() => finish(fail('key/timeout', 'the person did not answer')), wait);
    signal?.addEventListener('abort', onAbort);
    const stopRemoved = session.onRemoved(() => finish(fail('key/removed', 'device gone')));
    work.then((value) => finish(succeed(value)), reject);
    if (signal?.aborted) onAbort();

    function finish(result: FidoResult<T>): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      // A key that has gone already calls before it hands back the way to remove the listener.
      queueMicrotask(() => stopRemoved());
      resolve(result);
    }
  });
}
