import { z } from 'zod';

export const factorKind = z.enum(['totp', 'token', 'sms', 'email', 'call', 'push']);
export type FactorKind = z.infer<typeof factorKind>;

/** One way in which a person may prove themselves: no secret, and nothing whole of a number or an address. */
export const offeredFactor = z.strictObject({
  id: z.string().min(1).max(200),
  kind: factorKind,
  /** The last characters of a number, a device's name. */
  hint: z.string().max(120).nullable(),
});
export type OfferedFactor = z.infer<typeof offeredFactor>;

/** The password was right; what the person may be asked for now. */
export const factorOffer = z.strictObject({
  factors: z.array(offeredFactor).max(20),
  /** The provider's own sign-in page can be opened. */
  page: z.boolean(),
  expiresInSeconds: z.number().int().positive(),
});
export type FactorOffer = z.infer<typeof factorOffer>;

/** What the face opens in an isolated window, by the agent's word alone. */
export const providerPage = z.strictObject({
  start: z.url().max(8192),
  /** Where the window may go: nowhere else, not even for a picture. */
  origins: z.array(z.string().max(300)).min(1).max(20),
  /** The address that ends it; never loaded. */
  callback: z.url().max(300),
});
export type ProviderPage = z.infer<typeof providerPage>;
