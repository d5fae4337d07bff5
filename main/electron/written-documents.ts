import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWholeFile } from '../files/whole-file.ts';

/** Names that a document may have: no path, nothing hidden. */
const documentName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/;

/**
 * Writes a document into the folder that this face was given, whole or not at all, readable by its owner alone. Throws where
 * it can't be written, and leaves no half of it.
 */
export async function writeDocument(
  folder: string,
  name: string,
  write: (append: (part: string | Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  if (!documentName.test(name)) throw new Error('not a name of a document');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWholeFile(join(folder, name), write);
}
