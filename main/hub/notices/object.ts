import { sha256Base64url } from '../../exchange/canonical-json.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import { openReview } from '../reviews/open-review.ts';
import type { HubDatabase, HubQuery } from '../store/hub-database.ts';

/** The command that the holder of this token may object to; null for a token that is unknown, used or too old. */
export async function commandOfToken(query: HubQuery, token: string, now: Date): Promise<string | null> {
  const row = await query
    .selectFrom('objection')
    .innerJoin('notice', 'notice.id', 'objection.notice')
    .select('notice.command')
    .where('token_hash', '=', sha256Base64url(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.command ?? null;
}

/** Takes an objection, once per token, and opens a review of its command. Null where the token does not count. */
export async function object(
  context: { readonly database: HubDatabase; readonly key: SigningKey },
  token: string,
  now: Date,
): Promise<string | null> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    const used = await transaction
      .updateTable('objection')
      .set({ used_at: now })
      .where('token_hash', '=', sha256Base64url(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('notice')
      .executeTakeFirst();
    if (used === undefined) return null;
    const { command, person } = await transaction
      .selectFrom('notice')
      .select(['command', 'person'])
      .where('id', '=', used.notice)
      .executeTakeFirstOrThrow();
    await openReview(transaction, command, 'objection', now);
    const actor = { type: 'visitor', id: null } as const;
    const facts = { command, reason: 'objection' };
    await appendHubAudit(
      transaction,
      context.key,
      { kind: 'review-opened', actor, facts, subject: person },
      now,
    );
    return command;
  });
}
