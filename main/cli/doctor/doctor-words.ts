import en from '../../../preload/contract/messages/doctor-en.json' with { type: 'json' };
import ja from '../../../preload/contract/messages/doctor-ja.json' with { type: 'json' };
import type { Language } from '../../../preload/contract/models/base.ts';
import type { DoctorCheck } from '../../../preload/contract/models/doctor.ts';
import { countedSentence } from '../counted-sentence.ts';

export type DoctorWord = keyof typeof ja;

/** A sentence of doctor. Facts are made one line, so that none can look like another check. */
export function doctorWord(
  language: Language,
  key: string,
  facts: Readonly<Record<string, string | number>> = {},
): string {
  const words: Readonly<Record<string, string>> = language === 'ja' ? ja : en;
  const lines = Object.entries(facts).map(([name, fact]) => [name, oneLine(fact)] as const);
  return countedSentence(words[key] ?? key, language, Object.fromEntries(lines));
}

function oneLine(fact: string | number): string | number {
  return typeof fact === 'number' ? fact : fact.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]/gu, '�');
}

const unseen = new Set(['too-slow', 'not-permitted', 'not-on-this-system', 'not-readable', 'store-shut']);

/** What a check means and what to do, in one sentence or two. */
export function checkSentence(language: Language, { id, state, reason, facts }: DoctorCheck): string {
  const key = state === 'unknown' && unseen.has(reason) ? `unseen.${reason}` : `${id}.${reason}`;
  return doctorWord(language, key, facts);
}
