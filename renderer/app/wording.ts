import languages from '../../preload/contract/messages/languages.json';
import type { Language, Surface } from '../../preload/contract/models/base.ts';

/** A language of the window, by its id in `languages.json`: one more is one more line there and its files. */
export type Wording = keyof typeof languages;

interface About {
  /** Its own name in itself, as its button says it. */
  readonly name: string;
  /** BCP 47, for the document, plural forms and numbers. */
  readonly tag: string;
  /** In which of the contract's two languages names, dates and an institution's own texts are shown beside it. */
  readonly content: Language;
  /** What it says where it has no words of its own. */
  readonly over?: Wording;
  /** Whether its sentences have readings above their kanji. */
  readonly readings?: boolean;
  /** Where alone it is offered; everywhere otherwise. */
  readonly surface?: Surface;
}

const known = languages as Readonly<Record<Wording, About>>;

export const wordings = Object.keys(known) as readonly Wording[];

/** What the window opens in; its first sentences come with the first chunk. */
export const openingWording = 'ja' satisfies Wording;

export function aboutWording(wording: Wording): About {
  return known[wording];
}
