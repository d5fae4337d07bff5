import { z } from 'zod';
import { identifier } from '../../preload/contract/models/base.ts';
import { portrait, telephoneNumber } from '../../preload/contract/models/identity.ts';

/** What the hub tells counters of a person for checks alone. Both null: nothing is kept of them any more. */
export const toldParticulars = z.strictObject({
  person: identifier,
  telephone: telephoneNumber.nullable(),
  portrait: portrait.nullable(),
});
export type ToldParticulars = z.infer<typeof toldParticulars>;

/** Most people in one item: with the largest photographs it stays below the answer's limit. */
export const mostParticulars = 50;
