import type { VelocityKind } from '../../../preload/contract/models/oversight.ts';
import { readInstitution } from '../institution.ts';
import type { MailSettings } from '../notices/mail-settings.ts';
import type { Mail, SendMail } from '../notices/mail-transport.ts';
import { noticeSentence } from '../notices/notice-text.ts';
import { retryDelay } from '../reconcile/retry-delay.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import type { AlertMailState } from '../store/oversight-tables.ts';

/** A sending whose end nobody wrote down after this long was cut short. */
const sendingMs = 5 * 60_000;
const mostAttempts = 12;

/**
 * Sends the alerts that are due to those whom the settings name, each once: it is marked before the mail server is
 * called, so that a hub that dies in between leaves it `uncertain` (I3). Who and where stands on the supervisors' board,
 * not in a mail.
 */
export async function sendDueAlerts(
  context: {
    readonly database: HubDatabase;
    readonly settings: MailSettings;
    readonly send: SendMail;
    readonly now: () => Date;
    readonly random: () => number;
  },
  stopping: AbortSignal,
): Promise<void> {
  const { kysely } = context.database;
  const to = context.settings.alertsTo;
  if (to === undefined) return;
  await kysely
    .updateTable('velocity_alert')
    .set({ mail_state: 'uncertain', mail_next: null })
    .where('mail_state', '=', 'sending')
    .where('mail_next', '<=', context.now())
    .execute();
  while (!stopping.aborted) {
    const claimed = await claim(context.database, context.now());
    if (claimed === null) return;
    const institution = await readInstitution(kysely);
    const { from } = context.settings;
    const mail: Mail = {
      to: to.join(', '),
      messageId: `<alert-${claimed.id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
      ...alertText(claimed, institution?.settings.institution.name ?? { ja: '', en: '' }),
    };
    const outcome = await context.send(mail);
    const again = outcome === 'later' && claimed.attempts < mostAttempts;
    const over: Readonly<Record<typeof outcome, AlertMailState>> = {
      sent: 'sent',
      later: 'failed',
      never: 'failed',
      uncertain: 'uncertain',
    };
    const retry = context.now().getTime() + retryDelay(claimed.attempts, undefined, context.random());
    await kysely
      .updateTable('velocity_alert')
      .set({
        mail_state: again ? 'queued' : over[outcome],
        mail_next: again ? new Date(retry) : null,
      })
      .where('id', '=', claimed.id)
      .where('mail_state', '=', 'sending')
      .execute();
  }
}

interface Claimed {
  readonly id: string;
  readonly kind: VelocityKind;
  readonly count: number;
  readonly threshold: number;
  readonly hours: number;
  readonly attempts: number;
}

async function claim(database: HubDatabase, now: Date): Promise<Claimed | null> {
  return database.kysely.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('velocity_alert')
      .select(['id', 'kind', 'count', 'threshold', 'hours', 'mail_attempts'])
      .where('mail_state', '=', 'queued')
      .where('mail_next', '<=', now)
      .orderBy('mail_next')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (row === undefined) return null;
    const attempts = row.mail_attempts + 1;
    await transaction
      .updateTable('velocity_alert')
      .set({
        mail_state: 'sending',
        mail_attempts: attempts,
        mail_next: new Date(now.getTime() + sendingMs),
      })
      .where('id', '=', row.id)
      .execute();
    return { ...row, attempts };
  });
}

/** The mail in both languages: what was too often, and where to look. It names nobody. */
export function alertText(
  { kind, count, threshold, hours }: Pick<Claimed, 'kind' | 'count' | 'threshold' | 'hours'>,
  institution: { readonly ja: string; readonly en: string },
): { readonly subject: string; readonly text: string } {
  const part = (language: 'ja' | 'en') =>
    [
      noticeSentence(language, `alert.${kind}`, { count, threshold, hours }),
      noticeSentence(language, 'alert.look'),
      noticeSentence(language, 'automatic'),
    ].join('\n\n');
  const subject = (language: 'ja' | 'en') =>
    noticeSentence(language, 'alert.subject', { institution: institution[language] });
  return { subject: `${subject('ja')} / ${subject('en')}`, text: `${part('ja')}\n\n----\n\n${part('en')}\n` };
}
