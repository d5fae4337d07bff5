import { z } from 'zod';
import { identifier, instant, localizedText } from '../../preload/contract/models/base.ts';
import { checkFailure, checkMethod } from '../../preload/contract/models/identity.ts';

/** A check that failed, as a counter tells its hub. The documents are not in it, only what spoke against the person. */
const failed = z.strictObject({
  id: z.uuid(),
  person: identifier,
  at: instant,
  method: checkMethod,
  reasons: z.array(checkFailure).min(1).max(5),
});

/** `POST /v1/checks/failed`: told twice they count once. */
export const failedChecksRequest = z.strictObject({ checks: z.array(failed).min(1).max(100) });
export const failedChecksResponse = z.strictObject({ taken: z.literal(true) });

/** The same as the hub tells every counter, with where it was. */
export const toldFailedCheck = failed.extend({ station: identifier, counter: localizedText });
export type ToldFailedCheck = z.infer<typeof toldFailedCheck>;
