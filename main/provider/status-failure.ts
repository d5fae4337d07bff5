import type { ProviderFailure } from './provider.ts';

const maximumWaitMs = 60 * 60_000;

/**
 * What a status that is no success means (RFC 9110, 15.5 and 15.6; RFC 6585, 4). The service's own troubles, limits
 * and time-outs may pass, and so may an answer that nobody promised (2xx, 3xx: a proxy's page); everything else in 4xx
 * it will answer again. 404 and 409 are for the caller to judge first.
 */
export function failureOfStatus(status: number, headers: Headers, nowMs = Date.now()): ProviderFailure {
  if (status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429)
    return { ok: false, code: 'provider/refused' };
  const retryAfterMs = waitMs(headers, nowMs);
  return retryAfterMs === null
    ? { ok: false, code: 'provider/unavailable' }
    : { ok: false, code: 'provider/unavailable', retryAfterMs };
}

/**
 * How long the service asked us to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or Okta's
 * `X-Rate-Limit-Reset` in seconds since 1970. Dates are judged by the service's own clock where its `Date` header
 * tells it; at least a second, at most an hour. Null when it said nothing that can be read.
 */
function waitMs(headers: Headers, nowMs: number): number | null {
  const told = Date.parse(headers.get('date') ?? '');
  const theirNowMs = Number.isNaN(told) ? nowMs : told;
  const retryAfter = headers.get('retry-after');
  const reset = headers.get('x-rate-limit-reset');
  const wait =
    retryAfter !== null
      ? /^\d{1,9}$/.test(retryAfter.trim())
        ? Number(retryAfter) * 1000
        : Date.parse(retryAfter) - theirNowMs
      : reset !== null && /^\d{1,12}$/.test(reset.trim())
        ? Number(reset) * 1000 - theirNowMs
        : Number.NaN;
  return Number.isNaN(wait) ? null : Math.min(maximumWaitMs, Math.max(1000, wait));
}
