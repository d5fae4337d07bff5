import advice from '../../preload/contract/messages/error-advice.json' with { type: 'json' };

/**
 * Every component of the design language and the states that the gallery shows of it. Pictures, the tests in a window and
 * the accessibility tests walk this list; the sections must draw exactly these, which their types demand.
 */
export const galleryStates = {
  mark: ['large', 'small', 'beside-words'],
  type: ['scale', 'figures', 'dates', 'furigana', 'line-breaks', 'rare-letters', 'emphasis'],
  colour: ['grounds', 'inks', 'tones', 'panel'],
  icon: ['family', 'sizes'],
  button: ['plain', 'strong', 'quiet', 'large', 'with-icon', 'busy', 'disabled', 'focused', 'long-words'],
  'text-field': [
    'empty',
    'filled',
    'hint',
    'error',
    'trailing',
    'disabled',
    'read-only',
    'focused',
    'long-words',
  ],
  'select-field': ['chosen', 'disabled', 'focused'],
  choices: ['none-chosen', 'chosen', 'two-columns', 'three-columns', 'details', 'focused'],
  'check-mark': ['open', 'ticked', 'disabled', 'detail', 'focused', 'long-words'],
  notice: ['neutral', 'good', 'warn', 'bad', 'with-action', 'without-title', 'long-words'],
  'status-pill': ['neutral', 'good', 'warn', 'bad', 'long-words'],
  card: ['plain', 'with-actions', 'facts'],
  table: ['rows', 'long-words'],
  tabs: ['few', 'many', 'focused'],
  'step-trail': ['first', 'middle', 'done'],
  disclosure: ['closed', 'open', 'focused'],
  progress: ['known', 'unknown', 'remaining', 'cancellable', 'done'],
  loading: ['words', 'skeleton'],
  'empty-state': ['plain', 'with-action'],
  dialog: ['question', 'urgent', 'long', 'busy'],
  corner: ['language', 'banner'],
  held: [
    'lab-disk-full',
    'lab-store-refused',
    'session-disk-full',
    'session-store-refused',
    'counter-disk-full',
    'counter-store-refused',
  ],
  refusal: Object.keys(advice) as readonly (keyof typeof advice)[],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type SectionName = keyof typeof galleryStates;
export type StateName<Section extends SectionName> = (typeof galleryStates)[Section][number];

export const sectionNames = Object.keys(galleryStates) as readonly SectionName[];

/** Sections whose states lie over the whole page: each is shown alone, by its own address. */
export const overlaySections: readonly SectionName[] = ['dialog'];

/** The part of the gallery's address that shows all of it, one section, or one state alone: `#ja`, `#ja/button/busy`. */
export function galleryAddress(language: 'ja' | 'en', section?: SectionName, state?: string): string {
  return `#${[language, section, state].filter((part) => part !== undefined).join('/')}`;
}

export interface GalleryPlace {
  readonly language: 'ja' | 'en';
  /** Null for all of them. */
  readonly section: SectionName | null;
  readonly state: string | null;
}

/** Reads such an address; whatever it does not know shows everything. */
export function galleryPlace(address: string): GalleryPlace {
  const [language, section, ...rest] = address.replace(/^#/, '').split('/');
  const state = rest.join('/');
  const known = sectionNames.find((name) => name === section) ?? null;
  const states: readonly string[] = known === null ? [] : galleryStates[known];
  return {
    language: language === 'en' ? 'en' : 'ja',
    section: known,
    state: states.includes(state) ? state : null,
  };
}
