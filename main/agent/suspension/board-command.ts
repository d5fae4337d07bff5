import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import type { Command } from '../../exchange/command.ts';
import { newCommandId } from '../../exchange/new-command-id.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { PolicySource, StationIdentity, TrustedClock } from '../ports.ts';
import type { StaffSessions } from '../staff/staff-session.ts';

/** A command of the board's, ready for its operator's key. */
export interface PreparedCommand<Kind extends Command> {
  readonly command: Kind;
  readonly operator: OperatorRecord;
  readonly preparedBy: string;
  readonly person: PersonSummary;
}

/** What every command begins with, whatever it says. */
type Beginning = Pick<
  Command,
  'v' | 'id' | 'institution' | 'station' | 'operator' | 'person' | 'issuedAt' | 'policyVersion'
>;

/** Who may sign at this moment, and how their command to a person begins. */
export interface BoardGround {
  /** Refuses who is no longer in the directory, and what would be about the operator themselves (I4). */
  begin(personId: string): Result<{ readonly common: Beginning } & Omit<PreparedCommand<Command>, 'command'>>;
}

/**
 * What a command from the board needs before its own questions: a sign-in, a signer, a time that can be trusted, a policy,
 * an enrolled station. Asked again in full when a window's answer comes.
 */
export function boardGround(
  ports: {
    readonly clock: TrustedClock;
    readonly policy: PolicySource;
    readonly identity: StationIdentity;
    readonly staff: StaffSessions;
    readonly people: PeopleReplica;
  },
  signerId: string | undefined,
): Result<BoardGround> {
  const signedIn = ports.staff.operator();
  if (!signedIn.ok) return signedIn;
  const operator = ports.staff.signer(signerId);
  if (!operator.ok) return operator;
  const now = ports.clock.trusted();
  if (!now.ok) return now;
  const policy = ports.policy.current();
  if (policy.state === 'invalid') return refuse('policy/missing');
  const enrolment = ports.identity.enrolment();
  if (enrolment === null) return refuse('station/not-enrolled');
  return ok({
    begin(personId) {
      const person = ports.people.get(personId);
      if (person === undefined) return refuse('person/unknown');
      if (operator.value.person === person.id || signedIn.value.person === person.id)
        return refuse('case/own-account');
      const common: Beginning = {
        v: 1,
        id: newCommandId(now.value),
        institution: enrolment.institution.id,
        station: enrolment.station.id,
        operator: operator.value.id,
        person: person.id,
        issuedAt: now.value.toISOString(),
        policyVersion: policy.policy.version,
      };
      return ok({ common, operator: operator.value, preparedBy: signedIn.value.id, person });
    },
  });
}
