import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The top of the checkout or of the installed agent: the nearest directory above this file that has a `package.json`.
 * It is found by looking, because this file runs from its source and from a bundle that lies elsewhere.
 */
export function projectRoot(start: string = import.meta.dirname): string {
  if (existsSync(join(start, 'package.json'))) return start;
  const parent = dirname(start);
  if (parent === start) throw new Error(`no package.json above ${import.meta.dirname}`);
  return projectRoot(parent);
}
