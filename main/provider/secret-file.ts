import { readFileSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { z } from 'zod';

const maximumBytes = 64 * 1024;

/** Where a secret lies. Settings name secrets, they never hold them. */
export const secretPath = z.string().max(1000).refine(isAbsolute, 'expected an absolute path');

/**
 * A secret that is its owner's alone (mode 0600 or less; on Windows the folder's access list has to see to that), white
 * space at its ends removed.
 *
 * @throws Error when it can't be read, is open to others, or is empty; none shows what is in it.
 */
export function readSecretFile(path: string): string {
  const { mode, size } = statSync(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error(`${path} is open to others than its owner`);
  if (size > maximumBytes) throw new Error(`${path} is too large for a secret`);
  const text = readFileSync(path, 'utf8').trim();
  if (text === '') throw new Error(`${path} is empty`);
  return text;
}
