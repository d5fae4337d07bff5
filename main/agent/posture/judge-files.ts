import { type Circumstances, fail, type Judgement, pass, unknown, warn } from './judgement.ts';

/** One file or folder as the system shows it. */
export interface FileSight {
  readonly name: string;
  readonly path: string;
  /** Lowest nine bits; null where the system has no modes. */
  readonly mode: number | null;
  readonly owner: number;
  readonly group: number;
}

/** What a file must be: no mode bit outside `allowed`, and belonging to `owner`. */
export interface FileRule {
  readonly name: string;
  readonly allowed: number;
  readonly group: number | null;
}

export type FileProblem =
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'wide'; readonly file: FileSight; readonly allowed: number }
  | { readonly kind: 'owner'; readonly file: FileSight; readonly owner: number }
  | { readonly kind: 'group'; readonly file: FileSight; readonly group: number };

/** Compares files with their rules. `owner`: the agent's account, the folder's own owner where nobody says. */
export function fileProblems(
  files: readonly FileSight[],
  rules: readonly FileRule[],
  owner: number,
): readonly FileProblem[] {
  return rules.flatMap((rule): FileProblem[] => {
    const file = files.find(({ name }) => name === rule.name);
    if (file === undefined) return [{ kind: 'missing', name: rule.name }];
    if (file.mode === null) return [];
    if ((file.mode & ~rule.allowed) !== 0) return [{ kind: 'wide', file, allowed: rule.allowed }];
    if (file.owner !== owner) return [{ kind: 'owner', file, owner }];
    if (rule.group !== null && (file.mode & 0o070) !== 0 && file.group !== rule.group) {
      return [{ kind: 'group', file, group: rule.group }];
    }
    return [];
  });
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

export function judgeFiles(seen: {
  readonly problems: readonly FileProblem[];
  readonly modes: boolean;
}): Judgement {
  if (!seen.modes) return unknown('access-lists');
  const problem =
    seen.problems.find(({ kind }) => kind !== 'missing') ??
    seen.problems.find(({ kind }) => kind === 'missing');
  if (problem === undefined) return pass('private');
  switch (problem.kind) {
    case 'missing':
      return fail('missing', { name: problem.name });
    case 'wide':
      return fail('too-wide', {
        path: problem.file.path,
        mode: octal(problem.file.mode ?? 0),
        allowed: octal(problem.allowed),
      });
    case 'owner':
      return fail('other-owner', {
        path: problem.file.path,
        owner: problem.file.owner,
        wanted: problem.owner,
      });
    case 'group':
      return fail('other-group', {
        path: problem.file.path,
        group: problem.file.group,
        wanted: problem.group,
      });
  }
}

export function judgeStore(
  seen: { readonly opens: true } | { readonly opens: false; readonly reason: string },
): Judgement {
  if (seen.opens) return pass('opens');
  return seen.reason === 'missing' || seen.reason === 'key-missing'
    ? fail('not-there', { reason: seen.reason })
    : fail('does-not-open', { reason: seen.reason });
}

export function judgeKey(protection: 'systemd-credential' | 'key-file' | 'open-to-others'): Judgement {
  switch (protection) {
    case 'systemd-credential':
      return pass('wrapped');
    case 'key-file':
      return warn('key-file');
    case 'open-to-others':
      return fail('open-to-others');
  }
}

const mebibyte = 1024 * 1024;

/** Free space of the folder that has the least. */
export function judgeDisk(
  seen: readonly { readonly path: string; readonly free: number; readonly size: number }[],
): Judgement {
  const least = seen.toSorted((one, other) => one.free - other.free)[0];
  if (least === undefined) return unknown('no-folder');
  const facts = { path: least.path, free: Math.floor(least.free / mebibyte) };
  if (least.free < 200 * mebibyte) return fail('nearly-full', facts);
  return least.free < 1024 * mebibyte ? warn('little', facts) : pass('enough', facts);
}

export function judgeSettings(seen: {
  /** Sources whose last known values stand in, with why they can't be read now. */
  readonly kept: readonly { readonly source: string; readonly why: string }[];
  readonly problems: readonly string[];
}): Judgement {
  const [problem] = seen.problems;
  if (problem !== undefined) return fail('invalid', { problem, count: seen.problems.length });
  const [kept] = seen.kept;
  return kept === undefined ? pass('read') : warn('last-known', { source: kept.source, why: kept.why });
}

export function judgeScreenReader(
  seen: { readonly platform: string; readonly program: string | null; readonly bus: boolean },
  _circumstances: Circumstances,
): Judgement {
  if (seen.program === null) return warn('none', { system: seen.platform });
  return seen.bus ? pass('reachable', { program: seen.program }) : warn('no-bus', { program: seen.program });
}
