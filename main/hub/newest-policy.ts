import type { PolicyDocument } from '../exchange/policy-document.ts';
import type { HubQuery } from './store/hub-database.ts';

/** The policy that was published last, in force or not; null while there is none. */
export async function newestPolicy(query: HubQuery): Promise<PolicyDocument | null> {
  const row = await query
    .selectFrom('policy')
    .select('document')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.document ?? null;
}
