import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * The digest of a file's bytes in lower-case hexadecimal, or `undefined` where there is no such file. The 166 MB of an
 * Electron executable take about 0.2 s, so a runtime is hashed before every use and no record of an earlier check has
 * to be believed.
 */
export async function fileDigest(file: string, algorithm: 'sha256' | 'sha512'): Promise<string | undefined> {
  const hash = createHash(algorithm);
  try {
    await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}
