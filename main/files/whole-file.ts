import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file in parts, whole or not at all: they go into a hidden file beside it, which then takes its name. Readable by
 * its owner alone. Throws what `write` or the file system throws, and leaves no half of it; an older file of that name is
 * then untouched.
 */
export async function writeWholeFile(
  path: string,
  write: (append: (part: string | Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  // A name that nobody can have laid a link or a file of their own at.
  const part = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.part`);
  const file = await open(part, 'wx', 0o600);
  try {
    await write(async (text) => {
      await file.appendFile(text);
    });
    await file.sync();
    await file.close();
    await rename(part, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}
