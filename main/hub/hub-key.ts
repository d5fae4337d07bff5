import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  exportPrivatePem,
  generateSigningKey,
  importSigningKey,
  type SigningKey,
} from '../exchange/signing-key.ts';

/**
 * Reads the hub's Ed25519 key from its owner-only file, creating both when there is none. Throws when others may read
 * the file (on systems with POSIX permissions) or it holds no such key.
 */
export async function openHubKey(path: string): Promise<SigningKey> {
  const created = await createHubKey(path);
  if (created !== null) return created;
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error('the hub key file may be read by others than its owner');
  return importSigningKey(await readFile(path, 'utf8'));
}

/** Null when the file is there already. */
async function createHubKey(path: string): Promise<SigningKey | null> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
  try {
    const key = generateSigningKey();
    await file.writeFile(exportPrivatePem(key));
    await file.sync();
    return key;
  } finally {
    await file.close();
  }
}
