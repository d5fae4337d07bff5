import { type ApprovalDesk, createApprovalDesk } from './counter/approval-desk.ts';
import { createCaseDesk } from './counter/case-desk.ts';
import { type Counter, createCounter } from './counter/counter.ts';
import { createTriageDesk, type TriageDesk } from './counter/triage-desk.ts';
import type { HubClient } from './hub-link/hub-client.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { PeopleReplica } from './people/people-replica.ts';
import { createPeopleFailures, type PeopleFailures } from './people/person-failures.ts';
import type {
  AuditTrail,
  EventSink,
  HubLink,
  PolicySource,
  StationIdentity,
  Store,
  TrustedClock,
} from './ports.ts';
import type { StaffParts } from './staff-parts.ts';
import { createSignedCommands } from './suspension/signed-commands.ts';
import { createSuspensions, type Suspensions } from './suspension/suspensions.ts';

/** What an operator does for a person, as the rest of the agent sees it. */
export interface CounterParts {
  readonly cases: Counter;
  readonly approvals: ApprovalDesk;
  readonly triage: TriageDesk;
  readonly suspensions: Suspensions;
  readonly failures: PeopleFailures;
}

/** Ties the rooms of the counter: the case on the desk with its steps, and the commands that it leads to. */
export function createCounterParts(ports: {
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly policy: PolicySource;
  readonly sink: EventSink;
  readonly client: HubClient;
  readonly link: HubLink;
  readonly outbox: Outbox;
  readonly people: PeopleReplica;
  readonly staff: Pick<StaffParts, 'key' | 'sessions'>;
  /** The outbox changed. */
  readonly onQueued: () => void;
}): CounterParts {
  const { store, identity, clock, audit, policy, sink, client, link, outbox, people, onQueued } = ports;
  const { key, sessions: staff } = ports.staff;
  const commands = createSignedCommands({ store, clock, audit, identity, key, outbox, link, onQueued });
  const casePorts = { store, clock, policy, audit, identity, sink, staff, people, outbox };
  const desk = createCaseDesk(casePorts);
  return {
    cases: createCounter({ ...casePorts, desk, commands, key }),
    approvals: createApprovalDesk({ ...casePorts, desk, commands, key }),
    triage: createTriageDesk({ ...casePorts, desk, client }),
    suspensions: createSuspensions({
      store,
      clock,
      policy,
      identity,
      staff,
      people,
      outbox,
      commands,
      key,
    }),
    failures: createPeopleFailures({ store, audit, staff, client }),
  };
}
