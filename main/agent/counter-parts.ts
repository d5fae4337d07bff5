import { type ActDesk, createActDesk } from './acts/act-desk.ts';
import { createCallerPages } from './acts/caller-page.ts';
import { createIssueDesk } from './acts/issue-desk.ts';
import { type CheckDesk, createCheckDesk } from './check/check-desk.ts';
import { type ApprovalDesk, createApprovalDesk } from './counter/approval-desk.ts';
import { createCaseDesk } from './counter/case-desk.ts';
import { type Counter, createCounter } from './counter/counter.ts';
import { createTriageDesk, type TriageDesk } from './counter/triage-desk.ts';
import type { HubClient } from './hub-link/hub-client.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { CardScanner } from './people/card-scanner.ts';
import { createPeopleDesk, type PeopleDesk } from './people/people-desk.ts';
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
import { createRequestDesk, type RequestDesk } from './requests/request-desk.ts';
import type { StaffParts } from './staff-parts.ts';
import { type CommandDesk, createCommandDesk } from './suspension/command-desk.ts';
import { createSignedCommands } from './suspension/signed-commands.ts';
import { createSuspensions, type Suspensions } from './suspension/suspensions.ts';

/** What an operator does for a person, as the rest of the agent sees it. */
export interface CounterParts {
  readonly cases: Counter;
  readonly approvals: ApprovalDesk;
  readonly triage: TriageDesk;
  readonly check: CheckDesk;
  readonly acts: ActDesk;
  readonly board: CommandDesk;
  readonly requests: RequestDesk;
  readonly suspensions: Suspensions;
  readonly failures: PeopleFailures;
  readonly finding: PeopleDesk;
}

/** Ties the rooms of the counter: the case on the desk with its steps, and the commands that it leads to. */
export function createCounterParts(ports: {
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly policy: PolicySource;
  readonly sink: EventSink;
  readonly client: Pick<HubClient, 'ask'>;
  readonly link: HubLink;
  readonly outbox: Outbox;
  readonly people: PeopleReplica;
  readonly scanner: CardScanner;
  readonly staff: Pick<StaffParts, 'key' | 'sessions'>;
  /** The agent's own beside tests. */
  readonly monotonicMs?: () => number;
  /** The agent's own beside tests. */
  readonly lookAtPagesEveryMs?: number;
  /** The outbox changed. */
  readonly onQueued: () => void;
}): CounterParts {
  const { store, identity, clock, audit, policy, sink, client, link, outbox, people, onQueued } = ports;
  const { key, sessions: staff } = ports.staff;
  const { lookAtPagesEveryMs: lookEveryMs } = ports;
  const pages = createCallerPages({ store, client, ...(lookEveryMs === undefined ? {} : { lookEveryMs }) });
  const issues = createIssueDesk({ store, clock, audit, outbox, link, client, pages, onChanged: onQueued });
  const commands = createSignedCommands({
    store,
    clock,
    audit,
    identity,
    key,
    outbox,
    link,
    issues,
    onQueued,
  });
  const casePorts = { store, clock, policy, audit, identity, sink, staff, people, outbox };
  const desk = createCaseDesk(casePorts, issues, pages.leave);
  return {
    cases: createCounter({
      ...casePorts,
      desk,
      commands,
      ...(ports.monotonicMs === undefined ? {} : { monotonicMs: ports.monotonicMs }),
    }),
    approvals: createApprovalDesk({ ...casePorts, desk, commands }),
    triage: createTriageDesk({ ...casePorts, desk, client }),
    check: createCheckDesk({ ...casePorts, desk, client }),
    acts: createActDesk({ ...casePorts, desk, issues }),
    board: createCommandDesk({ store, clock, audit, outbox, staff, link, onChanged: onQueued }),
    requests: createRequestDesk({ clock, policy, identity, staff, people, client, commands, key }),
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
    finding: createPeopleDesk({ store, clock, audit, identity, staff, people, scanner: ports.scanner }),
    failures: createPeopleFailures({ store, audit, staff, client }),
  };
}
