import { z } from 'zod';
import { portrait, telephoneNumber } from '../../../preload/contract/models/identity.ts';
import { isPicture } from '../../exchange/portrait-picture.ts';
import { findPersonKey, personKey } from '../audit/person-keys.ts';
import { openDetail, sealDetail } from '../audit/sealed-detail.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

const kept = z.strictObject({ telephone: telephoneNumber.nullable(), portrait: portrait.nullable() });
/** What the directory keeps of a person for a check alone: never in a search, never in a list. */
export type PersonParticulars = z.infer<typeof kept>;

/** Keeps them sealed under the person's own key, with which they are erased; nothing where there is nothing to keep. */
export function keepParticulars(
  database: WritableDatabase,
  personId: string,
  particulars: PersonParticulars,
): void {
  if (particulars.telephone === null && particulars.portrait === null) {
    database.run('DELETE FROM person_particulars WHERE person_id = ?', personId);
    return;
  }
  const { key } = personKey(database, personId);
  const { sealed } = sealDetail(key, { particulars: JSON.stringify(kept.parse(particulars)) });
  database.run(
    `INSERT INTO person_particulars (person_id, sealed) VALUES (?, ?)
     ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed`,
    personId,
    sealed,
  );
}

/** What is kept of a person; nothing where nothing is, where their key was erased, or where it is not what it should be. */
export function particularsOf(database: ReadableDatabase, personId: string): PersonParticulars {
  const nothing: PersonParticulars = { telephone: null, portrait: null };
  const row = database.get<{ sealed: Uint8Array }>(
    'SELECT sealed FROM person_particulars WHERE person_id = ?',
    personId,
  );
  const key = findPersonKey(database, personId);
  if (row === undefined || key === null) return nothing;
  const detail = openDetail(key.key, row.sealed);
  if (typeof detail?.particulars !== 'string') return nothing;
  const parsed = kept.safeParse(JSON.parse(detail.particulars));
  return parsed.success && (parsed.data.portrait === null || isPicture(parsed.data.portrait))
    ? parsed.data
    : { ...nothing, telephone: parsed.success ? parsed.data.telephone : null };
}
