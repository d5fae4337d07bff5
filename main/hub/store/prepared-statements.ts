import type pg from 'pg';

/** Most statements that are kept prepared. */
const mostPrepared = 200;
/** Longest text that is looked at: what is longer was put together for once. */
const longestText = 8_000;
/** `feature_not_supported`: here, that a table has other columns than when the statement was prepared. */
const otherColumns = '0A000';

const names = new Map<string, string>();
const seen = new Set<string>();
let generation = 0;

/**
 * The name under which a connection keeps a statement parsed and planned (`PREPARE`), for texts that come again; null for
 * one that came for the first time, or beyond the most that are kept.
 */
function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (text.length > longestText || names.size >= mostPrepared) return null;
  if (!seen.has(text)) {
    if (seen.size >= 10 * mostPrepared) seen.clear();
    seen.add(text);
    return null;
  }
  const name = `hub_${generation}_${names.size + 1}`;
  names.set(text, name);
  return name;
}

/**
 * Makes a new connection prepare what it is asked again and again with parameters: planning costs more than most of the
 * hub's statements do. After another hub has migrated the database one query fails, and everything is prepared anew.
 */
export function prepareRepeated(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...words: unknown[]) => Promise<unknown>;
  const prepared = (...words: unknown[]) => {
    const [text, values] = words;
    const name =
      words.length === 2 && typeof text === 'string' && Array.isArray(values) && values.length > 0
        ? nameOf(text)
        : null;
    if (name === null) return query(...words);
    return query({ name, text, values }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === otherColumns) forget();
      throw error;
    });
  };
  client.query = prepared as typeof client.query;
}

function forget(): void {
  names.clear();
  seen.clear();
  generation += 1;
}
