import { failedChecksResponse } from '../../exchange/failed-check.ts';
import { failedChecksTold, untoldFailedChecks } from '../check/failed-checks.ts';
import type { Store, TrustedClock } from '../ports.ts';
import type { HubClient } from './hub-client.ts';
import type { PushCommands } from './push-commands.ts';

const batch = 50;

/** Tells the hub of checks that failed here, so that the next counter knows. They wait until the hub has said that it has them. */
export function createPushFailedChecks(ports: {
  readonly store: Store;
  readonly clock: Pick<TrustedClock, 'now'>;
  readonly client: Pick<HubClient, 'ask'>;
}): PushCommands {
  return async (signal) => {
    const checks = untoldFailedChecks(ports.store.read, batch);
    if (checks.length === 0) return 'idle';
    const told = await ports.client.ask('/v1/checks/failed', { checks }, failedChecksResponse, signal);
    if (!told.ok) return told.refusal.code === 'hub/needed' ? 'unreachable' : 'idle';
    const ids = checks.map(({ id }) => id);
    ports.store.write((database) => failedChecksTold(database, ids, ports.clock.now()));
    return checks.length === batch ? 'more' : 'idle';
  };
}
