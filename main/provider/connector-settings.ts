import { isIP } from 'node:net';
import { z } from 'zod';

/** A service's own origin: https, or http on loopback for trials. Nothing is ever sent anywhere else. */
export const providerOrigin = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine((text) => new URL(text).origin === text, 'expected an origin without a path')
  .refine(
    (text) => text.startsWith('https:') || isLoopback(new URL(text).hostname),
    'http is for loopback only',
  );

/** A loopback service that stands in for the vendor's cloud, for trials. */
export const loopbackOrigin = providerOrigin.refine(
  (text) => isLoopback(new URL(text).hostname),
  'only a loopback service may stand in',
);

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

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
