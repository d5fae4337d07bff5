import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import { bindingCounts } from '../../exchange/credential-binding.ts';
import {
  actToleranceMs,
  longestSignInMs,
  type OperatorGrant,
  type OperatorProofDocument,
  signInChallenge,
  verifyAct,
} from '../../exchange/operator-act.ts';
import { type OperatorRecord, verifyOperatorAssertion } from '../../exchange/operator-assertion.ts';
import { signInStatement } from '../../exchange/operator-interface.ts';
import { verifyDocument } from '../../exchange/signed-document.ts';
import { keyThumbprint, type SigningKey } from '../../exchange/signing-key.ts';
import { readInstitution } from '../institution.ts';
import type { KnownStation } from '../station-proof.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { readPolicyInForce } from './operator-rules.ts';
import { findOperator } from './operator-table.ts';

export interface ProvenOperator {
  readonly record: OperatorRecord;
  /** A sign-in by a code has an operator's rights, never a supervisor's. */
  readonly role: OperatorRecord['role'];
}

interface Context {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
}

/**
 * Verifies that an operator in office stands behind a request: it is signed by the key of their sign-in at this very counter,
 * which their own key signed, or the hub granted for a code, less than twelve hours ago. Whoever only has the station's key can
 * name anybody and act for nobody. Refuses with `staff/sign-in-stale` where nothing but its age is wrong.
 *
 * @param request as it came, with its proof
 */
export async function verifyOperatorAct(
  context: Context,
  station: KnownStation,
  path: string,
  request: { readonly operator: string; readonly proof: OperatorProofDocument },
): Promise<Result<ProvenOperator>> {
  const { proof, ...body } = request;
  const { operator } = request;
  const query = context.database.kysely;
  const now = context.now();
  const record = await findOperator(query, operator);
  if (record === null) return refuse('hub/operator-unknown');
  if (record.revokedAt !== null) return refuse('hub/operator-revoked');
  const act = verifyAct(proof, { station: station.id, operator, path, body, now });
  if (!act.ok) return act;
  const sessionKey = keyThumbprint(proof.sessionKey);
  const granted = await verifyGrant(context, { station, record, sessionKey, grant: proof.grant, now });
  if (!granted.ok) return granted;
  const ageMs = now.getTime() - Date.parse(granted.value.at);
  if (ageMs < -actToleranceMs) return refuse('hub/assertion-refused');
  if (ageMs > longestSignInMs) return refuse('staff/sign-in-stale');
  return ok({ record, role: proof.grant.by === 'code' ? 'operator' : record.role });
}

/** The same for what only supervisors may see and do. */
export async function verifySupervisorAct(
  ...given: Parameters<typeof verifyOperatorAct>
): Promise<Result<ProvenOperator>> {
  const proven = await verifyOperatorAct(...given);
  if (!proven.ok) return proven;
  return proven.value.role === 'supervisor' ? proven : refuse('staff/not-permitted');
}

interface Granted {
  readonly station: KnownStation;
  readonly record: OperatorRecord;
  readonly sessionKey: string;
  readonly grant: OperatorGrant;
  readonly now: Date;
}

async function verifyGrant(
  { database, key }: Context,
  { station, record, sessionKey, grant, now }: Granted,
): Promise<Result<{ readonly at: string }>> {
  const query = database.kysely;
  const policy = await readPolicyInForce(query, now);
  if (grant.by === 'code') {
    const word = verifyDocument(
      'madoguchi-sign-in+jws',
      grant.statement,
      key,
      signInStatement,
      'hub/assertion-refused',
    );
    if (!word.ok) return word;
    const { station: at, operator, nonce } = word.value;
    const fits = at === station.id && operator === record.id && nonce === sessionKey;
    if (!fits) return refuse('hub/assertion-refused');
    return policy?.operators?.totp === true ? word : refuse('totp/not-allowed');
  }
  const institution = await readInstitution(query);
  const { statement, assertion } = grant;
  const credential = record.credentials.find(({ id }) => id === assertion.id);
  const fits =
    institution !== null &&
    statement.institution === institution.settings.institution.id &&
    statement.station === station.id &&
    statement.sessionKey === sessionKey;
  if (!fits || credential === undefined) return refuse('hub/assertion-refused');
  if (credential.binding !== undefined) {
    const counts = bindingCounts(credential.binding, station.id, policy?.operatorSession);
    if (!counts.ok) return counts;
  }
  const verified = await verifyOperatorAssertion({
    assertion,
    challenge: signInChallenge(statement),
    rpId: institution.settings.rpId,
    credential,
  });
  return verified.ok ? ok(statement) : verified;
}
