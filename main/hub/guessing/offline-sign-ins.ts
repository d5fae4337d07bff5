import type { OfflineReport } from '../../exchange/guessing.ts';
import type { OfflineSignInTable } from '../store/guessing-tables.ts';
import type { HubTransaction } from '../store/hub-database.ts';

/** Keeps a station's offline sign-ins, each once, with what the directory's import already said against it then. */
export async function takeOfflineSignIns(
  transaction: HubTransaction,
  station: string,
  reports: readonly OfflineReport[],
  now: Date,
): Promise<void> {
  for (const report of reports) {
    await transaction
      .insertInto('offline_sign_in')
      .values({
        id: report.id,
        station,
        person: report.person,
        verified_at: new Date(report.verifiedAt),
        signed_in_at: new Date(report.at),
        received_at: now,
        against: await whatStandsAgainst(transaction, report),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}

async function whatStandsAgainst(
  transaction: HubTransaction,
  report: OfflineReport,
): Promise<OfflineSignInTable['against']> {
  const person = await transaction
    .selectFrom('person')
    .select(['disabled', 'credential_changed_at'])
    .where('id', '=', report.person)
    .executeTakeFirst();
  if (person === undefined) return 'unknown';
  if (person.disabled) return 'disabled';
  const changedAt = person.credential_changed_at;
  return changedAt !== null && changedAt.getTime() > Date.parse(report.verifiedAt)
    ? 'credential-changed'
    : null;
}
