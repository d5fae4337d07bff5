import type { ImportDefinition } from './import-settings.ts';

/** What an import found, before it changes anything. */
export interface ImportFindings {
  readonly mode: 'full' | 'changes';
  /** Rows that were read, bad ones included. */
  readonly rows: number;
  readonly bad: number;
  /** Bad rows that don't even tell whom they are about. */
  readonly unknown: number;
  /** People who are there by this import now. */
  readonly present: number;
  /** Those of them whom a whole reading did not bring. */
  readonly missing: number;
}

export type ImportRefusal = 'nobody' | 'too-many-bad' | 'too-many-removed';

export type ImportVerdict =
  | { readonly ok: true; readonly remove: boolean }
  | { readonly ok: false; readonly problem: ImportRefusal };

/** So few may always be bad, and so few may always go unless they are half of all. */
const alwaysAllowed = 10;

/**
 * Whether an import may go on. A source that lost a large part of its people, or whose rows nobody can read, is refused: it
 * is rather cut off than right. While rows can't even be assigned, nobody is removed: the missing may be theirs.
 */
export function judgeImport(
  found: ImportFindings,
  limits: ImportDefinition['limits'],
  forced: boolean,
): ImportVerdict {
  const remove = found.mode === 'full' && (found.unknown === 0 || forced);
  if (forced) return { ok: true, remove };
  const { bad, missing, present, rows } = found;
  if (found.mode === 'full' && rows === 0) return { ok: false, problem: 'nobody' };
  if (bad > alwaysAllowed && bad * 100 > rows * limits.badPercent)
    return { ok: false, problem: 'too-many-bad' };
  if (bad > 0 && bad === rows) return { ok: false, problem: 'too-many-bad' };
  const tooMany = missing * 100 > present * limits.removedPercent;
  if (remove && missing > 0 && tooMany && (missing > alwaysAllowed || missing * 2 >= present))
    return { ok: false, problem: 'too-many-removed' };
  return { ok: true, remove };
}
