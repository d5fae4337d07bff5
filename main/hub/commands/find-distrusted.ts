import { sql } from 'kysely';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { HubTransaction } from '../store/hub-database.ts';

/** A command, and who signed it with what. */
interface SignedCommand {
  readonly command: { readonly station: string };
  readonly operator: { readonly id: string };
  /** Ids of other operators. */
  readonly approvedBy: readonly string[];
  /** Ids of credentials. */
  readonly signedWith: readonly string[];
}

/** Longer than anything waits between the verifying of its signatures and its storing. */
const verifiedWithinMs = 2 * 60_000;

/**
 * Commands whose station, operator, approver or one of whose keys was revoked since their signatures were verified, and why each
 * is refused. Nobody can be revoked any more until the transaction ends, where it shares the lock of trust. Of operators whose
 * record did not change meanwhile nothing is read but that they are not revoked.
 */
export async function findDistrusted<Arrival extends SignedCommand>(
  transaction: HubTransaction,
  arrivals: readonly Arrival[],
  now: Date,
): Promise<ReadonlyMap<Arrival, ErrorCode>> {
  const stations = [...new Set(arrivals.map(({ command }) => command.station))];
  const operators = [...new Set(arrivals.flatMap(signersOf))];
  const since = new Date(now.getTime() - verifiedWithinMs);
  const { rows } = await sql<Changed>`
    select 'station' as kind, id, true as revoked, null::jsonb as credentials
      from station where id = any(${stations}::text[]) and revoked_at is not null
    union all
    select 'operator' as kind, id, record ->> 'revokedAt' is not null as revoked, record -> 'credentials' as credentials
      from "operator" where id = any(${operators}::text[])
        and (record ->> 'revokedAt' is not null or updated_at >= ${since})`.execute(transaction);
  if (rows.length === 0) return new Map();
  const revoked = new Set(rows.filter((row) => row.revoked).map(({ kind, id }) => `${kind} ${id}`));
  const changed = new Map(
    rows.filter(({ kind }) => kind === 'operator').map(({ id, credentials }) => [id, credentials ?? []]),
  );
  return new Map(
    arrivals.flatMap((arrival): [Arrival, ErrorCode][] => {
      if (revoked.has(`station ${arrival.command.station}`)) return [[arrival, 'hub/station-revoked']];
      const signers = signersOf(arrival);
      if (signers.some((id) => revoked.has(`operator ${id}`))) return [[arrival, 'hub/operator-revoked']];
      return lostItsKey(arrival, signers, changed) ? [[arrival, 'hub/assertion-refused']] : [];
    }),
  );
}

interface Changed {
  readonly kind: 'station' | 'operator';
  readonly id: string;
  readonly revoked: boolean;
  readonly credentials: readonly { readonly id: string }[] | null;
}

/** Whether a key that signed is no longer its operator's, as far as all signers' records were just read. */
function lostItsKey(
  { signedWith }: SignedCommand,
  signers: readonly string[],
  changed: ReadonlyMap<string, readonly { readonly id: string }[]>,
): boolean {
  return signers.some((signer, place) => {
    const credentials = changed.get(signer);
    return credentials !== undefined && !credentials.some(({ id }) => id === signedWith[place]);
  });
}

/** Everybody whose signature it needs, in the order of the credentials. */
function signersOf({ operator, approvedBy }: SignedCommand): readonly string[] {
  return [operator.id, ...approvedBy];
}
