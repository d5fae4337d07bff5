import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { maximumPortraitBytes, type Portrait } from '../../preload/contract/models/identity.ts';
import { isPicture } from '../exchange/portrait-picture.ts';

/** A name and nothing else: no folder, and nothing that leads out of the one beside the list. */
const plainName = /^[\p{L}\p{N}_-][\p{L}\p{N}._-]{0,199}$/u;

export type PortraitFault =
  | 'portrait-name'
  | 'portrait-missing'
  | 'portrait-too-large'
  | 'portrait-no-picture';

/**
 * A photograph that lies beside a list of people. What it is, its first bytes say and not its name; a link is not followed,
 * and nothing larger than a counter shows is read.
 */
export async function readPortraitFile(
  folder: string,
  name: string,
): Promise<
  { readonly ok: true; readonly portrait: Portrait } | { readonly ok: false; readonly code: PortraitFault }
> {
  if (!plainName.test(name)) return { ok: false, code: 'portrait-name' };
  const path = join(folder, name);
  const found = await lstat(path).catch(() => null);
  if (found === null || !found.isFile()) return { ok: false, code: 'portrait-missing' };
  if (found.size > maximumPortraitBytes) return { ok: false, code: 'portrait-too-large' };
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) return { ok: false, code: 'portrait-missing' };
  const data = bytes.toString('base64');
  const portrait: Portrait = { type: bytes[0] === 0x89 ? 'image/png' : 'image/jpeg', data };
  return isPicture(portrait) ? { ok: true, portrait } : { ok: false, code: 'portrait-no-picture' };
}
