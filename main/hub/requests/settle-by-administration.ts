import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import { findOperator } from '../operators/operator-table.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { lockPerson } from '../store/transaction-locks.ts';
import { type RequestOutcome, settleRequest } from './requests.ts';

export type SettlementProblem = 'request-unknown' | 'settled' | 'not-permitted' | 'own-account';

/**
 * Says in the name of an operator what became of a request; for the centre's command line. Change, the stations' news and
 * the audit entry are one transaction.
 */
export async function settleByAdministration(
  context: { readonly database: HubDatabase; readonly key: SigningKey; readonly now: () => Date },
  wish: { readonly request: string; readonly outcome: RequestOutcome; readonly by: string },
): Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: SettlementProblem }> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('command')
      .select('person')
      .where('id', '=', wish.request)
      .where('kind', '=', 'request')
      .executeTakeFirst();
    if (row === undefined) return { ok: false, problem: 'request-unknown' };
    const by = await findOperator(transaction, wish.by);
    if (by === null || by.revokedAt !== null) return { ok: false, problem: 'not-permitted' };
    if (by.person === row.person) return { ok: false, problem: 'own-account' };
    await lockPerson(transaction, row.person);
    const { request, outcome } = wish;
    const now = context.now();
    const settled = await settleRequest(transaction, { id: request, person: row.person, outcome }, now);
    if (!settled.ok) return { ok: false, problem: problems[settled.refusal.code] ?? 'settled' };
    const actor = { type: 'operator', id: by.id } as const;
    const facts = { command: request, outcome };
    await appendHubAudit(
      transaction,
      context.key,
      { kind: 'request-settled', actor, facts, subject: row.person },
      now,
    );
    return { ok: true };
  });
}

const problems: Readonly<Partial<Record<ErrorCode, SettlementProblem>>> = {
  'request/unknown': 'request-unknown',
  'request/settled': 'settled',
};
