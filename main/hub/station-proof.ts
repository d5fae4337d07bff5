import { sql } from 'kysely';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import { proofToleranceMs, verifyRequestAside } from '../exchange/request-proof.ts';
import { documentKeyId } from '../exchange/signed-document.ts';
import type { PublicJwk } from '../exchange/signing-key.ts';
import { admitInstance, type InstanceRow, keptOf } from './fleet/instance-table.ts';
import type { KeptInstance } from './fleet/judge-instance.ts';
import { stationKey } from './station-key.ts';
import type { HubQuery } from './store/hub-database.ts';
import { createSharedQuery } from './store/shared-query.ts';

/** An enrolled station, as its proof names it: what never changes about it. Whether it still counts is asked each time. */
export interface KnownStation {
  readonly id: string;
  readonly name: string;
  readonly kind: 'lab' | 'counter';
  readonly publicKey: PublicJwk;
}

/** Longest proof that is looked at, in characters. */
const maximumProof = 8 * 1024;
/** Most stations that are remembered; beyond it the longest known is forgotten. */
const maximumStations = 20_000;

export interface StationProofs {
  /** The station whose key a proof names, before anything is verified: it decides only whose key to try. */
  claimed(proof: string | undefined): Promise<Result<KnownStation>>;
  /**
   * Verifies that the station sent exactly this request, now, and never before: signature, method, path, body, time, and
   * a nonce that no hub on this database has seen. Refuses a revoked station, and a second machine with a station's key,
   * but tells so only to its key's holder.
   */
  verify(
    station: KnownStation,
    proof: string,
    request: {
      readonly method: string;
      readonly path: string;
      readonly body: Uint8Array;
      readonly now: Date;
    },
  ): Promise<Result<null>>;
}

/** Judges stations' proofs. What several requests ask of the database at the same time is asked together. */
export function createStationProofs(query: HubQuery): StationProofs {
  const stationOf = createSharedQuery((keyIds: readonly string[]) => stationsByKey(query, keyIds));
  const known = new Map<string, KnownStation>();
  const take = createSharedQuery((nonces: readonly UsedNonce[]) => takeNonces(query, nonces));
  return {
    async claimed(proof) {
      if (proof === undefined || proof.length > maximumProof) return refuse('hub/proof-refused');
      const keyId = documentKeyId(proof);
      if (keyId === null) return refuse('hub/proof-refused');
      const remembered = known.get(keyId);
      if (remembered !== undefined) return ok(remembered);
      const station = await stationOf(keyId);
      if (station === null) return refuse('hub/station-unknown');
      const oldest = known.size >= maximumStations ? known.keys().next().value : undefined;
      if (oldest !== undefined) known.delete(oldest);
      known.set(keyId, station);
      return ok(station);
    },

    async verify(station, proof, request) {
      const arrived = { ...request, station: station.id };
      const verified = await verifyRequestAside(proof, arrived, stationKey(station.publicKey));
      // A revoked station gets no time to correct itself by.
      if (!verified.ok && verified.refusal.parameters?.stale === true && (await isRevoked(query, station.id)))
        return refuse('hub/proof-refused');
      if (!verified.ok) return verified;
      const { nonce, at, instance } = verified.value;
      // A proof may be dated ahead by the tolerance, and is believed for the tolerance after its date.
      const expiresAt = new Date(Date.parse(at) + proofToleranceMs + 60_000);
      const taken = await take({ station: station.id, nonce, expiresAt });
      if (taken === null) return refuse('hub/proof-refused');
      if (taken.revoked) return refuse('hub/station-revoked');
      return admitInstance(query, station.id, instance, taken.kept, request.now);
    },
  };
}

async function stationsByKey(
  query: HubQuery,
  keyIds: readonly string[],
): Promise<readonly (KnownStation | null)[]> {
  const rows = await query
    .selectFrom('station')
    .select(['key_id', 'id', 'name', 'kind', 'public_key'])
    .where(sql<boolean>`key_id = any(${[...new Set(keyIds)]}::text[])`)
    .execute();
  const found = new Map(
    rows.map(({ key_id, id, name, kind, public_key }) => [key_id, { id, name, kind, publicKey: public_key }]),
  );
  return keyIds.map((keyId) => found.get(keyId) ?? null);
}

async function isRevoked(query: HubQuery, station: string): Promise<boolean> {
  const row = await query
    .selectFrom('station')
    .select('revoked_at')
    .where('id', '=', station)
    .executeTakeFirst();
  return row === undefined || row.revoked_at !== null;
}

interface UsedNonce {
  readonly station: string;
  readonly nonce: string;
  readonly expiresAt: Date;
}

/** A nonce that was new, and how its station stands at that moment. */
interface TakenNonce {
  readonly revoked: boolean;
  /** What is kept of its running. */
  readonly kept: KeptInstance | null;
}

/**
 * Takes nonces for used, in one statement; null for each that was used before, or earlier in the list, and for a station that
 * this database has not.
 */
async function takeNonces(
  query: HubQuery,
  nonces: readonly UsedNonce[],
): Promise<readonly (TakenNonce | null)[]> {
  const { rows } = await sql<
    InstanceRow & { readonly of: string; readonly nonce: string; readonly revoked: boolean }
  >`
    with fresh as (
      insert into request_nonce (station, nonce, expires_at)
      select item.* from unnest(${nonces.map(({ station }) => station)}::text[], ${nonces.map(({ nonce }) => nonce)}::text[],
        ${nonces.map(({ expiresAt }) => expiresAt.toISOString())}::timestamptz[]) as item (station, nonce, expires_at)
        join station on station.id = item.station
      on conflict (station, nonce) do nothing returning station, nonce)
    select fresh.station as of, fresh.nonce, station.revoked_at is not null as revoked, station_instance.* from fresh
      join station on station.id = fresh.station
      left join station_instance on station_instance.station = fresh.station`.execute(query);
  const fresh = new Map(rows.map((row) => [keyOf({ station: row.of, nonce: row.nonce }), row]));
  return nonces.map((used) => {
    const row = fresh.get(keyOf(used));
    // Of two alike in one statement the first has it.
    fresh.delete(keyOf(used));
    return row === undefined ? null : { revoked: row.revoked, kept: keptOf(row) };
  });
}

/** An identifier has no blank in it. */
function keyOf({ station, nonce }: { readonly station: string; readonly nonce: string }): string {
  return `${station} ${nonce}`;
}

/** Forgets nonces whose proofs are too old to be believed anyway. */
export async function forgetNonces(query: HubQuery, now: Date): Promise<void> {
  await query.deleteFrom('request_nonce').where('expires_at', '<', now).execute();
}
