import { z } from 'zod';
import { identifier } from '../../../preload/contract/models/base.ts';
import { portrait, telephoneNumber } from '../../../preload/contract/models/identity.ts';
import { isPicture } from '../../exchange/portrait-picture.ts';
import { appendParticulars } from '../feed/append.ts';
import type { HubTransaction } from '../store/hub-database.ts';

/** What an institution supplies for checks at its counters: a number to call back, a small photograph, or neither. */
export const particularsImport = z.strictObject({
  person: identifier,
  telephone: telephoneNumber.nullable(),
  portrait: portrait.refine(isPicture, { error: 'no picture of that type and size' }).nullable(),
});
export type ParticularsImport = z.infer<typeof particularsImport>;

/**
 * Keeps particulars of people whom the directory knows; of others nothing. Counters hear of those that changed. Answers
 * with how many did.
 */
export async function storeParticulars(
  transaction: HubTransaction,
  people: readonly ParticularsImport[],
  now: Date,
): Promise<number> {
  const changed: string[] = [];
  for (const { person, telephone, portrait: picture } of people) {
    const known = await transaction
      .selectFrom('person')
      .select('id')
      .where('id', '=', person)
      .executeTakeFirst();
    if (known === undefined) continue;
    const row = {
      telephone,
      portrait_type: picture?.type ?? null,
      portrait: picture === null ? null : Buffer.from(picture.data, 'base64'),
      updated_at: now,
    };
    const written = await transaction
      .insertInto('person_particulars')
      .values({ person, ...row })
      .onConflict((conflict) =>
        conflict
          .column('person')
          .doUpdateSet(row)
          .where((where) =>
            where.or([
              where('person_particulars.telephone', 'is distinct from', row.telephone),
              where('person_particulars.portrait', 'is distinct from', row.portrait),
            ]),
          ),
      )
      .returning('person')
      .executeTakeFirst();
    if (written !== undefined) changed.push(person);
  }
  if (changed.length > 0) await appendParticulars(transaction, changed, now);
  return changed.length;
}
