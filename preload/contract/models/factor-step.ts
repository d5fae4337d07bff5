import { z } from 'zod';
import { labSession } from './lab.ts';

/** Where a second factor stands after one step. What ends it is a refusal with a code of `factor/`. */
export const factorStep = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('ok'), session: labSession }),
  /** Sent, or not yet approved. `show` is the number to be pressed on the phone. */
  z.strictObject({ state: z.literal('waiting'), show: z.string().max(8).nullable() }),
  z.strictObject({
    state: z.literal('wrong'),
    triesLeft: z.number().int().nonnegative(),
    waitSeconds: z.number().int().nonnegative(),
  }),
]);
export type FactorStep = z.infer<typeof factorStep>;
