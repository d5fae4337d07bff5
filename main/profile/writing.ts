import type { LocalizedText } from '../../preload/contract/models/base.ts';

/** One sentence or name in both languages. */
export function text(ja: string, en: string): LocalizedText {
  return { ja, en };
}

/** Keywords from a list that is written with spaces between them, each once. */
export function words(list: string): string[] {
  return [...new Set(list.trim().split(/\s+/))];
}

/** The same article or row where this institution's pages don't say it. */
export function assumedHere<T extends object>(item: T): T & { readonly assumed: true } {
  return { ...item, assumed: true };
}
