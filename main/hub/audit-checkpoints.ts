import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import { verifyDocument } from '../exchange/signed-document.ts';
import { verificationKey } from '../exchange/signing-key.ts';
import { auditCheckpoint } from '../exchange/station-documents.ts';
import { takeFromDay } from './operation/station-days.ts';
import type { KnownStation } from './station-proof.ts';
import type { HubDatabase, HubQuery } from './store/hub-database.ts';

/**
 * Keeps a checkpoint signed by the station. The head of a chain only grows: a lower sequence, or another hash at the
 * same one, is refused with `hub/conflict` and recorded as an anomaly, for it means that the store went back or was
 * changed (I8). The same checkpoint again is a success. A station may begin so many chains in a day, and have so many anomalies
 * recorded; more chains are refused with `hub/day-full`.
 */
export async function keepCheckpoint(
  database: HubDatabase,
  station: KnownStation,
  document: string,
  now: Date,
): Promise<Result<{ readonly document: string }>> {
  const verified = verifyDocument(
    'madoguchi-checkpoint+jws',
    document,
    verificationKey(station.publicKey),
    auditCheckpoint,
    'hub/envelope-refused',
  );
  if (!verified.ok) return verified;
  const { chain, sequence, hash } = verified.value;
  if (verified.value.station !== station.id) return refuse('hub/envelope-refused');
  return database.kysely.transaction().execute(async (transaction) => {
    const known = await latestCheckpoint(transaction, station, chain);
    if (known === null && !(await takeFromDay(transaction, station.id, 'audit-chain', 1, now)))
      return refuse('hub/day-full');
    const row = { station: station.id, chain, sequence, hash, document, received_at: now };
    const stored = await transaction
      .insertInto('audit_checkpoint')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(['station', 'chain'])
          .doUpdateSet({ sequence, hash, document, received_at: now })
          .where('audit_checkpoint.sequence', '<', sequence),
      )
      .returning('document')
      .executeTakeFirst();
    if (stored !== undefined) return ok({ document });
    const kept = await transaction
      .selectFrom('audit_checkpoint')
      .select(['sequence', 'hash', 'document'])
      .where('station', '=', station.id)
      .where('chain', '=', chain)
      .executeTakeFirstOrThrow();
    if (kept.sequence === sequence && kept.hash === hash) return ok({ document: kept.document });
    if (!(await takeFromDay(transaction, station.id, 'audit-anomaly', 1, now))) return refuse('hub/conflict');
    await transaction
      .insertInto('audit_anomaly')
      .values({ ...row, kept_sequence: kept.sequence, kept_hash: kept.hash })
      .onConflict((conflict) => conflict.columns(['station', 'chain', 'sequence', 'hash']).doNothing())
      .execute();
    return refuse('hub/conflict');
  });
}

/** The newest checkpoint of one of the station's chains, as it was sent; null when none is kept. */
export async function latestCheckpoint(
  query: HubQuery,
  station: KnownStation,
  chain: string,
): Promise<string | null> {
  const row = await query
    .selectFrom('audit_checkpoint')
    .select('document')
    .where('station', '=', station.id)
    .where('chain', '=', chain)
    .executeTakeFirst();
  return row?.document ?? null;
}
