import { boundedBytes } from '../../http/bounded-bytes.ts';
import type { ReadMetadata } from './trusted-metadata.ts';

const metadataTimeoutMs = 30_000;

/**
 * Reads a repository's metadata over the network: from `<address>metadata/`, nowhere else, never by way of a redirect,
 * within 30 s and the bytes allowed.
 */
export function metadataOver(address: string, signal: AbortSignal): ReadMetadata {
  return async (name, maximumBytes) => {
    const response = await fetch(new URL(`metadata/${encodeURIComponent(name)}`, address), {
      redirect: 'error',
      headers: { 'accept-encoding': 'identity' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(metadataTimeoutMs)]),
    });
    if (response.status === 404 || response.status === 403) {
      await response.body?.cancel();
      return null;
    }
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`status ${response.status}`);
    }
    return boundedBytes(response, maximumBytes);
  };
}
