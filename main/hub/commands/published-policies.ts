import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { HubQuery } from '../store/hub-database.ts';

/** The published policies of these versions; one that was never published is absent. */
export type PublishedPolicies = (
  query: HubQuery,
  versions: readonly number[],
) => Promise<ReadonlyMap<number, PolicyDocument>>;

/** Most versions that are remembered: stations are at most a few behind. */
const mostRemembered = 50;

/** Reads policies of one database. A version that was published never changes, so that it is read once. */
export function createPublishedPolicies(): PublishedPolicies {
  const remembered = new Map<number, PolicyDocument>();
  return async (query, versions) => {
    const wanted = [...new Set(versions)];
    const unknown = wanted.filter((version) => !remembered.has(version));
    if (unknown.length > 0) {
      const rows = await query
        .selectFrom('policy')
        .select(['version', 'document'])
        .where('version', 'in', unknown)
        .execute();
      for (const { version, document } of rows) remembered.set(version, document);
    }
    const found = new Map<number, PolicyDocument>();
    for (const version of wanted) {
      const document = remembered.get(version);
      if (document !== undefined) found.set(version, document);
    }
    for (const version of remembered.keys()) {
      if (remembered.size <= mostRemembered) break;
      remembered.delete(version);
    }
    return found;
  };
}
