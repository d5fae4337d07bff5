import { setTimeout } from 'node:timers/promises';

const maximumPageBytes = 32 * 1024 ** 2;
const requestMs = 60_000;
const maximumTries = 5;
const longestWaitMs = 60_000;

export type PageAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: 'unreachable' | 'refused' | 'unreadable' | 'too-large' };

export function isLoopbackUrl(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/**
 * One page, bounded in size and time. A service that is busy (429, 503; RFC 9110, 10.2.3) is asked again a few times after
 * as long as it says, a minute at most. It follows nobody elsewhere: the token is for this address.
 */
export async function requestPage(url: URL, token: string, signal: AbortSignal): Promise<PageAnswer> {
  for (let tries = 1; ; tries += 1) {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(requestMs)]);
    try {
      const response = await fetch(url, {
        headers: { accept: 'application/scim+json, application/json', authorization: `Bearer ${token}` },
        redirect: 'manual',
        signal: limited,
      });
      if (response.status === 200) return await textOf(response);
      await response.body?.cancel();
      const busy = response.status === 429 || response.status >= 500;
      if (!busy) return { ok: false, code: 'refused' };
      if (tries === maximumTries) return { ok: false, code: 'unreachable' };
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      const waitMs = Number.isNaN(seconds) ? 500 * 2 ** tries : Math.max(0, seconds * 1000);
      await setTimeout(Math.min(longestWaitMs, waitMs), undefined, { signal });
    } catch {
      if (signal.aborted) throw signal.reason;
      return { ok: false, code: 'unreachable' };
    }
  }
}

async function textOf(response: Response): Promise<PageAnswer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maximumPageBytes) return { ok: false, code: 'too-large' };
    chunks.push(chunk);
  }
  return { ok: true, text: Buffer.concat(chunks).toString('utf8') };
}
