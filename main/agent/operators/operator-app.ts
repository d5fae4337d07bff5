import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { TotpSetUp } from '../../../preload/contract/models/operators.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import {
  signInStatement,
  type TotpVerdict,
  totpConfirmResponse,
  totpSignInResponse,
} from '../../exchange/operator-interface.ts';
import { verifyDocument } from '../../exchange/signed-document.ts';
import { verificationKey } from '../../exchange/signing-key.ts';
import { recordOperatorAct } from '../audit/record-operator-act.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { AuditTrail, PolicySource, StationIdentity, Store } from '../ports.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import type { OperatorStatements } from './operator-statements.ts';

type Nothing = Record<string, never>;

/** An operator's authenticator app as a second way in. Its secret and its codes are the hub's alone to judge. */
export interface OperatorApp {
  allowed(): Result<{ readonly allowed: boolean }>;
  signIn(input: InputOf<'staff.totpSignIn'>): Promise<Result<StaffSession>>;
  begin(): Promise<Result<TotpSetUp>>;
  confirm(input: InputOf<'totp.confirm'>): Promise<Result<Nothing>>;
}

export function createOperatorApp(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly identity: StationIdentity;
  readonly policy: PolicySource;
  readonly staff: StaffSessions;
  readonly statements: OperatorStatements;
  readonly client: HubClient;
}): OperatorApp {
  const isAllowed = () => {
    const current = ports.policy.current();
    return current.state === 'valid' && current.policy.operators?.totp === true;
  };

  /** Has the hub judge a code, and believes only its signed word to this station's own nonce. */
  const prove = async (operator: string, typed: string, nonce: string): Promise<Result<string>> => {
    const enrolment = ports.identity.enrolment();
    if (enrolment === null) return refuse('station/not-enrolled');
    const code = readCode(typed);
    if (code === null) return refuse('totp/wrong');
    const request = { operator, code, nonce };
    const answer = await ports.client.ask('/v1/operators/totp/sign-in', request, totpSignInResponse);
    if (!answer.ok) return answer;
    if (answer.value.outcome !== 'ok') return refuseVerdict(answer.value);
    const key = verificationKey(enrolment.hubKey);
    const { statement } = answer.value;
    const word = verifyDocument('madoguchi-sign-in+jws', statement, key, signInStatement, 'totp/wrong');
    if (!word.ok) return word;
    const { value } = word;
    const meant =
      value.station === enrolment.station.id && value.operator === operator && value.nonce === nonce;
    return meant ? ok(statement) : refuse('totp/wrong');
  };

  return {
    allowed: () => ok({ allowed: isAllowed() }),

    async signIn({ operatorId, code }) {
      if (!isAllowed()) return refuse('totp/not-allowed');
      return ports.staff.codeSignIn(operatorId, (nonce) => prove(operatorId, code, nonce));
    },

    async begin() {
      if (!isAllowed()) return refuse('totp/not-allowed');
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const stating = await ports.statements.state({ kind: 'totp', operator: operator.value.id });
      if (!stating.ok) return stating;
      const { id, answer } = stating.value;
      if (answer.kind !== 'totp') return refuse('operators/statement-refused');
      const { uri, secret, expiresAt } = answer;
      return ok({ id, uri, secret, expiresAt });
    },

    async confirm({ id, code: typed }) {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const code = readCode(typed);
      if (code === null) return refuse('totp/wrong');
      const request = { statement: id, operator: operator.value.id, code };
      const answer = await ports.client.ask('/v1/operators/totp/confirm', request, totpConfirmResponse);
      if (!answer.ok) return answer;
      if (answer.value.outcome !== 'ok') return refuseVerdict(answer.value);
      recordOperatorAct(ports, {
        kind: 'totp-set-up',
        operator: operator.value.id,
        facts: { statement: id },
      });
      return ok({});
    },
  };
}

/** Six digits, as people type them: full-width ones, and a space in the middle. */
function readCode(typed: string): string | null {
  const digits = typed.normalize('NFKC').replaceAll(/\s/g, '');
  return /^[0-9]{6}$/.test(digits) ? digits : null;
}

function refuseVerdict(verdict: TotpVerdict): Result<never> {
  switch (verdict.outcome) {
    case 'wrong':
      return refuse('totp/wrong');
    case 'used':
      return refuse('totp/used');
    case 'wait':
      return refuse('totp/wait', { seconds: verdict.seconds });
    case 'too-many-failures':
      return refuse('totp/too-many-failures');
    case 'clock': {
      const off = Math.abs(verdict.aheadSeconds);
      const parameters = { minutes: Math.floor(off / 60), seconds: off % 60 };
      return refuse(verdict.aheadSeconds > 0 ? 'totp/clock-ahead' : 'totp/clock-behind', parameters);
    }
    case 'zone': {
      const off = Math.abs(verdict.aheadMinutes);
      const parameters = { hours: Math.floor(off / 60), minutes: off % 60 };
      return refuse(verdict.aheadMinutes > 0 ? 'totp/zone-ahead' : 'totp/zone-behind', parameters);
    }
  }
}
