import { createHmac } from 'node:crypto';
import { z } from 'zod';

/**
 * What stands for a login between stations and hub: 20 bits of a keyed digest, in hex.
 *
 * Few enough that a tag names nobody: each stands for about one login in a million, so that of a guessed dictionary of
 * passwords (people type theirs into the wrong field) a hundred in a hundred million fit, and the digest cannot be turned
 * round even by who holds the key. Enough that a stranger shares somebody's tag once in a million; what it costs then is
 * some free attempts, never an account.
 */
export const loginTag = z.string().regex(/^[0-9a-f]{5}$/);

/** The institution's key for tags, base64url: from the hub, the same at every lab station, in no database of the hub. */
export const tagKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

const tagLength = 5;

/**
 * One spelling for what directories take for the same account, so that spellings buy no attempts: full width and half
 * width, capitals, spaces, `DOMAIN\login`, `login@domain`.
 */
export function foldLogin(login: string): string {
  const folded = login.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/gu, ' ');
  return folded.slice(folded.lastIndexOf('\\') + 1).replace(/(?<=.)@.*$/u, '');
}

/** The tag of a login, in whatever spelling. `key` is a {@link tagKey}. */
export function tagOfLogin(key: string, login: string): string {
  return tag(key, `login\0${foldLogin(login)}`);
}

/** The tag of a person's id, in another space than logins'. */
export function tagOfPerson(key: string, personId: string): string {
  return tag(key, `person\0${personId}`);
}

function tag(key: string, text: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64url')).update(text).digest('hex').slice(0, tagLength);
}
