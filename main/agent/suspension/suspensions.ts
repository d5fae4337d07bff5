import { randomUUID } from 'node:crypto';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CommandView } from '../../../preload/contract/models.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import type { ResumeCommand } from '../../exchange/command.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { PolicySource, StationIdentity, Store, TrustedClock } from '../ports.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import { findCommand, listCommands } from './command-views.ts';
import type { SignedCommands } from './signed-commands.ts';

export interface Suspensions {
  list(input: InputOf<'suspension.list'>): Result<CommandView[]>;
  /** Ends a suspension early: a command of its own that names what it ends, signed by the operator's key. */
  resume(input: InputOf<'suspension.resume'>): Promise<Result<CommandView>>;
}

/** The board: what this station queued, and what became of it. */
export function createSuspensions(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly identity: StationIdentity;
  readonly staff: StaffSessions;
  readonly people: PeopleReplica;
  readonly outbox: Outbox;
  readonly commands: SignedCommands;
}): Suspensions {
  return {
    list: ({ limit }) => ok(listCommands(ports, limit)),

    async resume({ commandId }) {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const now = ports.clock.trusted();
      if (!now.ok) return now;
      const policy = ports.policy.current();
      if (policy.state === 'invalid') return refuse('policy/missing');
      const enrolment = ports.identity.enrolment();
      if (enrolment === null) return refuse('station/not-enrolled');
      const suspension = findCommand(ports, commandId);
      if (suspension === null || suspension.kind !== 'suspend') return refuse('command/unknown');
      if (suspension.state === 'ended' || suspension.state === 'refused')
        return refuse('command/already-ended');
      const person = ports.people.get(suspension.person.id);
      if (person === undefined) return refuse('person/unknown');
      if (operator.value.person === person.id) return refuse('case/own-account');
      const command: ResumeCommand = {
        v: 1,
        kind: 'resume',
        id: randomUUID(),
        institution: enrolment.institution.id,
        station: enrolment.station.id,
        operator: operator.value.id,
        person: person.id,
        issuedAt: now.value.toISOString(),
        policyVersion: policy.policy.version,
        ends: [commandId],
      };
      return ports.commands.signAndQueue({
        command,
        operator: operator.value,
        person,
        alsoWrite: () => undefined,
      });
    },
  };
}
