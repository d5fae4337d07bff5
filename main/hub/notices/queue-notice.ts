import { randomUUID } from 'node:crypto';
import type { CommandKind } from '../../../preload/contract/models/commands.ts';
import type { CommandChange } from '../reconcile/settle.ts';
import type { HubTransaction } from '../store/hub-database.ts';
import type { NoticeKind } from '../store/operation-tables.ts';

/** What the person is told of a suspension's new state; null for what concerns nobody but the hub. */
export function noticeOf(
  before: { readonly kind: CommandKind; readonly applied_at: Date | null },
  change: Pick<CommandChange, 'state' | 'ending'>,
): NoticeKind | null {
  if (changesFactors.includes(before.kind)) return factorsChanged(change) ? 'factors-changed' : null;
  if (before.kind !== 'suspend') return null;
  switch (change.state) {
    case 'applied':
    case 'propagating':
      // Sent again by a sweep, it was in force before.
      return before.applied_at === null ? 'suspended' : null;
    case 'ended':
      if (change.ending === 're-enrolled') return 're-enrolled';
      return change.ending === 'never-applied' ? null : 'ended';
    case 'refused':
      return 'refused';
    default:
      return null;
  }
}

const changesFactors: readonly CommandKind[] = ['reset-factors', 'new-totp', 'temporary-code'];

/** Whether something of the person's may have been changed: they hear of that too where nobody knows whether it was. */
function factorsChanged({ state, ending }: Pick<CommandChange, 'state' | 'ending'>): boolean {
  if (state === 'issued') return true;
  return state === 'ended' && ending !== undefined && ['done', 'partly', 'result-unknown'].includes(ending);
}

/** Queues the mail in the transaction of what it tells, once per command and kind (I3), where an address is known. */
export async function queueNotice(
  transaction: HubTransaction,
  news: {
    readonly before: {
      readonly kind: CommandKind;
      readonly person: string;
      readonly applied_at: Date | null;
    };
    readonly change: Pick<CommandChange, 'id' | 'state' | 'ending'>;
  },
  now: Date,
): Promise<void> {
  const { before, change } = news;
  const kind = noticeOf(before, change);
  if (kind === null) return;
  const address = await transaction
    .selectFrom('person')
    .select('id')
    .where('id', '=', before.person)
    .where('mail', 'is not', null)
    .executeTakeFirst();
  if (address === undefined) return;
  await transaction
    .insertInto('notice')
    .values({
      id: randomUUID(),
      command: change.id,
      kind,
      person: before.person,
      queued_at: now,
      state: 'queued',
      state_at: now,
      next_run: now,
    })
    .onConflict((conflict) => conflict.columns(['command', 'kind']).doNothing())
    .execute();
}
