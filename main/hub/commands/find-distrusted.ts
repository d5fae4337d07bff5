import { sql } from 'kysely';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { HubTransaction } from '../store/hub-database.ts';

/** A command, and who signed it. */
interface SignedCommand {
  readonly command: { readonly station: string };
  readonly operator: { readonly id: string };
  /** Ids of other operators. */
  readonly approvedBy: readonly string[];
}

/**
 * Commands whose station, operator or approver was revoked since their signatures were verified, and why each is refused.
 * Nobody can be revoked any more until the transaction ends, where it shares the lock of trust.
 */
export async function findDistrusted<Arrival extends SignedCommand>(
  transaction: HubTransaction,
  arrivals: readonly Arrival[],
): Promise<ReadonlyMap<Arrival, ErrorCode>> {
  const stations = [...new Set(arrivals.map(({ command }) => command.station))];
  const operators = [...new Set(arrivals.flatMap(signersOf))];
  const { rows } = await sql<{ readonly kind: 'station' | 'operator'; readonly id: string }>`
    select 'station' as kind, id from station where id = any(${stations}::text[]) and revoked_at is not null
    union all
    select 'operator' as kind, id from "operator"
      where id = any(${operators}::text[]) and record ->> 'revokedAt' is not null`.execute(transaction);
  const revoked = new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
  return new Map(
    arrivals.flatMap((arrival): [Arrival, ErrorCode][] => {
      if (revoked.has(`station ${arrival.command.station}`)) return [[arrival, 'hub/station-revoked']];
      return signersOf(arrival).some((id) => revoked.has(`operator ${id}`))
        ? [[arrival, 'hub/operator-revoked']]
        : [];
    }),
  );
}

/** Everybody whose signature it needs. */
function signersOf({ operator, approvedBy }: SignedCommand): readonly string[] {
  return [operator.id, ...approvedBy];
}
