import type { AuthenticatePage } from './page-authentication.ts';
import { pageSize } from './store-format.ts';

/** Reads up to `length` bytes at `offset`; fewer at the end of the file. */
export type ReadAt = (offset: number, length: number) => Buffer;

export type LogDamage =
  | { readonly part: 'log-header' }
  /** The `number`th frame (from 1) was changed, or its write was cut off. SQLite drops it and all that follow. */
  | { readonly part: 'log-frame'; readonly number: number };

const headerLength = 32;
const frameHeaderLength = 24;
const frameLength = frameHeaderLength + pageSize;
const magicLittleEndian = 0x377f0682;
const magicBigEndian = 0x377f0683;

interface Checksum {
  readonly first: number;
  readonly second: number;
}

/**
 * Judges a write-ahead log (SQLite file format §4) by its chained checksums and, since those need no key, by the tag of
 * every page in it. SQLite takes the first frame that doesn't fit for the end of the log and says nothing; here it is
 * damage unless it is plainly a left-over of an earlier round: other salts, which no later frame contradicts and no
 * checksum continues. Not detected: frames cut off at the end, which leave a log that is whole but shorter (the audit
 * trail's checkpoints tell), and changes among the left-overs, which belong to nothing.
 */
export function judgeLog(length: number, readAt: ReadAt, authenticate: AuthenticatePage): LogDamage | null {
  if (length === 0) return null;
  // Copied: a reader may use one buffer for all that it reads.
  const header = Buffer.from(readAt(0, headerLength));
  if (header.length < headerLength) return { part: 'log-header' };
  const magic = header.readUInt32BE(0);
  const bigEndian = magic === magicBigEndian;
  let running = continueChecksum({ first: 0, second: 0 }, header.subarray(0, 24), bigEndian);
  if ((magic !== magicLittleEndian && !bigEndian) || !isChecksum(running, header, 24)) {
    return { part: 'log-header' };
  }
  const salts = header.subarray(16, 24);
  const frames = Math.floor((length - headerLength) / frameLength);
  const frameAt = (number: number) => readAt(headerLength + (number - 1) * frameLength, frameLength);
  for (let number = 1; number <= frames; number += 1) {
    const frame = frameAt(number);
    if (frame.length < frameLength) return null;
    const ofThisRound = salts.equals(frame.subarray(8, 16));
    const page = frame.subarray(frameHeaderLength);
    running = continueChecksum(continueChecksum(running, frame.subarray(0, 8), bigEndian), page, bigEndian);
    const fits = isChecksum(running, frame, 16);
    if (ofThisRound && fits && authenticate(frame.readUInt32BE(0), page)) continue;
    if (ofThisRound || fits || hasFrameAfter(number)) return { part: 'log-frame', number };
    return null;
  }
  return null;

  function hasFrameAfter(number: number): boolean {
    for (let later = number + 1; later <= frames; later += 1) {
      const offset = headerLength + (later - 1) * frameLength;
      if (salts.equals(readAt(offset + 8, 8))) return true;
    }
    return false;
  }
}

/** The log's checksum (§4.2): two 32-bit sums over pairs of words. */
function continueChecksum(from: Checksum, bytes: Buffer, bigEndian: boolean): Checksum {
  let { first, second } = from;
  for (let offset = 0; offset < bytes.length; offset += 8) {
    const even = bigEndian ? bytes.readUInt32BE(offset) : bytes.readUInt32LE(offset);
    const odd = bigEndian ? bytes.readUInt32BE(offset + 4) : bytes.readUInt32LE(offset + 4);
    first = (first + even + second) >>> 0;
    second = (second + odd + first) >>> 0;
  }
  return { first, second };
}

/** Stored checksums are big-endian whatever the words are. */
function isChecksum(sum: Checksum, bytes: Buffer, offset: number): boolean {
  return bytes.readUInt32BE(offset) === sum.first && bytes.readUInt32BE(offset + 4) === sum.second;
}
