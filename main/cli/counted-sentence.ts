import { IntlMessageFormat } from 'intl-messageformat';

/**
 * A sentence of the catalogues for the command line: ICU MessageFormat, as the window has it, with a dash for a value that
 * is missing. Values are put in as they are: whoever calls has made them fit for a terminal.
 */
export function countedSentence(
  message: string,
  language: string,
  values: Readonly<Record<string, string | number>>,
): string {
  const given = (name: string) => (Object.hasOwn(values, name) ? values[name] : '—');
  // Most sentences only have places; those are filled without the parser.
  if (!/\{\s*\w+\s*,/.test(message)) {
    return message.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(given(name)));
  }
  const whole = new Proxy({}, { has: () => true, get: (_, name) => given(String(name)) });
  return String(new IntlMessageFormat(message, language).format(whole));
}
