import { timingSafeEqual } from 'node:crypto';
import { aegisKeystream, aegisLength, aegisTag } from './aegis256.ts';
import {
  expectedPlainHeader,
  pageContentLength,
  pageNonceLength,
  pageSize,
  pageTagLength,
  plainHeaderLength,
} from './store-format.ts';

/** Whether `page` is page `number` of the store as written under this key, to the last bit. */
export type AuthenticatePage = (number: number, page: Uint8Array) => boolean;

/**
 * Page authentication of SQLite3 Multiple Ciphers' `aegis` scheme, done past SQLite, so that it also covers the pages
 * that SQLite never reads (free ones) and those in the write-ahead log. A page is content, tag and nonce; the key and
 * nonce of its AEGIS-256 come from the keystream under store key and page nonce, with the page number in the last four
 * bytes. The first page's 24 plain bytes have only one value that is right.
 */
export function createPageAuthentication(key: Uint8Array): AuthenticatePage {
  const plainHeader = expectedPlainHeader(key);
  return (number, page) => {
    if (page.length !== pageSize) return false;
    const start = number === 1 ? plainHeaderLength : 0;
    if (number === 1 && !plainHeader.equals(page.subarray(0, start))) return false;
    const tag = page.subarray(pageContentLength, pageContentLength + pageTagLength);
    const nonce = page.subarray(pageContentLength + pageTagLength, pageSize);
    const once = aegisKeystream(key, nonce, aegisLength + pageNonceLength);
    new DataView(once.buffer).setUint32(once.length - 4, number, false);
    const content = page.subarray(start, pageContentLength);
    return timingSafeEqual(tag, aegisTag(once.subarray(0, aegisLength), once.subarray(aegisLength), content));
  };
}
