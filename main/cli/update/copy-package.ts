import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A package as it lies in a repository: under the hash of its bytes, as The Update Framework wants it (§6.3, consistent snapshots). */
export interface CopiedPackage {
  readonly path: string;
  readonly length: number;
  readonly sha256: string;
  /** Where it lies now. */
  readonly place: string;
  /** It was not there before. */
  readonly isNew: boolean;
}

/**
 * Copies a package into a repository's folder of targets; its hash is that of the bytes that were written.
 *
 * @param onBytes hears of each part that was copied, in bytes
 * @throws where it can't be read or written, or `signal` was aborted; then nothing of it is left
 */
export async function copyPackage(
  file: string,
  folder: string,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: (count: number) => void },
): Promise<CopiedPackage> {
  const path = basename(file);
  await mkdir(folder, { recursive: true });
  const fresh = join(folder, `${path}.new`);
  try {
    const hash = createHash('sha256');
    let length = 0;
    await pipeline(
      createReadStream(file, { highWaterMark: 1024 * 1024 }),
      async function* (parts: AsyncIterable<Buffer>) {
        for await (const part of parts) {
          hash.update(part);
          length += part.length;
          yield part;
          onBytes(part.length);
        }
      },
      createWriteStream(fresh, { flush: true }),
      { signal },
    );
    const sha256 = hash.digest('hex');
    const place = join(folder, `${sha256}.${path}`);
    const isNew = await stat(place).then(
      () => false,
      () => true,
    );
    await rename(fresh, place);
    return { path, length, sha256, place, isNew };
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
