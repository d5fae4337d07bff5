import { z } from 'zod';
import { type KnownFactors, personFactor } from '../../../preload/contract/models/counter.ts';
import { findPersonKey, personKey } from '../audit/person-keys.ts';
import { openDetail, sealDetail } from '../audit/sealed-detail.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

const kept = z.array(personFactor).max(50);

/** Keeps a person's factors as they were told at `at`, sealed under the person's own key, with which they are erased. */
export function keepFactors(
  database: WritableDatabase,
  personId: string,
  told: Pick<KnownFactors, 'factors'> & { readonly at: string },
): void {
  const { key } = personKey(database, personId);
  const { sealed } = sealDetail(key, { at: told.at, factors: JSON.stringify(told.factors) });
  database.run(
    `INSERT INTO person_factors (person_id, sealed) VALUES (?, ?)
     ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed`,
    personId,
    sealed,
  );
}

/** What was last known of a person's factors; `unknown` where nothing was, or their key was erased. */
export function lastKnownFactors(database: ReadableDatabase, personId: string): KnownFactors {
  const unknown: KnownFactors = { source: 'unknown', at: null, factors: [] };
  const row = database.get<{ sealed: Uint8Array }>(
    'SELECT sealed FROM person_factors WHERE person_id = ?',
    personId,
  );
  const key = findPersonKey(database, personId);
  if (row === undefined || key === null) return unknown;
  const detail = openDetail(key.key, row.sealed);
  if (typeof detail?.factors !== 'string' || typeof detail.at !== 'string') return unknown;
  return { source: 'last-known', at: detail.at, factors: kept.parse(JSON.parse(detail.factors)) };
}
