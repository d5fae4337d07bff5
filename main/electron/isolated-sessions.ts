import type { Session } from 'electron';

const isolated = new WeakSet<Session>();

/**
 * Marks a browser session that has a policy of its own. The face's lock-down, which allows the renderer's address alone,
 * leaves its windows to that policy; every session that is not marked stays under the lock-down.
 */
export function isolate(session: Session): void {
  isolated.add(session);
}

export function isIsolated(session: Session): boolean {
  return isolated.has(session);
}
