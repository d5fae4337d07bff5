import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import { verifyOperatorAssertion } from '../../exchange/operator-assertion.ts';
import type { StatementResponse } from '../../exchange/operator-interface.ts';
import {
  type OperatorStatement,
  statementDigest,
  statementToleranceMs,
} from '../../exchange/operator-statement.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import { readInstitution } from '../institution.ts';
import type { KnownStation } from '../station-proof.ts';
import type { HubDatabase, HubTransaction } from '../store/hub-database.ts';
import { lockRegistry } from '../store/transaction-locks.ts';
import { beginTotp } from '../totp/totp-set-up.ts';
import { mintInvitation } from './invitation-table.ts';
import { judgeStatement } from './judge-statement.ts';
import { readPolicyInForce } from './operator-rules.ts';
import { endOperator, findOperator, readOperators } from './operator-table.ts';
import { keepStatement } from './statement-table.ts';

interface Arrival {
  readonly statement: OperatorStatement;
  readonly assertion: OperatorAssertion;
}

/**
 * Takes what an operator stated and signed about the registry: verified as commands are, for this station and this
 * moment, judged and carried out under the registry's lock, once per id. What is refused leaves nothing behind.
 */
export async function acceptStatement(
  context: { readonly database: HubDatabase; readonly key: SigningKey },
  station: KnownStation,
  arrival: Arrival,
  now: Date,
): Promise<Result<StatementResponse>> {
  const { kysely } = context.database;
  const { statement, assertion } = arrival;
  const institution = await readInstitution(kysely);
  if (institution === null) return refuse('operators/statement-refused');
  const { settings } = institution;
  const fits =
    statement.station === station.id &&
    statement.institution === settings.institution.id &&
    Math.abs(Date.parse(statement.issuedAt) - now.getTime()) <= statementToleranceMs;
  if (!fits) return refuse('operators/statement-refused');
  const signer = await findOperator(kysely, statement.by);
  const credential = signer?.credentials.find(({ id }) => id === assertion.id);
  // A platform authenticator proves a desktop account, which is not enough to change who the operators are.
  if (credential === undefined || credential.binding !== undefined)
    return refuse('operators/statement-refused');
  const verified = await verifyOperatorAssertion({
    assertion,
    challenge: statementDigest(statement),
    rpId: settings.rpId,
    credential,
  });
  if (!verified.ok) return refuse('operators/statement-refused');
  return kysely.transaction().execute(async (transaction) => {
    await lockRegistry(transaction);
    const permitted = await permit(transaction, arrival, now);
    if (!permitted.ok) return permitted;
    if (!(await keepStatement(transaction, statement, assertion, now))) return refuse('hub/conflict');
    const response = await carryOut(transaction, statement, context.key, settings.institution.id, now);
    await appendHubAudit(
      transaction,
      context.key,
      {
        kind: 'operator-statement',
        actor: { type: 'operator', id: statement.by },
        facts: {
          statement: statement.id,
          kind: statement.kind,
          operator: statement.operator,
          station: station.id,
        },
      },
      now,
    );
    return ok(response);
  });
}

/** Judged by the registry as it is under the lock: the signer's key may have ended since it was verified. */
async function permit(transaction: HubTransaction, arrival: Arrival, now: Date): Promise<Result<null>> {
  const { statement, assertion } = arrival;
  const operators = await readOperators(transaction);
  const signer = operators.find(({ id }) => id === statement.by);
  if (signer === undefined || !signer.credentials.some(({ id }) => id === assertion.id))
    return refuse('operators/statement-refused');
  const policy = await readPolicyInForce(transaction, now);
  return judgeStatement(statement, {
    signer,
    subject: operators.find(({ id }) => id === statement.operator) ?? null,
    operators,
    rules: policy?.operators ?? null,
    platform: policy?.operatorSession,
  });
}

async function carryOut(
  transaction: HubTransaction,
  statement: OperatorStatement,
  key: SigningKey,
  institution: string,
  now: Date,
): Promise<StatementResponse> {
  switch (statement.kind) {
    case 'invite':
    case 'recover':
    case 'platform': {
      const { code, expiresAt } = await mintInvitation(transaction, statement, key, now);
      return { kind: 'code', code, expiresAt: expiresAt.toISOString() };
    }
    case 'revoke': {
      const subject = await findOperator(transaction, statement.operator);
      if (subject !== null && subject.revokedAt === null) await endOperator(transaction, subject, now);
      return { kind: 'done' };
    }
    case 'totp':
      return { kind: 'totp', ...(await beginTotp(transaction, statement, key, institution, now)) };
  }
}
