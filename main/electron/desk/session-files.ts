import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeskChoosable } from '../../../preload/contract/models/desk.ts';

const mostSeen = 2000;
const mostDepth = 4;

/**
 * What the person made or fetched: files of the session's folder by their path in it. Hidden ones are settings and
 * caches of programs; links lead elsewhere. Names `most` of them and looks at 2000 entries at most.
 */
export function sessionFiles(folder: string, most = 50): DeskChoosable {
  const names: string[] = [];
  let seen = 0;
  let more = 0;
  const look = (below: readonly string[]) => {
    let entries: import('node:fs').Dirent[];
    try {
      entries = readdirSync(join(folder, ...below), { withFileTypes: true });
    } catch {
      return; // gone meanwhile, or not ours to read
    }
    for (const entry of entries) {
      seen += 1;
      if (seen > mostSeen) return;
      if (entry.name.startsWith('.')) continue;
      const path = [...below, entry.name];
      if (entry.isDirectory() && path.length < mostDepth) look(path);
      else if (entry.isFile() && names.length < most) names.push(path.join('/').slice(0, 300));
      else if (entry.isFile()) more += 1;
    }
  };
  look([]);
  return { names, more };
}
