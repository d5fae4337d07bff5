import { createReadStream } from 'node:fs';

/** What stands before the fuses in an Electron executable (electron/docs/tutorial/fuses.md). */
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'ascii');
const longestWire = 32;

/** Fuses of wire version 1 in order, with the state that a station needs; null for those that do not matter here. */
const wanted = [
  ['run-as-node', 'off'],
  ['cookie-encryption', 'on'],
  ['node-options', 'off'],
  ['node-inspect', 'off'],
  ['asar-integrity', 'on'],
  ['only-asar', 'on'],
  ['browser-snapshot', null],
  ['file-privileges', 'off'],
] as const;

export type FuseWire = readonly ('on' | 'off' | 'removed')[];

/**
 * Reads the fuse wire of an executable as a stream, without keeping it. Null where it has none, or none of version 1.
 * Rejects when the file can't be read or `signal` ends it.
 */
export async function readFuseWire(path: string, signal: AbortSignal): Promise<FuseWire | null> {
  let tail: Buffer = Buffer.alloc(0);
  const needed = sentinel.length + 2 + longestWire;
  for await (const chunk of createReadStream(path, { highWaterMark: 4 * 1024 * 1024, signal })) {
    const window: Buffer = Buffer.concat([tail, chunk as Buffer]);
    const at = window.indexOf(sentinel);
    // Found too near the end: the next piece has the rest.
    if (at !== -1 && window.length - at >= needed) return decodeWire(window.subarray(at + sentinel.length));
    tail = at === -1 ? window.subarray(-sentinel.length) : window.subarray(at);
  }
  return tail.indexOf(sentinel) === 0 ? decodeWire(tail.subarray(sentinel.length)) : null;
}

function decodeWire(bytes: Buffer): FuseWire | null {
  const [version, length = 0] = bytes;
  if (version !== 1 || length > longestWire) return null;
  return [...bytes.subarray(2, 2 + length)].map((state) =>
    state === 0x31 ? 'on' : state === 0x30 ? 'off' : 'removed',
  );
}

/** The fuses that do not stand as a station needs them. One that the executable is too old to know is `missing`. */
export function wrongFuses(wire: FuseWire): { readonly wrong: string[]; readonly missing: string[] } {
  const wrong: string[] = [];
  const missing: string[] = [];
  for (const [index, [name, state]] of wanted.entries()) {
    if (state === null) continue;
    const present = wire[index];
    if (present === undefined) missing.push(name);
    else if (present !== state) wrong.push(name);
  }
  return { wrong, missing };
}
