import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
  judgeFailedChecks,
  judgeVelocity,
  type SuspensionEvent,
  type VelocityFinding,
} from '../../exchange/judge-velocity.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { velocitySubject } from '../../exchange/velocity-subject.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import { newestPolicy } from '../newest-policy.ts';
import type { HubDatabase, HubQuery, HubTransaction } from '../store/hub-database.ts';
import { lockOversight } from '../store/transaction-locks.ts';

/** How far back it is looked, in milliseconds: the longest stretch that a policy can name, and a day. */
const lookBackMs = 8 * 24 * 3_600_000;
/** Most commands of that time; a hub that has more has other alerts. */
const mostEvents = 50_000;

/** What loosens somebody's second factor. Extending a suspension, or asking the centre for something, is no new one. */
const loosening = ['suspend', 'reset-factors', 'new-totp', 'temporary-code'];

/**
 * Looks for suspensions that come too fast, and for people whose checks keep failing, by the newest policy's thresholds, and raises an alert for each stretch that
 * has none yet. One that went on is the same alert with a higher count, to be seen anew. Returns how many are new.
 */
export async function raiseAlerts(context: {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
  /** Whether a mail is to be sent of each. */
  readonly mailed: boolean;
}): Promise<number> {
  const { kysely } = context.database;
  const policy = await newestPolicy(kysely);
  const now = context.now();
  const since = new Date(now.getTime() - lookBackMs);
  const events = await recentSuspensions(kysely, since);
  const failed = await recentFailedChecks(kysely, since);
  const timeZone = policy?.exemption.timeZone ?? 'Asia/Tokyo';
  const rules = policy?.suspension.velocity;
  const findings = [...judgeVelocity(events, rules, timeZone), ...judgeFailedChecks(failed, rules)];
  if (findings.length === 0) return 0;
  return kysely.transaction().execute(async (transaction) => {
    await lockOversight(transaction);
    let raised = 0;
    for (const finding of findings) if (await raiseFinding(transaction, context, finding, now)) raised += 1;
    return raised;
  });
}

async function recentSuspensions(query: HubQuery, since: Date): Promise<SuspensionEvent[]> {
  const rows = await query
    .selectFrom('command')
    .select(['issued_at', 'operator', 'person', 'station'])
    .where('issued_at', '>=', since)
    .where(sql<boolean>`kind = any(${loosening}::text[])`)
    .where(sql<boolean>`not jsonb_exists(body, 'extends')`)
    .where('erased_at', 'is', null)
    .orderBy('issued_at', 'desc')
    .limit(mostEvents)
    .execute();
  return rows.map(({ issued_at, operator, person, station }) => ({
    at: issued_at.getTime(),
    operator,
    person,
    station,
  }));
}

async function recentFailedChecks(query: HubQuery, since: Date): Promise<{ at: number; person: string }[]> {
  const rows = await query
    .selectFrom('failed_check')
    .select(['at', 'person'])
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .limit(mostEvents)
    .execute();
  return rows.map(({ at, person }) => ({ at: at.getTime(), person }));
}

/** Raises one alert, or counts on in the one that it belongs to. False for one that is not new. */
export async function raiseFinding(
  transaction: HubTransaction,
  { key, mailed }: { readonly key: SigningKey; readonly mailed: boolean },
  finding: VelocityFinding,
  now: Date,
): Promise<boolean> {
  const { kind, subject, count, limit, hours } = finding;
  const [from, to] = [new Date(finding.from), new Date(finding.to)];
  const known = await transaction
    .selectFrom('velocity_alert')
    .select(['id', 'count', 'to_at'])
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('to_at', '>=', from)
    .where('from_at', '<=', to)
    .orderBy('raised_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (known !== undefined) {
    if (known.to_at.getTime() >= to.getTime() && known.count >= count) return false;
    await transaction
      .updateTable('velocity_alert')
      .set({ count: Math.max(count, known.count), to_at: to, seen_by: null, seen_proof: null, seen_at: null })
      .where('id', '=', known.id)
      .execute();
    return false;
  }
  const id = randomUUID();
  await transaction
    .insertInto('velocity_alert')
    .values({
      id,
      kind,
      subject,
      count,
      threshold: limit,
      hours,
      from_at: from,
      to_at: to,
      raised_at: now,
      mail_state: mailed ? 'queued' : 'none',
      mail_next: mailed ? now : null,
    })
    .execute();
  // Of people the trail holds no id in the clear.
  const isPerson = velocitySubject[kind] === 'person';
  const about = isPerson ? { subject } : {};
  const named = isPerson ? {} : { subject };
  await appendHubAudit(
    transaction,
    key,
    {
      kind: 'velocity-alert',
      actor: { type: 'hub', id: null },
      ...about,
      facts: { alert: id, kind, count, limit, hours, ...named },
    },
    now,
  );
  return true;
}
