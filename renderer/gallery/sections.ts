import type { Section } from './section.ts';
import { cornerSection, dialogSection } from './sections/above.tsx';
import { buttonSection } from './sections/button.tsx';
import { checkMarkSection, choicesSection } from './sections/choosing.tsx';
import { selectFieldSection, textFieldSection } from './sections/fields.tsx';
import { heldSection } from './sections/held.tsx';
import {
  cardSection,
  disclosureSection,
  stepTrailSection,
  tableSection,
  tabsSection,
} from './sections/layout.tsx';
import { colourSection, iconSection, markSection } from './sections/looks.tsx';
import { refusalSection } from './sections/refusal.tsx';
import { noticeSection, statusPillSection } from './sections/told.tsx';
import { typeSection } from './sections/type.tsx';
import { emptyStateSection, loadingSection, progressSection } from './sections/waiting.tsx';
import type { SectionName } from './states.ts';

/** How every state of the list is drawn. */
export const sections: { readonly [Name in SectionName]: Section<Name> } = {
  mark: markSection,
  type: typeSection,
  colour: colourSection,
  icon: iconSection,
  button: buttonSection,
  'text-field': textFieldSection,
  'select-field': selectFieldSection,
  choices: choicesSection,
  'check-mark': checkMarkSection,
  notice: noticeSection,
  'status-pill': statusPillSection,
  card: cardSection,
  table: tableSection,
  tabs: tabsSection,
  'step-trail': stepTrailSection,
  disclosure: disclosureSection,
  progress: progressSection,
  loading: loadingSection,
  'empty-state': emptyStateSection,
  dialog: dialogSection,
  corner: cornerSection,
  held: heldSection,
  refusal: refusalSection,
};
