import type { Refusal } from '../../../preload/contract/errors.ts';

/** Why the store can't be used, as `reason` of `station/store-unavailable`. */
export type StoreProblem =
  | 'runtime-too-old'
  | 'missing'
  | 'folder-writable-by-others'
  | 'wrong-key-or-damaged'
  | 'damaged'
  | 'read-only'
  | 'busy'
  | 'newer-than-program'
  | 'input-output';

/**
 * The store can't do its work at this moment: full disk, lost or damaged file. Thrown by reads and writes, because a
 * transaction has to unwind; whoever answers a call turns it into its `refusal`. Nothing of the transaction was kept.
 */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause: unknown) {
    super(`${refusal.code} ${refusal.parameters?.reason ?? ''}`.trim(), { cause });
    this.refusal = refusal;
  }
}

/** The refusal that an SQLite result code (https://sqlite.org/rescode.html) stands for; null when it is a bug of ours. */
export function storeRefusal(code: string): Refusal | null {
  if (code === 'SQLITE_FULL') return { code: 'station/disk-full' };
  const problem = problemOf(code);
  return problem === null ? null : { code: 'station/store-unavailable', parameters: { reason: problem } };
}

function problemOf(code: string): StoreProblem | null {
  // Extended codes begin with their primary code.
  if (code.startsWith('SQLITE_NOTADB')) return 'wrong-key-or-damaged';
  if (code.startsWith('SQLITE_CORRUPT')) return 'damaged';
  if (code.startsWith('SQLITE_READONLY')) return 'read-only';
  if (code.startsWith('SQLITE_BUSY')) return 'busy';
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN')) return 'input-output';
  return null;
}
