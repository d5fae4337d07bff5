import { z } from 'zod';

/** Where a service lies below its origin: `/privacyidea`; empty where it has the origin for itself. */
export const servicePath = z
  .string()
  .max(100)
  .regex(/^(?:\/[a-z0-9_-][a-z0-9._-]*)*$/i)
  .default('');

/** Longest that one request may take. The caller's own limit on a whole call is longer. */
export const requestTimeout = z.int().min(100).max(15_000).default(10_000);

/** How long a change takes to reach every service that asks the provider; 0 where it holds at once. */
export const propagationSeconds = z
  .int()
  .min(0)
  .max(7 * 86_400);

/** How long it is remembered which account a person has. */
export const accountCacheSeconds = z.int().min(0).max(3600).default(300);

/** When a change that was confirmed at `nowMs` has reached every service; null where it holds at once. */
export function propagatedAt(seconds: number, nowMs = Date.now()): string | null {
  return seconds === 0 ? null : new Date(nowMs + seconds * 1000).toISOString();
}
