import type { HubDatabase } from '../store/hub-database.ts';

const dayMs = 24 * 3_600_000;
/** Days of counters that insight can be asked for; none of them goes. */
const shownDays = 92;

/**
 * Takes away what is older than the institution keeps details: alerts, which name people and operators; sign-ins without the
 * directory, which say who sat where; and whom clearings and sweeps were about. Days of counts are kept as long as somebody
 * can look at them. What the audit chain says of all this stays.
 */
export async function expireOversight(
  context: { readonly database: HubDatabase; readonly now: () => Date },
  days: number,
): Promise<void> {
  const before = (count: number) => new Date(context.now().getTime() - count * dayMs);
  const { kysely } = context.database;
  await kysely
    .deleteFrom('velocity_alert')
    .where('to_at', '<', before(days))
    .where('mail_state', 'not in', ['queued', 'sending'])
    .execute();
  await kysely.deleteFrom('offline_sign_in').where('received_at', '<', before(days)).execute();
  await kysely
    .updateTable('failure_clearing')
    .set({ person: 'erased', proof: null })
    .where('cleared_at', '<', before(days))
    .where('person', '<>', 'erased')
    .execute();
  await kysely
    .updateTable('sweep_finding')
    .set({ person: 'erased' })
    .where('found_at', '<', before(days))
    .where('person', '<>', 'erased')
    .execute();
  const oldest = before(Math.max(days, shownDays) + 1)
    .toISOString()
    .slice(0, 10);
  await kysely.deleteFrom('counter_day').where('day', '<', oldest).execute();
}
