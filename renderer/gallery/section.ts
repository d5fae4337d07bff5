import type { ReactNode } from 'react';
import type { LocalizedText } from '../../preload/contract/models/base.ts';
import type { SectionName, StateName } from './states.ts';

/** One component's part of the gallery: what it is called, and how each of its states is drawn. */
export interface Section<Name extends SectionName> {
  readonly title: LocalizedText;
  readonly states: Readonly<Record<StateName<Name>, () => ReactNode>>;
  /** States as wide as the page, one below the other. */
  readonly wide?: true;
}
