import { randomBytes } from 'node:crypto';
import { sha256Base64url } from '../../exchange/canonical-json.ts';
import { readInstitution } from '../institution.ts';
import { retryDelay } from '../reconcile/retry-delay.ts';
import type { HubDatabase, HubTransaction } from '../store/hub-database.ts';
import type { NoticeState } from '../store/operation-tables.ts';
import type { MailSettings } from './mail-settings.ts';
import type { Mail, SendMail } from './mail-transport.ts';
import { noticeText } from './notice-text.ts';

/** A sending whose end nobody wrote down after this long was cut short. */
const sendingMs = 5 * 60_000;
/** News that nobody could be told by then is old. */
const lifeMs = 3 * 24 * 3_600_000;

export interface NoticeContext {
  readonly database: HubDatabase;
  readonly settings: MailSettings;
  readonly send: SendMail;
  readonly now: () => Date;
  readonly random: () => number;
}

/**
 * Sends what is due, one after the other, until nothing is. Each is marked before the mail server is called, so that a hub
 * that dies in between leaves it `uncertain` and nobody is told twice (I3). Commands never wait for any of this.
 */
export async function sendDueNotices(context: NoticeContext, stopping: AbortSignal): Promise<void> {
  await giveUpStale(context);
  while (!stopping.aborted) {
    const claimed = await claim(context);
    if (claimed === 'none') return;
    if (claimed === 'passed') continue;
    await settle(context, claimed, await context.send(claimed.mail));
  }
}

interface Claimed {
  readonly id: string;
  readonly attempts: number;
  readonly queuedAt: Date;
  readonly mail: Mail;
}

async function giveUpStale({ database, now }: NoticeContext): Promise<void> {
  await database.kysely
    .updateTable('notice')
    .set({ state: 'uncertain', state_at: now(), next_run: null })
    .where('state', '=', 'sending')
    .where('next_run', '<=', now())
    .execute();
}

/** Takes the next one for this hub, with a fresh link to object by, of which only a digest is kept. */
async function claim(context: NoticeContext): Promise<Claimed | 'none' | 'passed'> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    const now = context.now();
    const notice = await transaction
      .selectFrom('notice')
      .selectAll()
      .where('state', '=', 'queued')
      .where('next_run', '<=', now)
      .orderBy('next_run')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (notice === undefined) return 'none';
    const to = await transaction
      .selectFrom('person')
      .select('mail')
      .where('id', '=', notice.person)
      .executeTakeFirst();
    const command = await transaction
      .selectFrom('command')
      .select(['id', 'until'])
      .where('id', '=', notice.command)
      .executeTakeFirstOrThrow();
    const institution = await readInstitution(transaction);
    const attempts = notice.attempts + 1;
    const reachable = to !== undefined && to.mail !== null && institution !== null;
    await transaction
      .updateTable('notice')
      .set({
        state: reachable ? 'sending' : 'failed',
        state_at: now,
        attempts,
        next_run: reachable ? new Date(now.getTime() + sendingMs) : null,
      })
      .where('id', '=', notice.id)
      .execute();
    if (to === undefined || to.mail === null || institution === null) return 'passed';
    const url = await mintLink(transaction, context, notice.id, now);
    const { objectionDays, from, timeZone } = context.settings;
    const mail = {
      to: to.mail,
      messageId: `<${notice.id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
      ...noticeText({
        kind: notice.kind,
        institution: institution.settings.institution.name,
        command: command.id,
        until: command.until,
        objection: url === null ? null : { url, days: objectionDays },
        timeZone,
      }),
    };
    return { id: notice.id, attempts, queuedAt: notice.queued_at, mail };
  });
}

async function mintLink(
  transaction: HubTransaction,
  { settings }: NoticeContext,
  notice: string,
  now: Date,
): Promise<string | null> {
  if (settings.publicUrl === undefined) return null;
  const token = randomBytes(32).toString('base64url');
  const row = {
    token_hash: sha256Base64url(token),
    expires_at: new Date(now.getTime() + settings.objectionDays * 24 * 3_600_000),
  };
  await transaction
    .insertInto('objection')
    .values({ ...row, notice })
    .onConflict((conflict) => conflict.column('notice').doUpdateSet(row))
    .execute();
  return `${settings.publicUrl.replace(/\/$/, '')}/objections/${token}`;
}

async function settle(
  { database, now, random }: NoticeContext,
  claimed: Claimed,
  outcome: 'sent' | 'later' | 'never' | 'uncertain',
): Promise<void> {
  const at = now();
  const retry = new Date(at.getTime() + retryDelay(claimed.attempts, undefined, random()));
  const again = outcome === 'later' && retry.getTime() - claimed.queuedAt.getTime() < lifeMs;
  const over: Readonly<Record<typeof outcome, NoticeState>> = {
    sent: 'sent',
    later: 'failed',
    never: 'failed',
    uncertain: 'uncertain',
  };
  await database.kysely
    .updateTable('notice')
    .set({ state: again ? 'queued' : over[outcome], state_at: at, next_run: again ? retry : null })
    .where('id', '=', claimed.id)
    .where('state', '=', 'sending')
    .execute();
}
