import { withReadings } from '../../preload/contract/furigana.mjs';
import commonReadings from '../../preload/contract/messages/plain-ja-readings.json' with { type: 'json' };
import type { SpokenText } from '../../preload/contract/models/base.ts';
import aue from './plain/aue.json' with { type: 'json' };
import hokuto from './plain/hokuto.json' with { type: 'json' };
import joho from './plain/joho.json' with { type: 'json' };
import keio from './plain/keio.json' with { type: 'json' };
import kyoto from './plain/kyoto.json' with { type: 'json' };
import readings from './plain/readings.json' with { type: 'json' };
import shared from './plain/shared.json' with { type: 'json' };
import utokyo from './plain/utokyo.json' with { type: 'json' };

/** Plain Japanese by the sentence that it says more simply: one that is changed has none until somebody writes it anew. */
export type PlainTexts = Readonly<Record<string, string>>;

/** What several institutions say. */
export const sharedPlainTexts: PlainTexts = shared;

/** What one institution says, by its profile's id. */
export const ownPlainTexts: Readonly<Record<string, PlainTexts>> = {
  keio,
  aue,
  utokyo,
  joho,
  kyoto,
  'hokuto-demo': hokuto,
};

/** How words are read that these texts have beyond those of the catalogues. */
export const profileReadings: Readonly<Record<string, string>> = readings;

const words = { ...commonReadings, ...readings };
/** Readings are put in when a text is first asked for. */
const annotated = new Map<string, string>();

/** A profile's sentence in plain Japanese with the readings of its kanji; undefined where nobody wrote one. */
export function plainText(profile: string, sentence: string): string | undefined {
  const own = ownPlainTexts[profile];
  if (own === undefined) return undefined;
  const plain = textIn(own, sentence) ?? textIn(sharedPlainTexts, sentence);
  if (plain === undefined) return undefined;
  const known = annotated.get(plain) ?? withReadings(plain, words);
  annotated.set(plain, known);
  return known;
}

/**
 * The same answer, in which every text of the profile's that has a variant in plain Japanese carries it. What IT wrote
 * into its policy has one too as long as it says what the profile does.
 */
export function saidPlainly<Answer>(profile: string, answer: Answer): Answer {
  return withPlain(profile, answer) as Answer;
}

function withPlain(profile: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withPlain(profile, one));
  if (typeof value !== 'object' || value === null) return value;
  if (isText(value)) {
    const plain = plainText(profile, value.ja);
    return plain === undefined ? value : { ...value, plain };
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withPlain(profile, one)]));
}

function isText(value: object): value is SpokenText {
  return 'ja' in value && typeof value.ja === 'string' && 'en' in value && typeof value.en === 'string';
}

function textIn(texts: PlainTexts, sentence: string): string | undefined {
  return Object.hasOwn(texts, sentence) ? texts[sentence] : undefined;
}
