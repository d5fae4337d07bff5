import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Names that a document may have: no path, nothing hidden. */
const documentName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/;

/**
 * Writes a document into the folder that this face was given, whole or not at all: its parts go into a file beside it,
 * which then takes its name. Readable by its owner alone. Throws where it can't be written, and leaves no half of it.
 */
export async function writeDocument(
  folder: string,
  name: string,
  write: (append: (part: string | Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  if (!documentName.test(name)) throw new Error('not a name of a document');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = join(folder, `.${name}.part`);
  const file = await open(part, 'w', 0o600);
  try {
    await write(async (text) => {
      await file.appendFile(text);
    });
    await file.sync();
    await file.close();
    await rename(part, join(folder, name));
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}
