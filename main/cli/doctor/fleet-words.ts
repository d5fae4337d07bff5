import en from '../../../preload/contract/messages/fleet-en.json' with { type: 'json' };
import ja from '../../../preload/contract/messages/fleet-ja.json' with { type: 'json' };
import type { Language } from '../../../preload/contract/models/base.ts';

export type FleetWord = keyof typeof ja;

/** A sentence of the fleet view, its places filled. */
export function fleetWord(
  language: Language,
  key: FleetWord,
  facts: Readonly<Record<string, string | number>> = {},
): string {
  const words = language === 'ja' ? ja : en;
  return words[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '—'));
}
