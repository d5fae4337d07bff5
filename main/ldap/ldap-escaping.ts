/**
 * Escapes text for use as an attribute value in a distinguished name (RFC 4514, 2.4), so that it can only ever be
 * that one value: separators, quotes and the spaces and `#` that matter at the ends become `\XX` pairs.
 */
export function escapeDistinguishedNameValue(value: string): string {
  return value
    .replace(/[\\,+"<>;=\0]/g, hexPair)
    .replace(/^[ #]/, hexPair)
    .replace(/ $/, hexPair);
}

/** Escapes text for use as an assertion value in a search filter (RFC 4515, 3). */
export function escapeFilterValue(value: string): string {
  return value.replace(/[\\*()\0]/g, hexPair);
}

/**
 * Brings a distinguished name to one spelling, so that two can be compared as strings: lower case and no spaces
 * around separators (RFC 4514, 3). Escapes are kept as written.
 */
export function comparableDistinguishedName(name: string): string {
  return name
    .replace(/(?<!\\) *([,+=]) */g, '$1')
    .trim()
    .toLowerCase();
}

function hexPair(character: string): string {
  return `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
