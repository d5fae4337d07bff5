import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../files/replace-file.ts';

/** In the order in which they are kept: what vouches for another comes first. */
export const roles = ['root', 'timestamp', 'snapshot', 'targets'] as const;
export type MetadataRole = (typeof roles)[number];

const pinMark = 'pinned.sha256';
const workPrefix = 'work-';

/**
 * Prepares a folder of trusted metadata and returns a copy of it to work in: what is interrupted never touches what is
 * trusted. It begins with the pinned root, and begins anew when another root is pinned. Throws what the file system throws.
 */
export async function openMetadata(folder: string, pinnedRoot: Buffer): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    if (name.startsWith(workPrefix)) await rm(join(folder, name), { recursive: true, force: true });
  }
  const pin = createHash('sha256').update(pinnedRoot).digest('hex');
  if ((await textOf(join(folder, pinMark))) !== pin) {
    await rm(join(folder, pinMark), { force: true });
    for (const role of roles) await rm(join(folder, `${role}.json`), { force: true });
    await replaceFile(join(folder, 'root.json'), pinnedRoot.toString('utf8'), 0o600);
    await replaceFile(join(folder, pinMark), pin, 0o600);
  }
  const work = await mkdtemp(join(folder, workPrefix));
  for (const role of roles) {
    const text = await textOf(join(folder, `${role}.json`));
    if (text !== null) await writeFile(join(work, `${role}.json`), text, { mode: 0o600 });
  }
  return work;
}

/** Takes over what was verified in the copy, each file whole, and removes the copy. */
export async function keepMetadata(folder: string, work: string): Promise<void> {
  for (const role of roles) {
    const text = await textOf(join(work, `${role}.json`));
    if (text !== null && text !== (await textOf(join(folder, `${role}.json`)))) {
      await replaceFile(join(folder, `${role}.json`), text, 0o600);
    }
  }
  await rm(work, { recursive: true, force: true });
}

export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
