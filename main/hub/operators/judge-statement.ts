import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import { bindingCounts, type PlatformRules } from '../../exchange/credential-binding.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { OperatorStatement } from '../../exchange/operator-statement.ts';
import type { OperatorRules } from '../../exchange/policy-document.ts';
import { carriedKeys, isBoundToAnother } from './operator-credentials.ts';

export interface StatementFacts {
  /** The signer as the registry has them now. */
  readonly signer: OperatorRecord;
  /** Whom it is about; null when there is no such operator. */
  readonly subject: OperatorRecord | null;
  readonly operators: readonly OperatorRecord[];
  readonly rules: OperatorRules | null;
  /** What the policy says of platform authenticators. */
  readonly platform: PlatformRules | undefined;
}

/**
 * Judges a statement whose signature holds (I4): supervisors invite, recover and revoke others and never themselves, be
 * it under a second name; nobody gets a second registration under an account that has one; only the operators themselves
 * set up their app, or bind a station's own authenticator.
 */
export function judgeStatement(statement: OperatorStatement, facts: StatementFacts): Result<null> {
  const { signer, subject, rules } = facts;
  if (signer.revokedAt !== null) return refuse('hub/operator-revoked');
  if (statement.kind === 'totp') {
    if (statement.operator !== signer.id) return refuse('staff/not-permitted');
    return rules?.totp === true ? ok(null) : refuse('totp/not-allowed');
  }
  if (statement.kind === 'platform') return judgePlatform(statement, facts);
  if (signer.role !== 'supervisor') return refuse('staff/not-permitted');
  if (statement.operator === signer.id) return refuse('operators/own');
  switch (statement.kind) {
    case 'invite': {
      if (rules === null) return refuse('operators/policy-silent');
      if (subject !== null) return refuse('operators/exists');
      return judgePerson(statement.person, signer, facts.operators);
    }
    case 'recover': {
      if (rules === null) return refuse('operators/policy-silent');
      if (subject === null || subject.revokedAt !== null) return refuse('operators/unknown');
      const samePerson = subject.person !== null && subject.person === signer.person;
      return samePerson ? refuse('operators/own') : ok(null);
    }
    case 'revoke':
      // Also without a policy: it only takes away.
      return subject === null ? refuse('operators/unknown') : ok(null);
  }
}

/**
 * A platform authenticator comes in addition to a key that its operator carries, on an account that is theirs alone: one
 * to which another operator is bound is shared, whatever the policy says of it.
 */
function judgePlatform(
  { operator, station, account }: Extract<OperatorStatement, { kind: 'platform' }>,
  { signer, operators, rules, platform }: StatementFacts,
): Result<null> {
  if (operator !== signer.id) return refuse('staff/not-permitted');
  if (rules === null) return refuse('operators/policy-silent');
  if (carriedKeys(signer.credentials) === 0) return refuse('enrolment/keys-missing');
  const binding = { station, account };
  const counts = bindingCounts(binding, station, platform);
  if (!counts.ok) return counts;
  return isBoundToAnother(binding, operator, operators) ? refuse('staff/shared-account') : ok(null);
}

/** An account belongs to one operator, and never to whom invites. */
function judgePerson(
  person: string | null,
  signer: OperatorRecord,
  operators: readonly OperatorRecord[],
): Result<null> {
  if (person === null) return ok(null);
  if (person === signer.person) return refuse('operators/own');
  return operators.some((one) => one.revokedAt === null && one.person === person)
    ? refuse('operators/person-taken')
    : ok(null);
}
