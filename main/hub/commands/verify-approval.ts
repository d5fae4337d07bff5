import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import { bindingCounts } from '../../exchange/credential-binding.ts';
import { type OperatorRecord, verifyOperatorAssertion } from '../../exchange/operator-assertion.ts';
import type { Approval } from '../../exchange/second-approval.ts';
import type { HubDatabase } from '../store/hub-database.ts';

/**
 * Verifies one operator's signature over a command's digest: by a credential of theirs, and by a platform authenticator
 * only at its own station, as the policy that the command names allows (I10). What comes out is what a second signature
 * over the same command is judged against, by `judgeSecondApproval`.
 */
export async function verifyApproval(
  database: HubDatabase,
  given: {
    readonly operator: OperatorRecord;
    readonly assertion: OperatorAssertion;
    /** base64url. */
    readonly digest: string;
    /** The station whose proof came with it. */
    readonly station: string;
    readonly rpId: string;
    readonly policyVersion: number;
  },
): Promise<Result<Approval>> {
  const { operator, assertion } = given;
  const credential = operator.credentials.find(({ id }) => id === assertion.id);
  if (credential === undefined) return refuse('hub/assertion-refused');
  const { binding } = credential;
  if (binding !== undefined) {
    const policy = await database.kysely
      .selectFrom('policy')
      .select('document')
      .where('version', '=', given.policyVersion)
      .executeTakeFirst();
    const counts = bindingCounts(binding, given.station, policy?.document.operatorSession);
    if (!counts.ok) return counts;
  }
  const verified = await verifyOperatorAssertion({
    assertion,
    challenge: given.digest,
    rpId: given.rpId,
    credential,
  });
  return verified.ok ? ok({ operator: operator.id, person: operator.person, binding }) : verified;
}
