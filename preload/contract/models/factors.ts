import { z } from 'zod';

/** What a person's registered method is; mail and app passwords are none that counts. */
export const factorKind = z.enum([
  'totp',
  'push',
  'sms',
  'voice',
  'passkey',
  'platform',
  'mail',
  'app-password',
  'question',
  'other',
]);
export type FactorKind = z.infer<typeof factorKind>;

/** A factor that is to be removed, as it was when it was chosen: another one by then is another factor. */
export const chosenFactor = z.strictObject({
  id: z.string().min(1).max(200),
  kind: factorKind,
  label: z.string().max(200),
  registeredAt: z.string().max(40).nullable(),
});
export type ChosenFactor = z.infer<typeof chosenFactor>;
