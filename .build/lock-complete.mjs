// Fails when the lockfile lacks an optional dependency that a package names: `npm ci` would then fail elsewhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8'));

/** Whether `name` resolves from `place`, walking up as Node does. */
function isLocked(place, name) {
  for (
    let at = place;
    ;
    at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : ''
  ) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

const lost = Object.entries(packages).flatMap(([place, entry]) =>
  Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isLocked(place, name))
    .map((name) => `${place === '' ? 'the project' : place} needs ${name}`),
);
for (const line of lost) console.error(line);
process.exit(lost.length === 0 ? 0 : 1);
