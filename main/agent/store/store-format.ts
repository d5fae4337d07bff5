import { createHmac } from 'node:crypto';

/** Page size of the store, in bytes, and what each page ends with: a tag and a nonce of 32 bytes each. */
export const pageSize = 4096;
export const pageTagLength = 32;
export const pageNonceLength = 32;
export const pageContentLength = pageSize - pageTagLength - pageNonceLength;

/** How much of the first page is in the clear: the cipher's salt and the fixed part of SQLite's header. */
export const plainHeaderLength = 24;

/**
 * The 16 bytes that stand where SQLite writes its magic text. A raw key needs no salt; deriving it from the key makes
 * every byte at the head of the file one that can be verified.
 */
export function storeSalt(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('madoguchi store salt').digest().subarray(0, 16);
}

/**
 * The only 24 bytes that a store begins with: the salt, then page size, WAL format for writing and reading, reserved
 * bytes per page and the payload fractions (SQLite file format §1.3).
 */
export function expectedPlainHeader(key: Uint8Array): Buffer {
  const reserved = pageTagLength + pageNonceLength;
  return Buffer.concat([
    storeSalt(key),
    Buffer.from([pageSize >> 8, pageSize & 0xff, 2, 2, reserved, 64, 32, 32]),
  ]);
}
