import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process and all its descendants, in MB: shared pages count in parts (PSS of proc(5)). */
export function residentOfTree(pid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const process = Number(name);
    const parent = Number.isInteger(process) ? parentOf(process) : null;
    if (parent !== null) parents.set(process, parent);
  }
  const isInside = (process: number): boolean => {
    const parent = parents.get(process);
    return process === pid || (parent !== undefined && isInside(parent));
  };
  return [...parents.keys()]
    .filter(isInside)
    .reduce((sum, process) => sum + (rollup(process, 'Pss') ?? 0), 0);
}

/** Resident memory of one process in MB, what it shares counted in full: the only one of its kind on a station. */
export function residentAlone(pid: number): number {
  return rollup(pid, 'Rss') ?? Number.NaN;
}

function parentOf(pid: number): number | null {
  const stat = readGone(`/proc/${pid}/stat`);
  // The name in parentheses may hold anything; state and parent come behind it.
  const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? null : Number(parent);
}

function rollup(pid: number, field: 'Pss' | 'Rss'): number | null {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(
    readGone(`/proc/${pid}/smaps_rollup`) ?? '',
  )?.[1];
  return kilobytes === undefined ? null : (Number(kilobytes) * 1024) / 1e6;
}

/** Null where the process has ended meanwhile. */
function readGone(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return null;
    throw error;
  }
}
