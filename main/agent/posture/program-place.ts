import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** Where this program lies and what it says of itself. */
export interface ProgramPlace {
  readonly version: string;
  readonly root: string;
  /** Installed from a package, and not run from a checkout. */
  readonly packed: boolean;
  /** The Electron executable; null where there is none. */
  readonly face: string | null;
  readonly electron: { readonly version: string; readonly kind: 'official' | 'development' } | null;
}

const packageFile = z.object({ version: z.string() });
const runtimeFile = z.object({ electron: z.string(), kind: z.enum(['official', 'development']) });

/**
 * Looks for the program above `start`. A package has the agent at `resources/agent` beside `resources/runtime.json`; a
 * checkout has Electron in `node_modules`, or a development runtime in one of `runtimeFolders` (`electron-<version>-dev`).
 */
export function findProgram(start: string, runtimeFolders: readonly string[]): ProgramPlace {
  const root = rootAbove(start);
  const version = readAs(packageFile, join(root, 'package.json'))?.version ?? 'unknown';
  const resources = dirname(root);
  const runtime = readAs(runtimeFile, join(resources, 'runtime.json'));
  if (basename(root) === 'agent' && runtime !== null) {
    const face = packedFaces(resources).find((path) => existsSync(path)) ?? null;
    return { version, root, packed: true, face, electron: { version: runtime.electron, kind: runtime.kind } };
  }
  const installed = join(root, 'node_modules', 'electron', 'dist');
  const official = join(installed, process.platform === 'win32' ? 'electron.exe' : 'electron');
  if (existsSync(official)) {
    const own = readAs(packageFile, join(root, 'node_modules', 'electron', 'package.json'));
    const electron = own === null ? null : { version: own.version, kind: 'official' as const };
    return { version, root, packed: false, face: official, electron };
  }
  for (const folder of runtimeFolders) {
    const face = join(folder, 'electron');
    const named = /^electron-(\d+\.\d+\.\d+)-dev$/.exec(basename(folder))?.[1];
    if (named === undefined || !existsSync(face)) continue;
    return { version, root, packed: false, face, electron: { version: named, kind: 'development' } };
  }
  return { version, root, packed: false, face: null, electron: null };
}

function packedFaces(resources: string): readonly string[] {
  const above = dirname(resources);
  return [join(above, 'madoguchi'), join(above, 'Madoguchi.exe'), join(above, 'MacOS', 'Madoguchi')];
}

function rootAbove(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) return folder;
  }
}

function readAs<Schema extends z.ZodType>(schema: Schema, path: string): z.output<Schema> | null {
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
