import { formatMessage, type MessageParameters, type Sentences } from './message.ts';
import { aboutWording, type Wording } from './wording.ts';

/** A feature's sentences in each language, which come with its own chunk. */
export type Family = Readonly<Record<string, Sentences>>;

/** One of them, said; where a wording has none of its own, what lies beneath it says it. Throws for a key that is in no catalogue, which is a bug. */
export function familySentence(
  family: Family,
  wording: Wording,
  key: string,
  parameters: MessageParameters,
): string {
  const { over, tag } = aboutWording(wording);
  const message = family[wording]?.[key] ?? (over === undefined ? undefined : family[over]?.[key]);
  if (message === undefined) throw new Error(`no sentence: ${key}`);
  return formatMessage(message, tag, parameters);
}

/** Whether there is such a sentence: an older window may hear of what a newer agent does. */
export function isOfFamily(family: Family, key: string): boolean {
  return Object.values(family).some((sentences) => Object.hasOwn(sentences, key));
}
