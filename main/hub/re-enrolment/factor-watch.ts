import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { commandReference } from '../../exchange/command.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import type { FactorList, Provider, ProviderFactor, ProviderFailure } from '../../provider/provider.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import { wakeReconcilers } from '../commands/command-store.ts';
import { appendPersonNews } from '../feed/append.ts';
import { hubSecret } from '../hub-secret.ts';
import { readPolicyInForce } from '../operators/operator-rules.ts';
import type { CallBudget } from '../reconcile/call-budget.ts';
import type { ProviderCalls } from '../reconcile/provider-calls.ts';
import { retryDelay } from '../reconcile/retry-delay.ts';
import type { HubDatabase, HubTransaction } from '../store/hub-database.ts';
import { lockPerson } from '../store/transaction-locks.ts';
import { newFactorOf } from './judge-re-enrolment.ts';

const callLimitMs = 20_000;
/** People in one round. */
const roundSize = 200;

export interface FactorWatchContext {
  readonly database: HubDatabase;
  readonly provider: Provider;
  readonly key: SigningKey;
  readonly now: () => Date;
  readonly random: () => number;
  readonly calls: ProviderCalls;
  /** What of the provider's budget looking may spend. */
  readonly share: CallBudget;
  readonly stopping: AbortSignal;
}

/**
 * `off`: the policy in force does not ask for it. `not-supported`: the provider tells nothing of factors. `elsewhere`:
 * another hub looks at this moment. `waiting`: people who are due and for whom the budget had no call.
 */
export type FactorWatchResult =
  | { readonly outcome: 'looked'; readonly looked: number; readonly ended: number; readonly waiting: number }
  | { readonly outcome: 'off' | 'not-supported' | 'elsewhere' };

/**
 * Looks at the factors of people whose suspension is in force, as often as the policy says, and marks what a new factor
 * ends; the reconciler then ends it at the provider, and the person is told (NIST SP 800-63B-4, 4.6). Looking comes after
 * every other call of the provider.
 */
export async function watchFactors(context: FactorWatchContext): Promise<FactorWatchResult> {
  const { database, provider } = context;
  if (provider.factors === undefined) return { outcome: 'not-supported' };
  const policy = await readPolicyInForce(database.kysely, context.now());
  const minutes = policy?.suspension.reEnrolmentMinutes;
  if (minutes === undefined) return { outcome: 'off' };
  const lock = await database.tryLock('factor-watch');
  if (lock === null) return { outcome: 'elsewhere' };
  try {
    await renewWatch(context);
    const gone = AbortSignal.any([lock.lost, context.stopping]);
    const due = await duePeople(context);
    let looked = 0;
    let ended = 0;
    for (const person of due) {
      const told = await ask(context, person, gone);
      if (told === null) break;
      gone.throwIfAborted();
      looked += 1;
      ended += await database.kysely
        .transaction()
        .execute((transaction) => settleLook(transaction, context, { person, told, minutes }));
    }
    return { outcome: 'looked', looked, ended, waiting: due.length - looked };
  } finally {
    await lock.release();
  }
}

const inForce = sql<boolean>`command.kind = 'suspend' and command.state in ('applied', 'propagating')
  and command.next_run is not null and command.resumed_by is null and command.withdrawn_at is null
  and command.re_enrolled_at is null`;

async function renewWatch({ database, now }: FactorWatchContext): Promise<void> {
  await sql`delete from factor_watch where command in
    (select id from command where id in (select command from factor_watch) and state in ('ended', 'refused'))`.execute(
    database.kysely,
  );
  await sql`insert into factor_watch (command, next_look) select id, ${now()}::timestamptz from command
    where ${inForce} and until > ${now()} on conflict do nothing`.execute(database.kysely);
}

/** Who has not been looked at yet comes first: the sooner it is known what was there, the better. */
async function duePeople({ database, now }: FactorWatchContext): Promise<readonly string[]> {
  const { rows } = await sql<{ person: string }>`
    select person from factor_watch join command on command.id = factor_watch.command
    where next_look <= ${now()} and ${inForce} and until > ${now()}
    group by person order by bool_or(known is null) desc, min(next_look), person limit ${roundSize}`.execute(
    database.kysely,
  );
  return rows.map(({ person }) => person);
}

async function ask(
  { calls, provider, share }: FactorWatchContext,
  person: string,
  gone: AbortSignal,
): Promise<FactorList | ProviderFailure | null> {
  if (provider.factors === undefined || share.available() < 1) return null;
  const call = calls.start();
  if (call === null) return null;
  share.take();
  try {
    const told = await provider.factors(person, AbortSignal.any([gone, AbortSignal.timeout(callLimitMs)]));
    call.end(told);
    return told;
  } catch {
    return { ok: false, code: 'provider/unavailable' };
  } finally {
    call.end();
  }
}

/** Under the person's lock, so that a signed resume or an end that came meanwhile is seen. Returns how many end. */
async function settleLook(
  transaction: HubTransaction,
  { key, now: clock, random }: FactorWatchContext,
  look: {
    readonly person: string;
    readonly told: FactorList | ProviderFailure;
    readonly minutes: number;
  },
): Promise<number> {
  const { person, told, minutes } = look;
  await lockPerson(transaction, person);
  const now = clock();
  const rows = await transaction
    .selectFrom('factor_watch')
    .innerJoin('command', 'command.id', 'factor_watch.command')
    .select(['command.id', 'command.applied_at', 'factor_watch.known', 'factor_watch.failures'])
    .where('command.person', '=', person)
    .where(inForce)
    .where('command.until', '>', now)
    .execute();
  const markOf = ({ id }: ProviderFactor) =>
    createHmac('sha256', hubSecret(key, 'factor-watch')).update(`${person} ${id}`).digest('base64url');
  let ended = 0;
  for (const { id, applied_at, failures, known } of rows) {
    const watch = transaction.updateTable('factor_watch').where('command', '=', id);
    if (!told.ok) {
      const wait = Math.max(minutes * 60_000, retryDelay(failures + 1, told.retryAfterMs, random()));
      await watch.set({ failures: failures + 1, next_look: new Date(now.getTime() + wait) }).execute();
      continue;
    }
    const first = JSON.stringify(told.factors.map(markOf));
    await watch
      .set({
        failures: 0,
        next_look: new Date(now.getTime() + minutes * 60_000),
        ...(known === null ? { known: first } : {}),
      })
      .execute();
    const factor = newFactorOf({ factors: told.factors, markOf, known, appliedAt: applied_at ?? now });
    if (factor === null) continue;
    await transaction
      .updateTable('command')
      .set({ re_enrolled_at: now, next_run: now })
      .where('id', '=', id)
      .execute();
    await wakeReconcilers(transaction);
    const actor = { type: 'hub', id: null } as const;
    const facts = { command: id, factor: factor.kind };
    const news = { person, station: null, cause: 're-enrolled' as const, until: null };
    await appendPersonNews(transaction, [{ ...news, reference: commandReference(id) }], now);
    // Last: the chain's lock comes after the feed's.
    await appendHubAudit(transaction, key, { kind: 're-enrolled', actor, facts, subject: person }, now);
    ended += 1;
  }
  return ended;
}
