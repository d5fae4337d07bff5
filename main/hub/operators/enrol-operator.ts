import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import type { CredentialBinding } from '../../exchange/credential-binding.ts';
import { type OperatorRecord, verifyOperatorAssertion } from '../../exchange/operator-assertion.ts';
import type { EnrolmentProgress } from '../../exchange/operator-interface.ts';
import {
  conveyanceFor,
  type RegistrationLike,
  registerByRule,
} from '../../exchange/operator-registration.ts';
import type { OperatorStatement } from '../../exchange/operator-statement.ts';
import type { OperatorRules } from '../../exchange/policy-document.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { readInstitution } from '../institution.ts';
import type { HubDatabase, HubTransaction } from '../store/hub-database.ts';
import { lockRegistry } from '../store/transaction-locks.ts';
import { isOfAdministration, judgeAdministration } from './administration-invitation.ts';
import { challengeOf, type Invitation, moveOn, takeInvitation } from './invitation-table.ts';
import { judgeStatement, type StatementFacts } from './judge-statement.ts';
import { addCredentials, carriedKeys } from './operator-credentials.ts';
import { readPolicyInForce } from './operator-rules.ts';
import { closeInvitations, forgetTotp, readOperators, storeOperator } from './operator-table.ts';

export interface EnrolmentContext {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
}

/** The code of an enrolment, and the counter whose proof came with it. */
interface Presented {
  readonly code: string;
  readonly station: string;
}

/** An enrolment that may go on: its code is good, and its invitation would still be given today. */
interface Enrolment {
  readonly invitation: Invitation;
  readonly rules: OperatorRules;
  readonly rpId: string;
  readonly operators: readonly OperatorRecord[];
  /** Who the operator will be, with the keys that stay. */
  readonly record: OperatorRecord;
  readonly purpose: EnrolmentProgress['purpose'];
  /** Whether earlier keys, and an app's codes, end with it. */
  readonly replaces: boolean;
  /** Set where a station's own authenticator is registered, and no other may be. */
  readonly binding: CredentialBinding | null;
}

/** Begins, or begins anew: keys that were registered under this code and never counted are forgotten. */
export function openEnrolment(
  context: EnrolmentContext,
  presented: Presented,
): Promise<Result<EnrolmentProgress>> {
  return inEnrolment(context, presented, async (transaction, enrolment, now) => {
    const fresh = { registered: null, proven: [] };
    return ok(progressOf(enrolment, await moveOn(transaction, enrolment.invitation, fresh, now)));
  });
}

/**
 * Registers a key (WebAuthn Level 3 §7.1) by the policy's rule. It does not count before {@link proveKey}. A credential
 * that is registered already, by whomever, is refused with `enrolment/key-taken`.
 */
export function registerKey(
  context: EnrolmentContext,
  request: Presented & { readonly label: string; readonly registration: RegistrationLike },
): Promise<Result<EnrolmentProgress>> {
  return inEnrolment(context, request, async (transaction, enrolment, now) => {
    const { invitation, rules, rpId, binding } = enrolment;
    const challenge = challengeOf(invitation, 'register', now);
    // One authenticator is what a binding is for.
    const over = binding !== null && invitation.proven.length > 0;
    if (challenge === null || over) return refuse('enrolment/step-over');
    const key = await registerByRule({
      response: request.registration,
      challenge,
      rpId,
      attestation: rules.attestation,
      binding,
      now,
    });
    if (!key.ok) return key;
    if (takenCredentials(enrolment).includes(key.value.id)) return refuse('enrolment/key-taken');
    const registered = { ...key.value, label: request.label };
    const next = { registered, proven: invitation.proven };
    return ok(progressOf(enrolment, await moveOn(transaction, invitation, next, now)));
  });
}

/** Verifies the test signature of the key that was just registered (WebAuthn Level 3 §7.2): now it may count. */
export function proveKey(
  context: EnrolmentContext,
  request: Presented & { readonly assertion: OperatorAssertion },
): Promise<Result<EnrolmentProgress>> {
  return inEnrolment(context, request, async (transaction, enrolment, now) => {
    const { invitation, rpId } = enrolment;
    const challenge = challengeOf(invitation, 'prove', now);
    if (challenge === null || invitation.registered === null) return refuse('enrolment/step-over');
    const verified = await verifyOperatorAssertion({
      assertion: request.assertion,
      challenge,
      rpId,
      credential: invitation.registered,
    });
    if (!verified.ok) return refuse('staff/assertion-refused');
    const next = { registered: null, proven: [...invitation.proven, invitation.registered] };
    return ok(progressOf(enrolment, await moveOn(transaction, invitation, next, now)));
  });
}

