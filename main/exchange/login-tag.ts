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

/** Letters that Windows' own comparison takes for others, and that no normal form takes apart. */
const alike: ReadonlyMap<string, string> = new Map([
  ...([
    ['ß', 'ss'],
    ['æ', 'ae'],
    ['œ', 'oe'],
    ['þ', 'th'],
    ['ø', 'o'],
    ['đ', 'd'],
    ['ð', 'd'],
    ['ħ', 'h'],
  ] as const),
  ...([
    ['ł', 'l'],
    ['ŧ', 't'],
    ['ı', 'i'],
    ['ȷ', 'j'],
    ['ς', 'σ'],
  ] as const),
]);

/**
 * One spelling for what directories take for the same account, so that spellings buy no attempts: full width and half
 * width, capitals, spaces, `DOMAIN\login`, `login@domain`; what RFC 4518 §2.2 maps to nothing; and what Active Directory
 * passes over when it compares: marks, the two kana, other scripts' digits. Too much joined costs somebody a wait, too
 * little would give a guesser as many attempts as there are spellings.
 */
export function foldLogin(login: string): string {
  const letters = login
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replaceAll(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replaceAll(/\p{Nd}/gu, asciiDigit)
    .replaceAll(/[ßæœþøđðħłŧıȷς]/g, (letter) => alike.get(letter) ?? letter);
  const folded = letters.trim().replaceAll(/\s+/gu, ' ');
  return folded
    .slice(folded.lastIndexOf('\\') + 1)
    .replace(/(?<=.)@.*$/u, '')
    .trim();
}

/** Decimal digits stand ten in a row, from zero on (Unicode, chapter 4.6). */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
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
