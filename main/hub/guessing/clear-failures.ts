import type { z } from 'zod';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { clearFailuresRequest, personFailuresRequest } from '../../exchange/guessing.ts';
import { tagOfLogin } from '../../exchange/login-tag.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import { appendFailures } from '../feed/append.ts';
import { findOperator } from '../operators/operator-table.ts';
import type { ProvenOperator } from '../operators/verify-operator-act.ts';
import type { HubDatabase, HubQuery } from '../store/hub-database.ts';
import { lockGuessing } from '../store/transaction-locks.ts';
import { clearSignIns, signInDigest } from './directory-sign-ins.ts';
import { type FailureSum, sumFailures } from './failure-table.ts';
import { hubTagKey } from './tag-key.ts';

/** What people type to sign in: their login, and where it differs their number. */
async function loginsOf(query: HubQuery, person: string): Promise<readonly string[] | null> {
  const row = await query.selectFrom('person').select('summary').where('id', '=', person).executeTakeFirst();
  return row === undefined ? null : [row.summary.login, row.summary.number];
}

function tagsOf(logins: readonly string[], key: SigningKey): readonly string[] {
  return [...new Set(logins.map((login) => tagOfLogin(hubTagKey(key), login)))];
}

/**
 * What the stations reported of a person's logins, for an operator who proved that it is them and who is not that person (I4).
 * Refuses with `hub/person-unknown`.
 */
export async function personFailures(
  context: { readonly database: HubDatabase; readonly key: SigningKey },
  { record }: ProvenOperator,
  { person }: Pick<z.output<typeof personFailuresRequest>, 'person'>,
): Promise<Result<FailureSum>> {
  if (record.person === person) return refuse('case/own-account');
  const { kysely } = context.database;
  const logins = await loginsOf(kysely, person);
  return logins === null
    ? refuse('hub/person-unknown')
    : ok(await sumFailures(kysely, tagsOf(logins, context.key)));
}

/**
 * Clears a person's failures at every station, at the signed word of an operator whose registration stands and who is not that
 * person (I4); that is kept. Answers with what was cleared; what was cleared already is cleared again, since a station may hold
 * failures that it could not report.
 */
export async function clearFailures(
  context: { readonly database: HubDatabase; readonly key: SigningKey },
  station: string,
  request: z.output<typeof clearFailuresRequest>,
  now: Date,
): Promise<Result<FailureSum>> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    const operator = await findOperator(transaction, request.operator);
    if (operator === null) return refuse('hub/operator-unknown');
    if (operator.revokedAt !== null) return refuse('hub/operator-revoked');
    if (operator.person === request.person) return refuse('case/own-account');
    await lockGuessing(transaction);
    const logins = await loginsOf(transaction, request.person);
    if (logins === null) return refuse('hub/person-unknown');
    const tags = tagsOf(logins, context.key);
    await clearSignIns(
      transaction,
      logins.map((login) => signInDigest(context.key, login)),
    );
    const sum = await sumFailures(transaction, tags);
    await transaction.deleteFrom('sign_in_failure').where('tag', 'in', tags).execute();
    for (const tag of tags) {
      await transaction
        .insertInto('sign_in_told')
        .values({ tag, cleared_at: now })
        .onConflict((conflict) => conflict.column('tag').doUpdateSet({ cleared_at: now }))
        .execute();
    }
    await transaction
      .insertInto('failure_clearing')
      .values({
        person: request.person,
        operator: request.operator,
        station,
        reason: request.reason,
        failures: sum.failures,
        cleared_at: now,
        proof: JSON.stringify(request),
      })
      .execute();
    for (const tag of tags) await appendFailures(transaction, tag, now);
    const { reason, person: subject } = request;
    const actor = { type: 'operator', id: request.operator } as const;
    const facts = { station, reason, failures: sum.failures };
    await appendHubAudit(transaction, context.key, { kind: 'failures-cleared', actor, facts, subject }, now);
    return ok(sum);
  });
}
