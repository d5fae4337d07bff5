import type { z } from 'zod';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { signInStatement, TotpVerdict } from '../../exchange/operator-interface.ts';
import { signDocument } from '../../exchange/signed-document.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { stepAt } from '../../exchange/totp-code.ts';
import { hubSecret, unseal } from '../hub-secret.ts';
import { readOperatorRules } from '../operators/operator-rules.ts';
import { findOperator } from '../operators/operator-table.ts';
import type { KnownStation } from '../station-proof.ts';
import type { HubDatabase, HubTransaction } from '../store/hub-database.ts';
import { judgeCode, mostFailures, waitAfter } from './judge-code.ts';

interface Attempt {
  readonly operator: string;
  readonly code: string;
  readonly nonce: string;
}

type Outcome = { readonly outcome: 'ok'; readonly statement: string } | TotpVerdict;

/**
 * Verifies an operator's code, here alone, so that it serves one station: the row stays locked from reading to writing,
 * and is written only if its step is still the older one, by whichever hub. An operator without an app gets the answer
 * of a wrong code.
 */
export async function totpSignIn(
  context: { readonly database: HubDatabase; readonly key: SigningKey },
  station: KnownStation,
  attempt: Attempt,
  now: Date,
): Promise<Result<Outcome>> {
  const rules = await readOperatorRules(context.database.kysely, now);
  if (rules?.totp !== true) return refuse('totp/not-allowed');
  const judged = await context.database.kysely
    .transaction()
    .execute((transaction) => judge(transaction, context.key, attempt, now));
  if (judged !== 'accepted') return ok(judged);
  const payload: z.infer<typeof signInStatement> = {
    v: 1,
    station: station.id,
    operator: attempt.operator,
    nonce: attempt.nonce,
    at: now.toISOString(),
  };
  return ok({ outcome: 'ok', statement: signDocument('madoguchi-sign-in+jws', payload, context.key) });
}

async function judge(
  transaction: HubTransaction,
  key: SigningKey,
  { operator, code }: Attempt,
  now: Date,
): Promise<TotpVerdict | 'accepted'> {
  const row = await transaction
    .selectFrom('operator_totp')
    .selectAll()
    .where('operator', '=', operator)
    .forUpdate()
    .executeTakeFirst();
  const record = await findOperator(transaction, operator);
  if (row === undefined || record === null || record.revokedAt !== null) return { outcome: 'wrong' };
  if (row.failures >= mostFailures) return { outcome: 'too-many-failures' };
  const waitMs = (row.wait_until?.getTime() ?? 0) - now.getTime();
  if (waitMs > 0) return { outcome: 'wait', seconds: Math.ceil(waitMs / 1000) };
  const told = await transaction
    .selectFrom('operator_totp_told')
    .select('step')
    .where('operator', '=', operator)
    .where('step', '>=', stepAt(now) - 1)
    .execute();
  const judged = judgeCode({
    secret: unseal(hubSecret(key, 'totp-secret'), row.secret, operator),
    code,
    now,
    lastStep: Number(row.last_step),
    told: new Set(told.map(({ step }) => Number(step))),
  });
  if (judged.outcome === 'accepted') {
    const moved = await transaction
      .updateTable('operator_totp')
      .set({ last_step: judged.step, failures: 0, wait_until: null })
      .where('operator', '=', operator)
      .where('last_step', '<', judged.step)
      .returning('operator')
      .executeTakeFirst();
    return moved === undefined ? { outcome: 'used' } : 'accepted';
  }
  await recordFailure(transaction, operator, row.failures + 1, judged.told, now);
  return judged.verdict;
}

async function recordFailure(
  transaction: HubTransaction,
  operator: string,
  failures: number,
  told: readonly number[],
  now: Date,
): Promise<void> {
  await transaction
    .updateTable('operator_totp')
    .set({ failures, wait_until: new Date(now.getTime() + waitAfter(failures) * 1000) })
    .where('operator', '=', operator)
    .execute();
  await transaction
    .deleteFrom('operator_totp_told')
    .where('operator', '=', operator)
    .where('step', '<', stepAt(now) - 1)
    .execute();
  if (told.length === 0) return;
  await transaction
    .insertInto('operator_totp_told')
    .values(told.map((step) => ({ operator, step })))
    .onConflict((conflict) => conflict.columns(['operator', 'step']).doNothing())
    .execute();
}
