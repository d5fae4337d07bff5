import { z } from 'zod';

/** Why someone comes to the counter. */
export const visitReason = z.enum([
  'forgotten',
  'lost-or-stolen',
  'replaced',
  'broken',
  'number-changed',
  'going-abroad',
  'unexpected-prompt',
  'app-deleted',
  'new-student',
  'other',
]);
export type VisitReason = z.infer<typeof visitReason>;
