// Builds dist/: `node .build/build.mjs`, or `ensureBuilt()` for a command that needs it.
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBuilt, sourceStamp } from './build-stamp.mjs';

const checkout = join(import.meta.dirname, '..');

/**
 * Builds `dist` where it does not match the sources, and promises whether it had to. The build goes to a directory of its
 * own and takes the place of the old one in a rename: what is half built is never run.
 */
export async function ensureBuilt({ root = checkout, report = () => {} } = {}) {
  const dist = join(root, 'dist');
  const stamp = sourceStamp(root);
  if (isBuilt(dist, stamp)) return false;
  const started = performance.now();
  report('Building… / ビルドしています…');
  const fresh = join(root, 'out', `build-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(fresh, { recursive: true });
  try {
    await buildInto(root, fresh);
    writeFileSync(join(fresh, '.stamp'), stamp);
    replace(dist, fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  report(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  return true;
}

async function buildInto(root, dist) {
  const [{ build }, bundles] = await Promise.all([import('vite'), import('./bundles.mjs')]);
  const { mainBundle, preloadBundle, rendererBundle, nodeBundle } = bundles;
  // Vite reads it from here, and a test runner sets it to something for which React's slow development build is taken.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await Promise.all(
      [mainBundle, preloadBundle, rendererBundle, nodeBundle].map((bundle) => build(bundle(root, dist))),
    );
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** Two builds at once may take turns here: whoever comes second replaces the first, with the same content. */
function replace(dist, fresh) {
  const old = `${fresh}.old`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      renameSync(dist, old);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    try {
      renameSync(fresh, dist);
      break;
    } catch (error) {
      if (attempt === 5 || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

// Not import.meta.main, which an older Node lacks: a build that does nothing would go unseen.
if (process.argv[1] === import.meta.filename)
  await ensureBuilt({ report: (line) => process.stderr.write(`${line}\n`) });
