import type { z } from 'zod';
import type { ProviderFailure } from '../provider.ts';
import { parsedJson, requestService, type ServiceAnswer } from '../service-request.ts';
import { failureOfStatus } from '../status-failure.ts';
import { type EntraProviderSettings, entraClouds } from './entra-settings.ts';
import { type GraphPage, graphPage } from './graph-answers.ts';
import { createGraphTokens } from './graph-token.ts';

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/v1.0`, with its query; or the address of a next page. */
  readonly path: string;
  readonly body?: object;
  /** For filters and casts that Graph answers from an index that lags by seconds. */
  readonly eventual?: boolean;
  readonly signal: AbortSignal;
}

/** `missing` for 404. */
export type GraphReading<T> = { readonly ok: true; readonly value: T } | 'missing' | ProviderFailure;

export interface GraphConnection {
  /** Any status but 401 is an answer. */
  send(request: GraphRequest): Promise<ServiceAnswer | ProviderFailure>;
  read<T>(schema: z.ZodType<T>, request: GraphRequest): Promise<GraphReading<T>>;
  /** All pages of a list, at most 200. */
  readPages<T>(
    schema: z.ZodType<T>,
    request: Omit<GraphRequest, 'method'>,
  ): Promise<GraphReading<readonly T[]>>;
}

const maximumPages = 200;
const unavailable: ProviderFailure = { ok: false, code: 'provider/unavailable' };

/** Microsoft Graph v1.0 with an application's token; a refused token is replaced once. @throws as createGraphTokens */
export function connectGraph(settings: EntraProviderSettings): GraphConnection {
  const tokens = createGraphTokens(settings);
  const origin = settings.standIn ?? entraClouds[settings.cloud].graph;

  async function send(request: GraphRequest): Promise<ServiceAnswer | ProviderFailure> {
    const url = new URL(request.path.startsWith('/') ? `/v1.0${request.path}` : request.path, origin);
    // A page's link is the service's word; the token goes to the service alone.
    if (url.origin !== origin) return { ok: false, code: 'provider/refused' };
    for (let again = false; ; again = true) {
      const token = await tokens.get(request.signal);
      if (!token.ok) return token;
      const answer = await requestService({
        url,
        method: request.method,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token.token}`,
          ...(request.eventual === true ? { consistencylevel: 'eventual' } : {}),
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        timeoutMs: settings.timeoutMilliseconds,
        signal: request.signal,
      });
      if (!answer.ok || answer.status !== 401) return answer;
      tokens.forget(token.token);
      if (again) return failureOfStatus(answer.status, answer.headers);
    }
  }

  async function read<T>(schema: z.ZodType<T>, request: GraphRequest): Promise<GraphReading<T>> {
    const answer = await send(request);
    if (!answer.ok) return answer;
    if (answer.status === 404) return 'missing';
    if (answer.status < 200 || answer.status > 299) return failureOfStatus(answer.status, answer.headers);
    // An answer that can't be read is none: a proxy's page, or half a page.
    const parsed = schema.safeParse(parsedJson(answer.text));
    return parsed.success ? { ok: true, value: parsed.data } : unavailable;
  }

  async function readPages<T>(schema: z.ZodType<T>, request: Omit<GraphRequest, 'method'>) {
    const found: T[] = [];
    let next: string | undefined = request.path;
    for (let page = 0; next !== undefined; page += 1) {
      if (page === maximumPages) return unavailable;
      const answer: GraphReading<GraphPage<T>> = await read(graphPage(schema), {
        ...request,
        path: next,
        method: 'GET',
      });
      if (answer === 'missing' || !answer.ok) return answer;
      found.push(...answer.value.value);
      next = answer.value['@odata.nextLink'];
    }
    return { ok: true, value: found } as const;
  }

  return { send, read, readPages };
}
