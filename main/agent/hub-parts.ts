import type { OutboxStatus } from '../../preload/contract/models/commands.ts';
import type { StationStatus } from '../../preload/contract/models/station.ts';
import type { ErasableAuditTrail } from './audit/audit-trail.ts';
import type { StoredIdentity } from './enrolment/station-identity.ts';
import { applyFeed } from './hub-link/apply-feed.ts';
import { createFirstCopy } from './hub-link/first-copy.ts';
import { createHubClient, type HubClient } from './hub-link/hub-client.ts';
import { createHubLink, type RunningHubLink } from './hub-link/hub-link.ts';
import { createPushCommands } from './hub-link/push-commands.ts';
import { createPushFailedChecks } from './hub-link/push-failed-checks.ts';
import { createPushSignIns, pushInTurn } from './hub-link/push-sign-ins.ts';
import type { LabParts } from './lab-parts.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { CaseLedger } from './oversight/case-ledger.ts';
import { createPushTallies } from './oversight/push-tallies.ts';
import type { PeopleReplica } from './people/people-replica.ts';
import type { PolicyBundle } from './policy/policy-bundle.ts';
import type { EventSink, Store, TrustedClock } from './ports.ts';
import { beginRun } from './posture/agent-run.ts';
import { readHubWord, writeHubWord } from './posture/hub-word.ts';
import { registryUsable } from './staff/operator-registry.ts';
import { stationStatus } from './station-status.ts';
import type { WatchedStore } from './store/store-watch.ts';

/** The client of this run of the agent, which it counts. That another machine uses the station's key is kept for doctor. */
export function createStationHubClient(ports: {
  readonly store: Store;
  readonly identity: StoredIdentity;
}): HubClient {
  const { store, identity } = ports;
  return createHubClient({
    identity,
    wall: () => new Date(),
    instance: beginRun(store),
    onContested: () => {
      const known = readHubWord(store.read);
      if (known?.word === 'contested') return;
      const rollbacks = known?.rollbacks ?? 0;
      store.write((database) => writeHubWord(database, { word: 'contested', rollbacks }));
    },
  });
}

/** The hub as the rest of the agent sees it, and what the windows are told of it. */
export interface HubParts {
  readonly link: RunningHubLink;
  status(): StationStatus;
  outboxStatus(): OutboxStatus;
  /** Tells every window how the station is and how its outbox is. */
  tellStatus(): void;
  /** Tells every window, and the open case, that commands changed. */
  tellCommands(): void;
}

/** Ties the link to the rooms whose news it carries. Nothing goes out before `link.start`. */
export function createHubParts(ports: {
  readonly store: WatchedStore;
  readonly identity: StoredIdentity;
  readonly clock: TrustedClock;
  readonly audit: ErasableAuditTrail;
  readonly policy: PolicyBundle;
  readonly sink: EventSink;
  readonly client: HubClient;
  readonly outbox: Outbox;
  readonly people: PeopleReplica;
  readonly lab: Pick<LabParts, 'offline' | 'sessions'>;
  readonly ledger: CaseLedger;
  readonly softwareKey: boolean;
  readonly updatePending: () => boolean;
  /** The registry of the operators changed. */
  readonly onOperators: () => void;
  /** A command's state changed. */
  readonly onCommands: () => void;
  readonly onBug: (error: unknown) => void;
}): HubParts {
  const { store, identity, clock, audit, policy, sink, client, outbox, people, softwareKey } = ports;
  const { offline, sessions } = ports.lab;
  const status = () =>
    stationStatus({
      ...{ identity, clock, link, policy, softwareKey },
      updatePending: ports.updatePending(),
      notRecording: store.obstacle(),
      registry: registryUsable({ store, clock, policy }),
    });
  const outboxStatus = () => ({
    waiting: outbox.depth(),
    oldestQueuedAt: outbox.oldest(),
    hub: link.status(),
  });
  const tellStatus = () => {
    sink.emit('station', status());
    sink.emit('outbox', outboxStatus());
  };
  const tellCommands = () => {
    sink.emit('suspensions', {});
    sink.emit('outbox', outboxStatus());
    ports.onCommands();
  };
  const firstCopy = createFirstCopy({ client, people, onExpected: tellStatus });
  const link = createHubLink({
    store,
    identity,
    clock,
    audit,
    client,
    push: pushInTurn([
      createPushCommands({ store, clock, audit, outbox, client, onAnswered: tellCommands }),
      createPushSignIns({ store, client }),
      createPushFailedChecks({ store, clock, client }),
      createPushTallies({ store, identity, clock, policy, client, ledger: ports.ledger }),
    ]),
    apply: (response) => {
      const station = () => identity.enrolment()?.station.id ?? null;
      const usable = () => registryUsable({ store, clock, policy }).ok;
      const before = usable();
      const changes = applyFeed(
        { store, audit, outbox, people, policy, offline, sessions, station },
        response,
      );
      // Not in the middle of an import: the index would be made once for each part of it.
      if (!response.more) people.prepare().catch(ports.onBug);
      // Whatever kept operators out is over with this answer, also where it brought nothing else.
      if (usable() !== before) sink.emit('station', status());
      return changes;
    },
    onChanges: (changes) => {
      if (changes.policy) offline.prune();
      if (changes.operators) {
        ports.onOperators();
        sink.emit('operators', {});
      }
      if (changes.policy || changes.operators || changes.people) tellStatus();
      if (changes.commands) tellCommands();
    },
    onPart: firstCopy.partCame,
    onStatus: tellStatus,
    onBug: ports.onBug,
  });
  return { link, status, outboxStatus, tellStatus, tellCommands };
}
