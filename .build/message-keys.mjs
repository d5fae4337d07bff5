// Which keys of the catalogues a source names: its literals, and its templates as patterns.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Every source below a folder. */
export function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What one source may use as keys. */
export function keysNamedIn(path) {
  const source = readFileSync(path, 'utf8');
  const literals = new Set([...source.matchAll(/['"]([a-z][\w./-]+)['"]/g)].map(([, text]) => text));
  const patterns = [...source.matchAll(/`([\w./-]*(?:\$\{[^`}]*\}[\w./-]*)+)`/g)]
    .map(([, template]) => template.split(/\$\{[^}]*\}/))
    .filter((parts) => parts.join('').length > 2)
    .map((parts) => new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('.+')}$`));
  return { literals, patterns };
}

/** Those of `keys` that one of these sources names. */
export function keysUsedBy(paths, keys) {
  const named = paths.map(keysNamedIn);
  return keys.filter((key) =>
    named.some(({ literals, patterns }) => literals.has(key) || patterns.some((one) => one.test(key))),
  );
}

/** The sources that come with `start` at once: by imports that are not dynamic and not of types. */
export function sourcesReachedAtOnce(start) {
  const seen = new Set();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const source = readFileSync(path, 'utf8');
    for (const [, clause, imported] of source.matchAll(
      /^(?:import|export) ([^'"]*?)(?:from )?'(\.[^']+\.tsx?)'/gm,
    )) {
      if (!clause.startsWith('type ')) open.push(resolve(dirname(path), imported));
    }
  }
  return [...seen];
}
