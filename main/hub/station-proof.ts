import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import { proofToleranceMs, verifyRequest } from '../exchange/request-proof.ts';
import { documentKeyId } from '../exchange/signed-document.ts';
import { type PublicJwk, verificationKey } from '../exchange/signing-key.ts';
import { admitInstance } from './fleet/instance-table.ts';
import type { HubQuery } from './store/hub-database.ts';

/** An enrolled station, as its proof names it. */
export interface KnownStation {
  readonly id: string;
  readonly name: string;
  readonly kind: 'lab' | 'counter';
  readonly publicKey: PublicJwk;
  readonly revoked: boolean;
}

/** Longest proof that is looked at, in characters. */
const maximumProof = 8 * 1024;

/** The station whose key a proof names, before anything is verified: it decides only whose key to try. */
export async function claimedStation(
  query: HubQuery,
  proof: string | undefined,
): Promise<Result<KnownStation>> {
  if (proof === undefined || proof.length > maximumProof) return refuse('hub/proof-refused');
  const keyId = documentKeyId(proof);
  if (keyId === null) return refuse('hub/proof-refused');
  const row = await query.selectFrom('station').selectAll().where('key_id', '=', keyId).executeTakeFirst();
  if (row === undefined) return refuse('hub/station-unknown');
  return ok({
    id: row.id,
    name: row.name,
    kind: row.kind,
    publicKey: row.public_key,
    revoked: row.revoked_at !== null,
  });
}

/**
 * Verifies that the station sent exactly this request, now, and never before: signature, method, path, body, time, and
 * a nonce that no hub on this database has seen. Refuses a revoked station, and a second machine with a station's key,
 * but tells so only to its key's holder.
 */
export async function verifyStationProof(
  query: HubQuery,
  station: KnownStation,
  proof: string,
  request: { readonly method: string; readonly path: string; readonly body: Uint8Array; readonly now: Date },
): Promise<Result<null>> {
  const verified = verifyRequest(
    proof,
    { ...request, station: station.id },
    verificationKey(station.publicKey),
  );
  if (!verified.ok) return verified;
  const fresh = await query
    .insertInto('request_nonce')
    .values({
      station: station.id,
      nonce: verified.value.nonce,
      // A proof may be dated ahead by the tolerance, and is believed for the tolerance after its date.
      expires_at: new Date(Date.parse(verified.value.at) + proofToleranceMs + 60_000),
    })
    .onConflict((conflict) => conflict.columns(['station', 'nonce']).doNothing())
    .returning('nonce')
    .executeTakeFirst();
  if (fresh === undefined) return refuse('hub/proof-refused');
  if (station.revoked) return refuse('hub/station-revoked');
  return admitInstance(query, station.id, verified.value.instance, request.now);
}

/** Forgets nonces whose proofs are too old to be believed anyway. */
export async function forgetNonces(query: HubQuery, now: Date): Promise<void> {
  await query.deleteFrom('request_nonce').where('expires_at', '<', now).execute();
}
