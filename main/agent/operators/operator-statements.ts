import { randomUUID } from 'node:crypto';
import { type Result, refuse } from '../../../preload/contract/errors.ts';
import { type StatementResponse, statementResponse } from '../../exchange/operator-interface.ts';
import { type OperatorStatement, statementDigest } from '../../exchange/operator-statement.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { StationIdentity, TrustedClock } from '../ports.ts';
import type { OperatorKey } from '../staff/operator-key.ts';
import type { StaffSessions } from '../staff/staff-session.ts';

/** What a statement says besides who states it, where and when. */
export type Stated = {
  [Kind in OperatorStatement['kind']]: Omit<
    Extract<OperatorStatement, { kind: Kind }>,
    'v' | 'id' | 'institution' | 'station' | 'by' | 'issuedAt'
  >;
}[OperatorStatement['kind']];

export interface OperatorStatements {
  /** Has the signed-in operator's own key sign a statement, and hands it to the hub at once. Answers with its id. */
  state(
    stated: Stated,
  ): Promise<Result<{ readonly id: string; readonly by: string; readonly answer: StatementResponse }>>;
}

/** Statements about the operators' registry. They are made only with the hub, and nothing of them is queued. */
export function createOperatorStatements(ports: {
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly staff: StaffSessions;
  readonly key: OperatorKey;
  readonly client: HubClient;
}): OperatorStatements {
  return {
    async state(stated) {
      if (ports.staff.current()?.method === 'totp') return refuse('staff/key-sign-in-needed');
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const now = ports.clock.trusted();
      if (!now.ok) return now;
      const enrolment = ports.identity.enrolment();
      if (enrolment === null) return refuse('station/not-enrolled');
      const by = operator.value.id;
      const statement: OperatorStatement = {
        v: 1,
        id: randomUUID(),
        institution: enrolment.institution.id,
        station: enrolment.station.id,
        by,
        issuedAt: now.value.toISOString(),
        ...stated,
      };
      const proof = await ports.key.prove('sign-statement', statementDigest(statement), by);
      if (!proof.ok) return proof;
      const request = { statement, assertion: proof.value.assertion };
      const answer = await ports.client.ask('/v1/operators/statements', request, statementResponse);
      return answer.ok ? { ok: true, value: { id: statement.id, by, answer: answer.value } } : answer;
    },
  };
}
