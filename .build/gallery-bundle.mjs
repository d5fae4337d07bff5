// The gallery of components: a face like the real one, but for its page. It is built beside dist and never part of it.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceStamp } from './build-stamp.mjs';
import { rendererBundle } from './bundles.mjs';

/** Where the gallery lies as an application: the parent of its `dist`. */
export function galleryFolder(root) {
  return join(root, 'out', 'gallery');
}

/** Builds the gallery where it does not match the sources; `dist` must be built already. Promises the application's folder. */
export async function ensureGalleryBuilt(root) {
  const folder = galleryFolder(root);
  const stamp = sourceStamp(root);
  const stampFile = join(folder, '.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return folder;
  const { build } = await import('vite');
  rmSync(folder, { recursive: true, force: true });
  const dist = join(folder, 'dist');
  mkdirSync(dist, { recursive: true });
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({ ...rendererBundle(root, dist), root: join(root, 'renderer', 'gallery') });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  // The real face: its window, its origin, its content security policy.
  for (const part of ['main', 'preload'])
    cpSync(join(root, 'dist', part), join(dist, part), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  writeFileSync(stampFile, stamp);
  return folder;
}
