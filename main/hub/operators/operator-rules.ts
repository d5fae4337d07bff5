import type { OperatorRules, PolicyDocument } from '../../exchange/policy-document.ts';
import { newestPolicy } from '../newest-policy.ts';
import type { HubQuery } from '../store/hub-database.ts';

/** The newest policy; null while there is none, or it is not in force. */
export async function readPolicyInForce(query: HubQuery, now: Date): Promise<PolicyDocument | null> {
  const newest = await newestPolicy(query);
  if (newest === null) return null;
  const at = now.getTime();
  return at >= Date.parse(newest.validFrom) && at < Date.parse(newest.validUntil) ? newest : null;
}

/** What the newest policy says about operators; null while there is none, it is silent, or it is not in force. */
export async function readOperatorRules(query: HubQuery, now: Date): Promise<OperatorRules | null> {
  return (await readPolicyInForce(query, now))?.operators ?? null;
}
