/**
 * A group's name in the form in which two spellings of one group are equal: RFC 4519's caseIgnoreMatch, prepared after
 * RFC 4518 (compatibility forms, case, insignificant spaces; in a distinguished name also those around `,` and `=`).
 * Directories can't hold two groups that differ in nothing else, so it never joins two of them.
 */
export function comparableGroupName(name: string): string {
  const prepared = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .normalize('NFKC')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return prepared.includes('=') ? prepared.replaceAll(/(?<!\\) ?([,=]) ?/gu, '$1') : prepared;
}

/** The first of `names` that is one of `groups`, as the policy spells it; null when none is. */
export function sharedGroup(names: readonly string[], groups: readonly string[]): string | null {
  const held = new Set(groups.map(comparableGroupName));
  return names.find((name) => held.has(comparableGroupName(name))) ?? null;
}
