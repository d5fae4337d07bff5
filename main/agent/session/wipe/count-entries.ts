import { closeFolder, entryPath, type FolderHandle, openFolder } from './folder-handle.ts';
import { eachName, mostDepth } from './wipe-tree.ts';

/**
 * How many entries lie in a folder and in what lies below it on the same file system; null when `over` said so before the
 * end. Changes nothing and follows no link. What can't be listed counts as one.
 */
export function countEntries(root: FolderHandle, over: () => boolean): number | null {
  let entries = 0;
  const count = (folder: FolderHandle, depth: number): void =>
    eachName(folder, (name, isFolder) => {
      if (over()) return;
      entries += 1;
      if (!isFolder || depth >= mostDepth) return;
      let inside: FolderHandle;
      try {
        inside = openFolder(entryPath(folder, name));
      } catch {
        return;
      }
      try {
        if (inside.mount === root.mount) count(inside, depth + 1);
      } catch {
        // What can't be listed is one entry.
      } finally {
        closeFolder(inside);
      }
    });
  try {
    count(root, 0);
  } catch {
    return null;
  }
  return over() ? null : entries;
}
