export type MessageParameters = Readonly<Record<string, string | number | boolean>>;

/**
 * One sentence of a catalogue: its text where values only go into `{places}`, otherwise the parts into which the build
 * has parsed its ICU MessageFormat (plural, select, number).
 */
export type Message = string | readonly MessagePart[];

/** A catalogue by its keys. */
export type Sentences = Readonly<Record<string, Message>>;

export type MessagePart =
  | string
  | {
      readonly at: string;
      readonly number?: true;
      readonly plural?: Readonly<Record<string, readonly MessagePart[]>>;
      readonly select?: Readonly<Record<string, readonly MessagePart[]>>;
    };

/**
 * Says a sentence in a language (a BCP 47 tag). A place whose value is missing shows a dash rather than its name.
 * Throws for ICU that the build has not parsed, which is a bug.
 */
export function formatMessage(message: Message, tag: string, parameters: MessageParameters): string {
  if (typeof message !== 'string') {
    return message.map((part) => formatPart(part, tag, parameters)).join('');
  }
  if (!message.includes('{')) return message;
  if (/\{\s*\w+\s*,/.test(message)) throw new Error(`message was not compiled: ${message}`);
  return message.replaceAll(/\{\s*(\w+)\s*\}/g, (_, name: string) => String(parameters[name] ?? '—'));
}

function formatPart(part: MessagePart, tag: string, parameters: MessageParameters): string {
  if (typeof part === 'string') return part;
  const value = parameters[part.at];
  const branch = branchOf(part, value, tag);
  if (branch !== undefined) return formatMessage(branch, tag, parameters);
  if (part.number && typeof value === 'number') return numbers(tag).format(value);
  return String(value ?? '—');
}

/** The exact count (`=0`) goes before the language's own form of it (`one`, `few`, …). */
function branchOf(
  { plural, select }: Exclude<MessagePart, string>,
  value: string | number | boolean | undefined,
  tag: string,
): readonly MessagePart[] | undefined {
  if (plural !== undefined)
    return plural[`=${value}`] ?? plural[plurals(tag).select(Number(value))] ?? plural.other;
  return select?.[String(value)] ?? select?.other;
}

const pluralRules = new Map<string, Intl.PluralRules>();
const numberFormats = new Map<string, Intl.NumberFormat>();

function plurals(tag: string): Intl.PluralRules {
  const rules = pluralRules.get(tag) ?? new Intl.PluralRules(tag);
  pluralRules.set(tag, rules);
  return rules;
}

function numbers(tag: string): Intl.NumberFormat {
  const format = numberFormats.get(tag) ?? new Intl.NumberFormat(tag);
  numberFormats.set(tag, format);
  return format;
}
