import type { HubClient } from './hub-link/hub-client.ts';
import { createOperatorApp, type OperatorApp } from './operators/operator-app.ts';
import { createOperatorEnrolment, type OperatorEnrolment } from './operators/operator-enrolment.ts';
import { createOperatorStatements } from './operators/operator-statements.ts';
import { createOperators, type Operators } from './operators/operators.ts';
import { createPlatformEnrolment, type PlatformEnrolment } from './operators/platform-enrolment.ts';
import type { AuditTrail, HubLink, PolicySource, StationIdentity, Store, TrustedClock } from './ports.ts';
import type { StaffParts } from './staff-parts.ts';

/** How people become operators and stop being them, as the rest of the agent sees it. */
export interface OperatorParts {
  readonly operators: Operators;
  readonly platform: PlatformEnrolment;
  readonly app: OperatorApp;
  readonly enrolment: OperatorEnrolment;
}

/** Ties the rooms of the operators' registry: invitation, enrolment, authenticator app, this computer as a key. */
export function createOperatorParts(ports: {
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly policy: PolicySource;
  readonly client: HubClient;
  readonly link: HubLink;
  readonly staff: Pick<StaffParts, 'key' | 'sessions' | 'registration'>;
}): OperatorParts {
  const { store, identity, clock, audit, policy, client, link } = ports;
  const { key, sessions: staff, registration: keys } = ports.staff;
  const statements = createOperatorStatements({ identity, clock, staff, key, client });
  return {
    operators: createOperators({ store, audit, staff, statements, link }),
    platform: createPlatformEnrolment({
      store,
      clock,
      audit,
      identity,
      policy,
      staff,
      statements,
      client,
      link,
    }),
    app: createOperatorApp({ store, audit, identity, policy, staff, statements, client }),
    enrolment: createOperatorEnrolment({ store, audit, client, link, keys }),
  };
}
