import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReleasedPackage } from './release.ts';

export type FetchProblem = 'unreachable' | 'interrupted' | 'tampered' | 'disk-full';
export type Fetched =
  | { readonly fetched: true; readonly path: string; readonly resumedAt: number }
  | { readonly fetched: false; readonly why: FetchProblem };

/** What stays free besides the package itself and its unpacking, in bytes. */
const reserveBytes = 256 * 1024 ** 2;
/** An unpacked package is about this many times as large, and the one before stays. */
const unpackedTimes = 4;
/** A server that says nothing for so long is left, in milliseconds. */
const silenceMs = 60_000;

export interface FetchOptions {
  readonly address: string;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly kilobytesPerSecond: number;
  /** Hears how many bytes of it are there. */
  readonly onBytes?: (bytes: number) => void;
  /** Free bytes where a folder lies; the file system's own word unless a test gives another. */
  readonly free?: (folder: string) => Promise<number>;
}

/**
 * Fetches a package to `<folder>/<sha256>`, where it only ever lies whole and verified. What an interruption left goes on
 * where it ended (RFC 9110 §14.2 with `If-Range`, §13.1.5): the file's name in the repository has its hash, and length and
 * hash are judged over the whole at the end, so a server can give nothing else. Never more than its length is written.
 */
export async function fetchPackage(wanted: ReleasedPackage, options: FetchOptions): Promise<Fetched> {
  const { folder } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, wanted.sha256);
  const part = `${path}.part`;
  if (await isWhole(path, wanted)) return { fetched: true, path, resumedAt: 0 };
  const free = await (options.free ?? freeBytes)(folder);
  if (free < wanted.length * unpackedTimes + reserveBytes) return { fetched: false, why: 'disk-full' };
  const begun = await sizeOf(part);
  const resumedAt = begun > wanted.length ? 0 : begun;
  try {
    if (resumedAt < wanted.length && (await receive(wanted, part, resumedAt, options)) === 'endless') {
      await forget(part);
      return { fetched: false, why: 'tampered' };
    }
  } catch (error) {
    if (codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT') {
      await forget(part);
      return { fetched: false, why: 'disk-full' };
    }
    return { fetched: false, why: (await sizeOf(part)) > 0 ? 'interrupted' : 'unreachable' };
  }
  if (!(await isWhole(part, wanted))) {
    if ((await sizeOf(part)) < wanted.length) return { fetched: false, why: 'interrupted' };
    await forget(part);
    return { fetched: false, why: 'tampered' };
  }
  await rename(part, path);
  await rm(`${part}.tag`, { force: true });
  return { fetched: true, path, resumedAt };
}

async function receive(
  wanted: ReleasedPackage,
  part: string,
  begun: number,
  options: FetchOptions,
): Promise<'ended' | 'endless'> {
  const tag = begun > 0 ? await readFile(`${part}.tag`, 'utf8').catch(() => null) : null;
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  const stop = AbortSignal.any([options.signal, silence.signal]);
  let file: FileHandle | null = null;
  try {
    const response = await fetch(
      new URL(`targets/${wanted.sha256}.${encodeURIComponent(wanted.path)}`, options.address),
      {
        redirect: 'error',
        headers: {
          'accept-encoding': 'identity',
          ...(begun > 0 ? { range: `bytes=${begun}-` } : {}),
          ...(tag === null ? {} : { 'if-range': tag }),
        },
        signal: stop,
      },
    );
    const from = startOf(response, begun);
    if (from === null || response.body === null) {
      await response.body?.cancel();
      if (response.status === 416) await forget(part);
      throw new Error(`status ${response.status}`);
    }
    await noteTag(part, response.headers.get('etag'));
    file = await open(part, from === 0 ? 'w' : 'r+', 0o600);
    const line = politeLine(options.kilobytesPerSecond, stop);
    let at = from;
    for await (const chunk of response.body) {
      clearTimeout(timer);
      // More than was signed: nothing of this is what we want.
      if (at + chunk.byteLength > wanted.length) return 'endless';
      await writeWhole(file, chunk, at);
      at += chunk.byteLength;
      options.onBytes?.(at);
      await line(chunk.byteLength);
      timer = setTimeout(() => silence.abort(), silenceMs);
    }
    await file.sync();
    return 'ended';
  } finally {
    clearTimeout(timer);
    await file?.close();
  }
}

/** A disk that is filling takes a part of a piece without a complaint (write(2)): the rest must be tried to be refused. */
async function writeWhole(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let written = 0; written < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.byteLength - written, at + written);
    written += bytesWritten;
  }
}

/** Where an answer begins in the file: at 0 for a whole one, where we asked for a part of it; null for anything else. */
function startOf(response: Response, begun: number): number | null {
  if (response.status === 200) return 0;
  if (response.status !== 206 || begun === 0) return null;
  const range = /^bytes (\d{1,15})-/.exec(response.headers.get('content-range') ?? '');
  return range !== null && Number(range[1]) === begun ? begun : null;
}

/** Only a strong validator may be compared (RFC 9110 §13.1.5). */
async function noteTag(part: string, tag: string | null): Promise<void> {
  if (tag !== null && /^"[\x21\x23-\x7e]{0,200}"$/.test(tag)) await writeFile(`${part}.tag`, tag);
  else await rm(`${part}.tag`, { force: true });
}

/** Waits after each chunk, so that the average stays below a rate. */
function politeLine(kilobytesPerSecond: number, signal: AbortSignal) {
  const started = performance.now();
  let bytes = 0;
  return async (more: number) => {
    bytes += more;
    const early = bytes / kilobytesPerSecond - (performance.now() - started);
    if (early > 20) await delay(early, undefined, { signal });
  };
}

/** Whether a file has the signed length and hash. */
export async function isWhole(path: string, wanted: Pick<ReleasedPackage, 'length' | 'sha256'>) {
  if ((await sizeOf(path)) !== wanted.length) return false;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex') === wanted.sha256;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function forget(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.tag`, { force: true });
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
