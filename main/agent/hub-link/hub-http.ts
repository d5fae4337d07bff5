import type { z } from 'zod';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import { hubRefusal } from '../../exchange/hub-interface.ts';
import { boundedText } from '../../http/bounded-text.ts';

/** Most that a hub's answer may be, in bytes. */
const maximumAnswerBytes = 16 * 1024 * 1024;

/** `POST` with a JSON body; see {@link requestJson}. */
export function postJson<Schema extends z.ZodType>(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  schema: Schema,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Result<z.output<Schema>>> {
  return requestJson(url, { method: 'POST', body, headers }, schema, timeoutMs, signal);
}

/**
 * One request to the hub. Answers `hub/unreachable` for anything that a network or a broken proxy can do (no answer in
 * time, a redirect, too much, no JSON, another shape), and the hub's own code for a refusal.
 */
export async function requestJson<Schema extends z.ZodType>(
  url: URL,
  request: {
    readonly method: 'GET' | 'POST';
    readonly body?: string;
    readonly headers: Readonly<Record<string, string>>;
  },
  schema: Schema,
  timeoutMs: number,
  signal?: AbortSignal,
  /** Hears all that a refusal says, of which the result holds the code only. */
  onRefusal?: (refusal: z.output<typeof hubRefusal>) => void,
  /** Hears that no connection came about, so that surely nothing was sent. */
  onNeverSent?: () => void,
): Promise<Result<z.output<Schema>>> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let status: number;
  let value: unknown;
  try {
    const response = await fetch(url, {
      method: request.method,
      headers:
        request.body === undefined
          ? request.headers
          : { 'content-type': 'application/json', ...request.headers },
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    status = response.status;
    value = JSON.parse(await boundedText(response, maximumAnswerBytes));
  } catch (error) {
    if (isWithoutConnection(error)) onNeverSent?.();
    return refuse('hub/unreachable');
  }
  if (status >= 200 && status < 300) {
    const parsed = schema.safeParse(value);
    return parsed.success ? ok(parsed.data) : refuse('hub/unreachable');
  }
  const refused = hubRefusal.safeParse(value);
  if (refused.success) onRefusal?.(refused.data);
  return refused.success && status < 500 ? refuse(refused.data.code) : refuse('hub/unreachable');
}

const beforeConnection: readonly unknown[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Whether a request failed before there was a connection that could have carried it. */
function isWithoutConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && beforeConnection.includes(cause.code);
}
