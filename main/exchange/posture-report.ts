import { z } from 'zod';
import { checkId, checkIds, checkState } from '../../preload/contract/models/doctor.ts';

/** A version is one line of plain letters: it is printed on the terminals of IT. */
const version = z
  .string()
  .max(40)
  .regex(/^[\x20-\x7e]*$/);

/** `POST /v1/posture`: which checks stand how at a station, and its versions. No fact and no name: the hub needs neither. */
export const postureReport = z.strictObject({
  version,
  node: version,
  electron: version.nullable(),
  checks: z.array(z.strictObject({ id: checkId, state: checkState })).max(checkIds.length),
});
export type PostureReport = z.infer<typeof postureReport>;

/** What the hub knows of the station's past. */
export const postureResponse = z.strictObject({
  word: z.enum(['as-known', 'rolled-back', 'tampered']),
  rollbacks: z.number().int().nonnegative(),
});
