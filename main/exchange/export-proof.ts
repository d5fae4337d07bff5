import { z } from 'zod';
import { auditFormat, auditSelection } from '../../preload/contract/models/audit.ts';
import { identifier, instant } from '../../preload/contract/models/base.ts';
import { publicJwk } from './signing-key.ts';

const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const link = z.strictObject({ sequence: z.number().int().nonnegative(), hash: digest });

/**
 * Payload of `madoguchi-audit-export+jws`: the word of the station (or the hub), signed by its key, on a file of its audit
 * trail. `selection` null: every entry after `after` up to `through`, which the hashes inside the file prove beside the
 * signature. Otherwise: all those of them that match, which the signature alone vouches for.
 */
export const exportProof = z.strictObject({
  v: z.literal(1),
  source: z.enum(['station', 'hub']),
  /** Station id; the institution's for a hub. */
  by: identifier,
  chain: z.string().max(100),
  format: auditFormat,
  selection: auditSelection.nullable(),
  /** The entry before the first that was looked at: 0 and the chain's beginning where that is all of it. */
  after: link,
  /** The last that was looked at, which was the chain's head when this was made or later. */
  through: link,
  /** Entries in the file. */
  rows: z.number().int().nonnegative(),
  /** SHA-256 of the file's bytes, base64url. */
  file: digest,
  bytes: z.number().int().nonnegative(),
  exportedBy: z.string().max(64),
  at: instant,
  publicKey: publicJwk,
});
export type ExportProof = z.infer<typeof exportProof>;
