import type { ProviderFailure } from '../../provider/provider.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import { readInstitution } from '../institution.ts';
import { listExempt, lostSuspensions, unexplainedAmong } from './exempt-people.ts';
import type { ReconcileContext } from './reconcile-person.ts';
import { withinBudget } from './within-budget.ts';

/** Most people whom one sweep resumes; more than that is a mistake somewhere, and people have to look first. */
export const maximumSwept = 20;

/** What somebody wants of a sweep that they have made themselves. */
export interface SweepWish {
  /** So many may be resumed: for whoever has looked at them. {@link maximumSwept} when absent. */
  readonly most?: number;
  /** Who has it made, as the audit chain says it; the hub when absent. */
  readonly by?: 'hub' | 'administration';
  readonly onProgress?: (done: number, total: number) => void;
}
const resumeLimitMs = 20_000;

/**
 * - `swept`: everybody without an explanation was resumed, or could not be this time (`failed`). `strangers`: so many are
 * exempt besides of whom the provider does not say who they are.
 * - `too-many`: more than {@link maximumSwept}, or than was asked for; nobody was touched. A wrong group, or a restored database.
 * - `failed`: the provider gave no list, or wants no call for now. · `elsewhere`: another hub sweeps at this moment. ·
 * `not-initialised`: this database knows no institution, so it can't say who may be exempt.
 */
export type SweepResult =
  | {
      readonly outcome: 'swept';
      readonly resumed: number;
      readonly failed: number;
      readonly missing: number;
      readonly strangers?: number;
    }
  | { readonly outcome: 'too-many'; readonly unexplained: number; readonly strangers?: number }
  | { readonly outcome: 'failed'; readonly code: ProviderFailure['code'] }
  | { readonly outcome: 'elsewhere' | 'not-initialised' };

/**
 * Compares whom the provider holds exempt with the open commands, and ends exemptions that no command explains (I2).
 * Its calls come before those of the queue, within the same budget. The other way round, suspensions that the provider lost are called for again.
 */
export async function sweep(context: ReconcileContext, wish: SweepWish = {}): Promise<SweepResult> {
  if ((await readInstitution(context.database.kysely)) === null) return { outcome: 'not-initialised' };
  const lock = await context.database.tryLock('sweep');
  if (lock === null) return { outcome: 'elsewhere' };
  try {
    const gone = AbortSignal.any([lock.lost, context.stopping]);
    const before = context.now();
    const list = await listExempt(context, gone);
    if (!list.ok) return { outcome: 'failed', code: list.code };
    const exempt = [...new Set(list.people)];
    const missing = await callAgainForMissing(context, exempt, before);
    const unexplained = await unexplainedAmong(context.database.kysely, exempt);
    const strangers = list.strangers === undefined ? {} : { strangers: list.strangers };
    if (unexplained.length > (wish.most ?? maximumSwept))
      return { outcome: 'too-many', unexplained: unexplained.length, ...strangers };
    let resumed = 0;
    for (const [done, person] of unexplained.entries()) {
      wish.onProgress?.(done, unexplained.length);
      gone.throwIfAborted();
      if (await resumeUnexplained(context, person, gone, wish.by ?? 'hub')) resumed += 1;
    }
    return { outcome: 'swept', resumed, failed: unexplained.length - resumed, missing, ...strangers };
  } finally {
    await lock.release();
  }
}

/** Under the person's lock, so that no pass is about to suspend them; looks once more before it acts. */
async function resumeUnexplained(
  context: ReconcileContext,
  person: string,
  gone: AbortSignal,
  by: 'hub' | 'administration',
): Promise<boolean> {
  const lock = await context.database.tryLock(`person:${person}`);
  if (lock === null) return false;
  try {
    if ((await unexplainedAmong(context.database.kysely, [person])).length === 0) return false;
    const lost = AbortSignal.any([gone, lock.lost]);
    // The list may be older than an end that was reached meanwhile.
    const status = await withinBudget(
      context.calls,
      lost,
      (signal) => context.provider.status(person, signal),
      resumeLimitMs,
    );
    if (!status.ok || !status.suspended) return status.ok;
    const answer = await withinBudget(
      context.calls,
      lost,
      (signal) => context.provider.resume(person, signal),
      resumeLimitMs,
    );
    await context.database.kysely.transaction().execute(async (transaction) => {
      const now = context.now();
      const finding = { person, found_at: now, resumed: answer.ok };
      await transaction.insertInto('sweep_finding').values(finding).execute();
      const actor = { type: by, id: null } as const;
      const facts = { resumed: answer.ok };
      await appendHubAudit(
        transaction,
        context.key,
        { kind: 'sweep-resumed', actor, facts, subject: person },
        now,
      );
    });
    return answer.ok;
  } finally {
    await lock.release();
  }
}

/** Suspensions that were confirmed before the list was made, yet are not in it: due again. */
async function callAgainForMissing(
  context: ReconcileContext,
  exempt: readonly string[],
  before: Date,
): Promise<number> {
  const { kysely } = context.database;
  const now = context.now();
  const missing = await lostSuspensions(kysely, exempt, before, now);
  for (const id of missing) {
    await kysely
      .updateTable('command')
      .set({ confirmed_at: null, next_run: now })
      .where('id', '=', id)
      .where('state', 'in', ['applied', 'propagating'])
      .execute();
  }
  return missing.length;
}
