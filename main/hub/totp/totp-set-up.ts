import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { TotpVerdict } from '../../exchange/operator-interface.ts';
import type { OperatorStatement } from '../../exchange/operator-statement.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { base32Of, newTotpSecret, totpAddress } from '../../exchange/totp-code.ts';
import { hubSecret, seal, unseal } from '../hub-secret.ts';
import type { HubDatabase, HubTransaction } from '../store/hub-database.ts';
import { lockRegistry } from '../store/transaction-locks.ts';
import { judgeCode } from './judge-code.ts';

const setUpMs = 10 * 60_000;
/** Wrong first codes that a set-up survives. */
const tries = 10;

/** Makes a secret for an operator's app. It counts for nothing before {@link confirmTotp}. */
export async function beginTotp(
  transaction: HubTransaction,
  statement: OperatorStatement,
  key: SigningKey,
  institution: string,
  now: Date,
): Promise<{ readonly uri: string; readonly secret: string; readonly expiresAt: string }> {
  const secret = newTotpSecret();
  const expiresAt = new Date(now.getTime() + setUpMs);
  const { operator } = statement;
  await transaction.deleteFrom('operator_totp_set_up').where('operator', '=', operator).execute();
  await transaction
    .insertInto('operator_totp_set_up')
    .values({
      statement: statement.id,
      operator,
      secret: seal(hubSecret(key, 'totp-secret'), secret, operator),
      expires_at: expiresAt,
      tries_left: tries,
    })
    .execute();
  const base32 = base32Of(secret);
  return {
    uri: totpAddress(`Madoguchi ${institution}`, operator, base32),
    secret: base32,
    expiresAt: expiresAt.toISOString(),
  };
}

/** The app's first code: from now on its codes are accepted, this one excepted, and no other app's. */
export function confirmTotp(
  context: { readonly database: HubDatabase; readonly key: SigningKey },
  request: { readonly statement: string; readonly operator: string; readonly code: string },
  now: Date,
): Promise<Result<{ readonly outcome: 'ok' } | TotpVerdict>> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    await lockRegistry(transaction);
    const setUp = await transaction
      .selectFrom('operator_totp_set_up')
      .selectAll()
      .where('statement', '=', request.statement)
      .where('operator', '=', request.operator)
      .where('expires_at', '>', now)
      .where('tries_left', '>', 0)
      .forUpdate()
      .executeTakeFirst();
    if (setUp === undefined) return refuse('totp/set-up-over');
    const judged = judgeCode({
      secret: unseal(hubSecret(context.key, 'totp-secret'), setUp.secret, setUp.operator),
      code: request.code,
      now,
      lastStep: 0,
      told: new Set(),
    });
    const mine = transaction.deleteFrom('operator_totp_set_up').where('statement', '=', setUp.statement);
    if (judged.outcome === 'refused') {
      // What a guess was told about the time makes this secret too well known: another one has to be made.
      if (judged.told.length > 0) await mine.execute();
      else
        await transaction
          .updateTable('operator_totp_set_up')
          .set({ tries_left: setUp.tries_left - 1 })
          .where('statement', '=', setUp.statement)
          .execute();
      return ok(judged.verdict);
    }
    await mine.execute();
    const { secret, operator } = setUp;
    const row = { secret, set_up_at: now, last_step: judged.step, failures: 0, wait_until: null };
    await transaction
      .insertInto('operator_totp')
      .values({ operator, ...row })
      .onConflict((conflict) => conflict.column('operator').doUpdateSet(row))
      .execute();
    await transaction.deleteFrom('operator_totp_told').where('operator', '=', operator).execute();
    return ok({ outcome: 'ok' });
  });
}
