import { lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';

/**
 * The paths of files that a site is given, by their names in the session's folder; null where one of them is not a plain
 * file that really lies in it, whatever links lead there.
 */
export function givenFiles(folder: string, names: readonly string[]): readonly string[] | null {
  const paths: string[] = [];
  for (const name of names) {
    try {
      const root = realpathSync(folder);
      const path = join(root, name);
      const inside = relative(root, realpathSync(path));
      if (inside === '' || inside.split(sep)[0] === '..' || isAbsolute(inside)) return null;
      if (!lstatSync(path).isFile()) return null;
      paths.push(join(root, inside));
    } catch {
      return null; // gone meanwhile, or never there
    }
  }
  return paths;
}
