import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The renderer's files as the build wrote them. */
export interface Content {
  /** A file by its URL path; null where the build wrote none of that name. */
  file(path: string): Promise<Buffer<ArrayBuffer>> | null;
}

/**
 * Lists the files once, so that no path can be talked into more, and reads what the first screen needs ahead: the page
 * and what it names in its head. Everything else is read when it is asked for.
 */
export function readContent(folder: string): Content {
  const paths = listFiles(folder);
  const ahead = new Map<string, Buffer<ArrayBuffer>>();
  const read = (path: string) => join(folder, ...path.split('/'));
  if (paths.has('/index.html')) {
    const page = readFileSync(read('/index.html'));
    ahead.set('/index.html', page);
    for (const [, path = ''] of page.toString('utf8').matchAll(/ (?:src|href)="([^"]+)"/g)) {
      if (paths.has(path)) ahead.set(path, readFileSync(read(path)));
    }
  }
  return {
    file(path) {
      const known = ahead.get(path);
      if (known !== undefined) return Promise.resolve(known);
      return paths.has(path) ? readFile(read(path)) : null;
    },
  };
}

/** Paths of all files below `folder`, as URL paths. */
function listFiles(folder: string, below = ''): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = `${below}/${entry.name}`;
    if (entry.isFile()) paths.add(path);
    if (entry.isDirectory()) for (const inner of listFiles(folder, path)) paths.add(inner);
  }
  return paths;
}
