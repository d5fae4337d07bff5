import type { OperatorRules, PolicyDocument } from '../../exchange/policy-document.ts';
import type { HubQuery } from '../store/hub-database.ts';

/** The newest policy; null while there is none, or it is not in force. */
export async function readPolicyInForce(query: HubQuery, now: Date): Promise<PolicyDocument | null> {
  const newest = await query
    .selectFrom('policy')
    .select('document')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return null;
  const { validFrom, validUntil } = newest.document;
  const at = now.getTime();
  return at >= Date.parse(validFrom) && at < Date.parse(validUntil) ? newest.document : null;
}

/** What the newest policy says about operators; null while there is none, it is silent, or it is not in force. */
export async function readOperatorRules(query: HubQuery, now: Date): Promise<OperatorRules | null> {
  return (await readPolicyInForce(query, now))?.operators ?? null;
}
