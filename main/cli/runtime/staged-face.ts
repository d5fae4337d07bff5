import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sharedTemporaryDirectory } from './world-readable.ts';

/** The parts of a build that the face loads. */
const faceParts = ['main', 'preload', 'renderer'] as const;

export interface StagedFace {
  /** What to give to Electron as the path of the application. */
  readonly directory: string;
  readonly remove: () => Promise<void>;
}

/**
 * Copies the built face, without agent, hub and native modules, into a directory that anybody may read and only its owner
 * may write to. The face's user then needs no way into the checkout, and a new build does not change a window that is open.
 * `distDirectory` is the build's `dist`, and its parent has the application's `package.json`.
 */
export async function stageFace(distDirectory: string): Promise<StagedFace> {
  const directory = await mkdtemp(join(await sharedTemporaryDirectory(), 'madoguchi-app-'));
  const described = JSON.parse(await readFile(join(dirname(distDirectory), 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly main: string;
  };
  const { name, version, main } = described;
  await writeFile(
    join(directory, 'package.json'),
    JSON.stringify({ name, productName: 'Madoguchi', version, main }),
  );
  await mkdir(join(directory, 'dist'));
  for (const part of faceParts) {
    await cp(join(distDirectory, part), join(directory, 'dist', part), { recursive: true });
  }
  await openForReading(directory);
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

async function openForReading(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else await chmod(path, 0o644);
  }
}
