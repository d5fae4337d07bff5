import type { SigningKey } from '../exchange/signing-key.ts';
import { appendHubAudit } from './audit/hub-audit.ts';
import { endOperator, findOperator } from './operators/operator-table.ts';
import { parkCommandsOf } from './reviews/park-commands.ts';
import type { HubDatabase } from './store/hub-database.ts';
import { lockRegistry } from './store/transaction-locks.ts';

interface Hub {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
}

const actor = { type: 'administration', id: null } as const;

/**
 * Ends a station's identity at once. What it queued and is not in force goes to review. Null for an id that no station
 * ever had.
 */
export function revokeStation(hub: Hub, id: string): Promise<{ readonly reviews: number } | null> {
  return hub.database.kysely.transaction().execute(async (transaction) => {
    const now = hub.now();
    const row = await transaction
      .updateTable('station')
      .set((set) => ({ revoked_at: set.fn.coalesce('revoked_at', set.val(now)) }))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) return null;
    const reviews = await parkCommandsOf(transaction, { station: id }, now);
    const facts = { station: id, reviews };
    await appendHubAudit(transaction, hub.key, { kind: 'station-revoked', actor, facts }, now);
    return { reviews };
  });
}

/** The station in office that is called so now; null where none is. */
export async function stationNamed(database: HubDatabase, name: string): Promise<string | null> {
  const row = await database.kysely
    .selectFrom('station')
    .select('id')
    .where('name', '=', name)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Ends an operator's registration, with everything that could bring it back. False for an id that nobody has. */
export function revokeOperator(hub: Hub, id: string): Promise<boolean> {
  return hub.database.kysely.transaction().execute(async (transaction) => {
    await lockRegistry(transaction);
    const operator = await findOperator(transaction, id);
    if (operator === null) return false;
    const now = hub.now();
    if (operator.revokedAt === null) await endOperator(transaction, operator, now);
    const facts = { operator: id };
    await appendHubAudit(transaction, hub.key, { kind: 'operator-revoked', actor, facts }, now);
    return true;
  });
}
