import type { Language } from '../../preload/contract/models/base.ts';

export type MessageParameters = Readonly<Record<string, string | number | boolean>>;

/** Formats a message with the whole of ICU MessageFormat (plural, select, number). */
export type RichFormatter = (message: string, language: Language, parameters: MessageParameters) => string;

let richFormatter: RichFormatter | null = null;

/**
 * Makes the whole of ICU available. Only the lazily loaded screens do so: the lock screen's messages are plain, which
 * keeps the ICU parser out of the first chunk (a test checks that they are).
 */
export function registerRichFormatter(formatter: RichFormatter): void {
  richFormatter = formatter;
}

/** True when the message needs no more than putting values in `{places}`. */
export function isPlain(message: string): boolean {
  return !/\{\s*\w+\s*,|'[{}']/.test(message);
}

/** Formats one ICU message; a place whose value is missing shows a dash rather than its name. */
export function formatMessage(message: string, language: Language, parameters: MessageParameters): string {
  if (!isPlain(message)) {
    if (richFormatter === null) throw new Error(`message needs ICU before it is loaded: ${message}`);
    return richFormatter(message, language, parameters);
  }
  return message.replaceAll(/\{\s*(\w+)\s*\}/g, (_, name: string) => String(parameters[name] ?? '—'));
}
