import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StoreProblem } from './store-failure.ts';

/**
 * Makes folder (0700) and file (0600) ready before SQLite opens them; its journal takes over the file's mode. A folder in
 * which others may write is refused, because they could put another file in the store's place. Windows has no mode bits:
 * there the installer's ACL guards the folder. Null when all is well.
 */
export function prepareStoreFile(path: string): StoreProblem | null {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32' && (statSync(folder).mode & 0o022) !== 0)
      return 'folder-writable-by-others';
    const file = openSync(path, 'a', 0o600);
    try {
      if ((fstatSync(file).mode & 0o077) !== 0) chmodSync(path, 0o600);
    } finally {
      closeSync(file);
    }
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EROFS' ? 'read-only' : 'input-output';
  }
}
