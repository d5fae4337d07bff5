// What stands against calling a package a release.
import { spawnSync } from 'node:child_process';
import { signingObjection } from './signing.mjs';

/**
 * Why no release can be made of this, in words; null when it can: Electron's own runtime, everything signed, and a source
 * that somebody can find again.
 */
export function releaseObjection({ runtime, platform, environment, root }) {
  if (runtime.kind !== 'official') {
    return `Electron ${runtime.version} is the development runtime, which no station may run on`;
  }
  const unsigned = signingObjection(platform, environment);
  if (unsigned !== null) return `it would not be signed: ${unsigned}`;
  const changed = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  if (changed.status !== 0) return 'the source is no checkout';
  return changed.stdout.trim() === '' ? null : 'the source has changes that are not committed';
}
