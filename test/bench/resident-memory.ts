import { readdirSync, readFileSync } from 'node:fs';

/**
 * Resident memory in MB of the given processes and all their descendants, as if nothing else ran on the machine: what is
 * private or shared among them counts once, and so does each part of a file that several have in memory. (The kernel's
 * own proportional figure would shrink with every other window of the same runtime.)
 */
export function residentMegabytes(...pids: readonly number[]): number {
  const largest = new Map<string, number>();
  let kilobytes = 0;
  for (const process of withDescendants(pids)) {
    const rollup = fieldsOf(readWhileThere(`/proc/${process}/smaps_rollup`));
    kilobytes += (rollup.get('Pss_Anon') ?? 0) + (rollup.get('Pss_Shmem') ?? 0);
    for (const [part, resident] of partsOfFiles(process)) {
      largest.set(part, Math.max(largest.get(part) ?? 0, resident));
    }
  }
  for (const resident of largest.values()) kilobytes += resident;
  return (kilobytes * 1024) / 1e6;
}

/** Resident kilobytes of each mapped part of a file, by file and place; pages changed since are not the file's any more. */
function partsOfFiles(pid: number): Map<string, number> {
  const parts = new Map<string, number>();
  // address permissions offset device inode path
  const mappings = readWhileThere(`/proc/${pid}/smaps`).split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m);
  for (const mapping of mappings) {
    const [, offset, device, inode] =
      /^[0-9a-f-]+ \S+ ([0-9a-f]+) (\S+) (\d+) +\/(?!dev\/shm\/|memfd:)/.exec(mapping) ?? [];
    if (inode === undefined || inode === '0') continue;
    const fields = fieldsOf(mapping);
    const resident = (fields.get('Rss') ?? 0) - (fields.get('Anonymous') ?? 0);
    parts.set(`${device} ${inode} ${offset}`, resident);
  }
  return parts;
}

function fieldsOf(text: string): Map<string, number> {
  const fields = text.matchAll(/^(\w+): +(\d+) kB$/gm);
  return new Map([...fields].map(([, name = '', kilobytes]) => [name, Number(kilobytes)]));
}

/** The given processes and all that they started, and so on. */
export function withDescendants(pids: readonly number[]): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readWhileThere(`/proc/${name}/stat`) : '';
    // The name in parentheses may hold anything; state and parent come behind it.
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isInside = (pid: number): boolean => {
    const parent = parents.get(pid);
    return pids.includes(pid) || (parent !== undefined && isInside(parent));
  };
  return [...parents.keys()].filter(isInside);
}

/** Empty where the process has ended meanwhile. */
function readWhileThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return '';
    throw error;
  }
}
