import { z } from 'zod';
import { identifier, instant } from '../../preload/contract/models/base.ts';

/**
 * That an operator looked at unusually many people within an hour: `openings` of records, or `listings` of people in
 * searches. Nobody who was looked at is named.
 */
export const unusualLook = z.strictObject({
  kind: z.enum(['openings', 'listings']),
  operator: identifier,
  at: instant,
  count: z.number().int().min(1).max(100_000),
  /** From how many on it is noted. */
  limit: z.number().int().min(1).max(100_000),
});
export type UnusualLook = z.infer<typeof unusualLook>;

/** Most that a counter keeps to tell, and tells at once. */
export const mostLooks = 50;
