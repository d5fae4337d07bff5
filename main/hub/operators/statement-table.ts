import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import type { OperatorStatement } from '../../exchange/operator-statement.ts';
import type { HubTransaction } from '../store/hub-database.ts';

/** Keeps a statement with what vouches for it; null is the hub's own machine. False, and nothing kept, for an id that is known. */
export async function keepStatement(
  transaction: HubTransaction,
  statement: OperatorStatement,
  assertion: OperatorAssertion | null,
  now: Date,
): Promise<boolean> {
  const kept = await transaction
    .insertInto('operator_statement')
    .values({
      id: statement.id,
      kind: statement.kind,
      signed_by: statement.by,
      operator: statement.operator,
      station: statement.station,
      body: JSON.stringify(statement),
      assertion: JSON.stringify(assertion),
      received_at: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return kept !== undefined;
}
