// Whether a build still matches its sources. The stamp is a digest of everything that the bundles are made from.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = [
  'main',
  'preload',
  'renderer',
  'native',
  '.build/build.mjs',
  '.build/bundles.mjs',
  '.build/bundle-contents.mjs',
  '.build/compile-message.mjs',
  '.build/furigana.mjs',
  '.build/furigana-runtime.mjs',
  '.build/message-keys.mjs',
  '.build/messages.mjs',
  '.build/pseudo-language.mjs',
  '.build/message-check.mjs',
  '.build/hard-coded-sentences.mjs',
  '.build/typeface.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** SHA-256 over path and content of every source file under `root`, in the order of their paths. */
export function sourceStamp(root) {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesUnder(root, source))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Whether `dist` was built from a source with this stamp. */
export function isBuilt(dist, stamp) {
  try {
    return readFileSync(join(dist, '.stamp'), 'utf8') === stamp;
  } catch {
    return false;
  }
}

function filesUnder(root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesUnder(root, `${path}/${name}`));
}