/** Makes the record active once the policy's number of keys has proved itself, and tells every counter. */
export function finishEnrolment(
  context: EnrolmentContext,
  presented: Presented,
): Promise<Result<{ readonly operator: string }>> {
  return inEnrolment(context, presented, async (transaction, enrolment, now) => {
    const { invitation, record, replaces } = enrolment;
    if (invitation.proven.length < keysWanted(enrolment)) return refuse('enrolment/keys-missing');
    const taken = enrolment.operators.flatMap(({ credentials }) => credentials.map(({ id }) => id));
    if (invitation.proven.some(({ id }) => taken.includes(id))) return refuse('enrolment/key-taken');
    const credentials = addCredentials(record.credentials, invitation.proven);
    await closeInvitations(transaction, record.id, now);
    if (replaces) await forgetTotp(transaction, record.id);
    await storeOperator(transaction, { ...record, credentials }, now);
    return ok({ operator: record.id });
  });
}

/** Every refusal about the code is the same, and one that is decided in here is not rolled back: tries are counted. */
async function inEnrolment<T>(
  context: EnrolmentContext,
  { code, station }: Presented,
  work: (transaction: HubTransaction, enrolment: Enrolment, now: Date) => Promise<Result<T>>,
): Promise<Result<T>> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    await lockRegistry(transaction);
    const now = context.now();
    const institution = await readInstitution(transaction);
    const taken = await takeInvitation(transaction, code, context.key, now);
    if (institution === null || taken === null) return refuse('enrolment/code-refused');
    const { invitation, statement } = taken;
    const operators = await readOperators(transaction);
    const policy = await readPolicyInForce(transaction, now);
    const rules = policy?.operators ?? null;
    const subject = operators.find(({ id }) => id === statement.operator) ?? null;
    if (rules === null) return refuse('enrolment/code-refused');
    const facts = { subject, operators, rules, platform: policy?.operatorSession };
    if (!isStillGood(statement, station, facts)) return refuse('enrolment/code-refused');
    const rpId = institution.settings.rpId;
    const common = { invitation, rules, rpId, operators, replaces: false, binding: null };
    switch (statement.kind) {
      case 'invite': {
        const { operator: id, name, role, person } = statement;
        const record = { id, name, role, person, credentials: [], revokedAt: null };
        return work(transaction, { ...common, record, purpose: 'new' }, now);
      }
      case 'recover': {
        if (subject === null) return refuse('enrolment/code-refused');
        const record = statement.revokeKeys ? { ...subject, credentials: [] } : subject;
        const replaces = statement.revokeKeys;
        return work(transaction, { ...common, record, purpose: 'recovery', replaces }, now);
      }
      case 'platform': {
        if (subject === null || statement.station !== station) return refuse('enrolment/code-refused');
        const binding = { station, account: statement.account };
        return work(transaction, { ...common, record: subject, purpose: 'platform', binding }, now);
      }
      case 'revoke':
      case 'totp':
        throw new Error('a statement of this kind has no code');
    }
  });
}

/** An invitation is worth what its signer may do now: it ends with their own registration. IT's is good at its counter only. */
function isStillGood(
  statement: OperatorStatement,
  station: string,
  facts: Omit<StatementFacts, 'signer'>,
): boolean {
  if (isOfAdministration(statement))
    return statement.station === station && judgeAdministration(statement, facts.operators) === null;
  const signer = facts.operators.find(({ id }) => id === statement.by);
  return signer !== undefined && judgeStatement(statement, { ...facts, signer }).ok;
}

/** Keys that are carried and stay count; at least one new credential is what an enrolment is for. */
function keysWanted({ rules, record, binding }: Enrolment): number {
  return binding === null ? Math.max(1, rules.minimumKeys - carriedKeys(record.credentials)) : 1;
}

/** Every credential that is or was registered, and those of this enrolment: a person's keys are theirs alone. */
function takenCredentials({ operators, invitation }: Pick<Enrolment, 'operators' | 'invitation'>): string[] {
  const registered = operators.flatMap(({ credentials }) => credentials);
  return [...registered, ...invitation.proven].map(({ id }) => id);
}

/** Those of them that the authenticator may hold and must not register anew. */
function excludedCredentials(enrolment: Enrolment, invitation: Invitation): string[] {
  const active = enrolment.operators.filter(({ revokedAt }) => revokedAt === null);
  const { binding } = enrolment;
  if (binding === null) return takenCredentials({ operators: active, invitation });
  // A computer's own authenticator holds only what was registered at it.
  return active
    .flatMap(({ credentials }) => credentials)
    .filter((one) => one.binding?.station === binding.station)
    .map(({ id }) => id);
}

function progressOf(enrolment: Enrolment, invitation: Invitation): EnrolmentProgress {
  const { id, name, role } = enrolment.record;
  if (invitation.challenge === null) throw new Error('an enrolment that goes on has a challenge');
  return {
    operator: { id, name, role },
    purpose: enrolment.purpose,
    keys: invitation.proven.map(({ label }) => label),
    minimumKeys: keysWanted(enrolment),
    challenge: invitation.challenge,
    attestation: conveyanceFor(enrolment.rules.attestation),
    exclude: excludedCredentials(enrolment, invitation),
    expiresAt: invitation.expires_at.toISOString(),
  };
}
