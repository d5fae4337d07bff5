import { sentences as first } from 'virtual:messages/first';
import { whole } from 'virtual:messages/whole';
import { use } from 'react';
import { expectReadings } from './furigana-marks.ts';
import type { Message, Sentences } from './message.ts';
import { aboutWording, openingWording, type Wording } from './wording.ts';

/** What the first chunk brings is the opening wording's first screen; the rest of each arrives once. */
const here = new Map<Wording, Sentences>([[openingWording, first]]);
const coming = new Map<Wording, Promise<void>>();
const whollyHere = new Set<Wording>();

/** Brings all sentences of a wording. The promise is the same one each time; one that failed is made anew. */
export function bringSentences(wording: Wording): Promise<void> {
  const known = coming.get(wording);
  if (known !== undefined) return known;
  const brought = bring(wording);
  coming.set(wording, brought);
  brought.catch(() => coming.delete(wording));
  return brought;
}

async function bring(wording: Wording): Promise<void> {
  const { over, readings } = aboutWording(wording);
  if (readings === true) expectReadings();
  if (over !== undefined) await bringSentences(over);
  const own = (await whole[wording]?.())?.sentences;
  const beneath = over === undefined ? here.get(wording) : here.get(over);
  here.set(wording, { ...beneath, ...own });
  whollyHere.add(wording);
}

/**
 * One sentence, while a component draws: where it has not come yet, the nearest `Suspense` waits for it. Throws for a key
 * that is in no catalogue, which is a bug.
 */
export function sentenceOf(wording: Wording, key: string): Message {
  const message = knownSentence(wording, key);
  if (message === undefined) throw new Error(`no sentence: ${key}`);
  return message;
}

/** The same; undefined for a key that is in no catalogue, since an older window may hear of what a newer agent does. */
export function knownSentence(wording: Wording, key: string): Message | undefined {
  const message = here.get(wording)?.[key];
  if (message !== undefined || whollyHere.has(wording)) return message;
  use(bringSentences(wording));
  return here.get(wording)?.[key];
}
