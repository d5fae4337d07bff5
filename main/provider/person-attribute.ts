import { z } from 'zod';

const affix = z
  .string()
  .max(128)
  .regex(/^[^\p{Cc}]*$/u)
  .default('');

/** How an institution's person id stands in the provider's accounts: `prefix` + id + `suffix` in one attribute. */
export const personAffixes = { prefix: affix, suffix: affix } as const;

export interface PersonAttribute {
  readonly attribute: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** The attribute's value for a person; null for what can be nobody's id and must not reach a search. */
export function attributeValueOf(person: string, { prefix, suffix }: PersonAttribute): string | null {
  if (person.length === 0 || person.length > 256 || /\p{Cc}/u.test(person)) return null;
  return prefix + person + suffix;
}

/** The person whose attribute has this value; null for an account that is not one of the institution's people. */
export function personOfAttribute(value: unknown, { prefix, suffix }: PersonAttribute): string | null {
  if (typeof value !== 'string' || value.length <= prefix.length + suffix.length) return null;
  if (!value.startsWith(prefix) || !value.endsWith(suffix)) return null;
  return value.slice(prefix.length, value.length - suffix.length);
}
