import { z } from 'zod';
import { instant } from '../../preload/contract/models/base.ts';

/** How stations update themselves, as the policy says. */
export const updateRules = z.strictObject({
  /** `install` installs silently; `report` only says what is offered, where IT deploys. */
  mode: z.enum(['install', 'report']),
  /** Which of the repository's releases: `stable`, or what IT calls its trials. */
  channel: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  /** Nothing is installed from `from` until `until`: entrance examinations, the first week of a term. */
  freezes: z
    .array(
      z
        .strictObject({ from: instant, until: instant })
        .refine(({ from, until }) => from < until, 'a freeze ends after it begins'),
    )
    .max(50)
    .optional(),
  /** How often the repository is asked; 4 without it. */
  checkHours: z
    .number()
    .int()
    .min(1)
    .max(24 * 7)
    .optional(),
  /** The most that a download takes of the line, in kilobytes a second; 2000 without it. */
  kilobytesPerSecond: z.number().int().min(50).max(1_000_000).optional(),
});
export type UpdateRules = z.infer<typeof updateRules>;
