import { boundedText } from '../http/bounded-text.ts';
import type { ProviderFailure } from './provider.ts';

/** A page of a thousand accounts is about 2 MB; a service that sends more is cut off. */
const maximumAnswerBytes = 8 * 1024 * 1024;

export interface ServiceAnswer {
  readonly ok: true;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * One request to a provider's service, with a bounded answer and a limit of its own. Redirects are not followed, so a
 * credential goes to one origin only. Whatever the network does is `provider/unavailable`; any status is an answer.
 */
export async function requestService(options: {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}): Promise<ServiceAnswer | ProviderFailure> {
  try {
    const response = await fetch(options.url, {
      method: options.method,
      headers: options.headers,
      redirect: 'error',
      signal: AbortSignal.any([AbortSignal.timeout(options.timeoutMs), options.signal]),
      ...(options.body === undefined ? {} : { body: options.body }),
    });
    return {
      ok: true,
      status: response.status,
      headers: response.headers,
      text: await boundedText(response, maximumAnswerBytes),
    };
  } catch {
    return { ok: false, code: 'provider/unavailable' };
  }
}

/** Undefined for what is no JSON: a proxy's page, say. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
