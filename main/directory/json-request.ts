import { boundedText } from '../http/bounded-text.ts';
import type { UnavailableCause } from './directory-person.ts';

/** No answer to a sign-in is near this; a server that sends more is cut off. */
const MAXIMUM_ANSWER_BYTES = 512 * 1024;

export type JsonAnswer =
  | { readonly ok: true; readonly status: number; readonly body: unknown; readonly headers: Headers }
  | { readonly ok: false; readonly cause: UnavailableCause };

/**
 * One request with a bounded answer. Redirects are not followed. Whatever the network does is a value: `timeout` when
 * `timeoutMs` passed, `cancelled` when the caller gave up, `tls` for a certificate that nobody trusts.
 */
export async function requestJson(options: {
  readonly url: URL;
  readonly method?: 'GET' | 'POST';
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}): Promise<JsonAnswer> {
  const late = AbortSignal.timeout(options.timeoutMs);
  try {
    const response = await fetch(options.url, {
      method: options.method ?? 'POST',
      headers: { accept: 'application/json', ...options.headers },
      redirect: 'error',
      signal: AbortSignal.any([late, options.signal]),
      ...(options.body === undefined ? {} : { body: options.body }),
    });
    const text = await boundedText(response, MAXIMUM_ANSWER_BYTES);
    return { ok: true, status: response.status, body: parsed(text), headers: response.headers };
  } catch (error) {
    if (options.signal.aborted) return { ok: false, cause: 'cancelled' };
    return { ok: false, cause: late.aborted ? 'timeout' : causeOf(error) };
  }
}

/** Null for what is no JSON: a proxy's page, say. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** OpenSSL's and Node's certificate complaints have names of their own, found below what fetch throws. */
function causeOf(error: unknown): UnavailableCause {
  for (let each = error; each instanceof Error; each = each.cause) {
    const code = 'code' in each ? String(each.code) : '';
    if (/CERT|SSL|TLS|UNABLE_TO_VERIFY|ALTNAME/.test(code)) return 'tls';
  }
  return 'network';
}
