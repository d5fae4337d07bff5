import type { VisitReason } from '../../../preload/contract/models/visit.ts';

/** In the order in which counters hear them. */
export const visitReasons = [
  'forgotten',
  'lost-or-stolen',
  'replaced',
  'broken',
  'number-changed',
  'app-deleted',
  'unexpected-prompt',
  'going-abroad',
  'new-student',
  'other',
] as const satisfies readonly VisitReason[];
