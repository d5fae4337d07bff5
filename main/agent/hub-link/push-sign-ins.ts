import type { Store } from '../ports.ts';
import { forgetOfflineSignIns, waitingOfflineSignIns } from '../sign-in/offline-reports.ts';
import { forgetReports, waitingReports } from '../sign-in/shared-failures.ts';
import type { HubClient } from './hub-client.ts';
import type { PushCommands } from './push-commands.ts';

const batch = 100;

/**
 * Tells the hub of failures and of offline sign-ins that it has not heard of. They stay until the hub has said that it
 * has them; told twice they count once.
 */
export function createPushSignIns(ports: {
  readonly store: Store;
  readonly client: Pick<HubClient, 'pushSignIns'>;
}): PushCommands {
  return async (signal) => {
    const failures = waitingReports(ports.store.read, batch);
    const offline = waitingOfflineSignIns(ports.store.read, batch);
    if (failures.length === 0 && offline.length === 0) return 'idle';
    const pushed = await ports.client.pushSignIns({ failures: [...failures], offline: [...offline] }, signal);
    if (!pushed.ok) return 'unreachable';
    ports.store.write((database) => {
      forgetReports(database, failures);
      forgetOfflineSignIns(database, offline);
    });
    return 'more';
  };
}

/** Both in turn: `unreachable` as soon as one is, `more` when either has more. */
export function pushInTurn(pushes: readonly PushCommands[]): PushCommands {
  return async (signal) => {
    let more = false;
    for (const push of pushes) {
      const pushed = await push(signal);
      if (pushed === 'unreachable') return pushed;
      more ||= pushed === 'more';
    }
    return more ? 'more' : 'idle';
  };
}
