export function sourcesIn(folder: string): readonly string[];
export function keysUsedBy<Key extends string>(
  paths: readonly string[],
  keys: readonly Key[],
): readonly Key[];
export function sourcesReachedAtOnce(start: string): readonly string[];
