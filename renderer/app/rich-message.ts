import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../../preload/contract/models/base.ts';
import { type MessageParameters, registerRichFormatter } from './message.ts';

const parsed = new Map<string, IntlMessageFormat>();

/** Formats with the whole of ICU MessageFormat; each message is parsed once. */
export function formatRichMessage(
  message: string,
  language: Language,
  parameters: MessageParameters,
): string {
  const key = `${language}:${message}`;
  const format = parsed.get(key) ?? new IntlMessageFormat(message, language);
  parsed.set(key, format);
  return String(format.format({ ...parameters }));
}

registerRichFormatter(formatRichMessage);
