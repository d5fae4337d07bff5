import { isIP } from 'node:net';
import { z } from 'zod';

/** A service's own origin: https, or http on loopback for trials. Nothing is ever sent anywhere else. */
export const serviceOrigin = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine((text) => new URL(text).origin === text, 'expected an origin without a path')
  .refine(
    (text) => text.startsWith('https:') || isLoopback(new URL(text).hostname),
    'http is for loopback only',
  );

/** A loopback service that stands in for the vendor's cloud, for trials. */
export const loopbackOrigin = serviceOrigin.refine(
  (text) => isLoopback(new URL(text).hostname),
  'only a loopback service may stand in',
);

/** Whether a host name or address, bracketed or not, is this machine's own. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
