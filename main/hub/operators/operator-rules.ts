import type { OperatorRules } from '../../exchange/policy-document.ts';
import type { HubQuery } from '../store/hub-database.ts';

/** What the newest policy says about operators; null while there is none, it is silent, or it is not in force. */
export async function readOperatorRules(query: HubQuery, now: Date): Promise<OperatorRules | null> {
  const newest = await query
    .selectFrom('policy')
    .select('document')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return null;
  const { validFrom, validUntil, operators } = newest.document;
  const at = now.getTime();
  const inForce = at >= Date.parse(validFrom) && at < Date.parse(validUntil);
  return inForce ? (operators ?? null) : null;
}
