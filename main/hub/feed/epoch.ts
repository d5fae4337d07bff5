import { randomUUID } from 'node:crypto';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import type { HubDatabase, HubTransaction } from '../store/hub-database.ts';

/** A station whose cursor is wrong for reasons of its own can't make everybody begin anew more often than this. */
const renewalPauseMs = 3_600_000;

/** Begins a new epoch of the feed: every station reads it from its beginning, and sends again what the hub may have lost. */
export async function renewEpoch(transaction: HubTransaction, key: SigningKey, now: Date): Promise<void> {
  await transaction.updateTable('feed_head').set({ epoch: randomUUID(), epoch_at: now }).execute();
  const actor = { type: 'hub', id: null } as const;
  await appendHubAudit(transaction, key, { kind: 'feed-renewed', actor, facts: {} }, now);
}

/** A station that has read further in this epoch than there is shows that an older database was put back. */
export async function noticeRestore(
  context: { readonly database: HubDatabase; readonly key: SigningKey },
  place: { readonly cursor: number; readonly epoch?: string | undefined },
  now: Date,
): Promise<void> {
  const { kysely } = context.database;
  const select = ['position', 'epoch', 'epoch_at'] as const;
  const isAhead = (head: { position: number; epoch: string; epoch_at: Date | null }) =>
    place.epoch === head.epoch &&
    place.cursor > head.position &&
    (head.epoch_at === null || now.getTime() - head.epoch_at.getTime() >= renewalPauseMs);
  if (!isAhead(await kysely.selectFrom('feed_head').select(select).executeTakeFirstOrThrow())) return;
  await kysely.transaction().execute(async (transaction) => {
    const head = await transaction
      .selectFrom('feed_head')
      .select(select)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (isAhead(head)) await renewEpoch(transaction, context.key, now);
  });
}
