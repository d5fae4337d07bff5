import { z } from 'zod';
import type { ProviderFailure } from '../provider.ts';
import { parsedJson, type ServiceAnswer } from '../service-request.ts';
import { failureOfStatus } from '../status-failure.ts';
import { nextPage } from './okta-answers.ts';
import type { OktaConnection, OktaRequest } from './okta-connection.ts';

/** No list here is longer; one that is, or that turns in a circle, is a fault. */
const maximumPages = 200;
const unavailable: ProviderFailure = { ok: false, code: 'provider/unavailable' };

export type OktaReading = ReturnType<typeof createOktaReading>;

/** What Okta is asked for without a change; `missing` for 404. */
export function createOktaReading(ask: OktaConnection) {
  async function read<T>(schema: z.ZodType<T>, request: Omit<OktaRequest, 'method'>) {
    const answer = await ask({ ...request, method: 'GET' });
    if (!answer.ok) return answer;
    if (answer.status === 404) return 'missing';
    return readAnswer(schema, answer);
  }

  async function readPages<T>(schema: z.ZodType<T>, path: string, signal: AbortSignal) {
    const found: T[] = [];
    let next: string | null = path;
    for (let page = 0; next !== null; page += 1) {
      if (page === maximumPages) return unavailable;
      const answer: ServiceAnswer | ProviderFailure = await ask({ method: 'GET', path: next, signal });
      if (!answer.ok) return answer;
      if (answer.status === 404) return 'missing';
      const items = readAnswer(z.array(schema), answer);
      if (!items.ok) return items;
      found.push(...items.value);
      next = nextPage(answer.headers);
    }
    return { ok: true, value: found } as const;
  }

  return { read, readPages };
}

/** An answer that can't be read is none: a proxy's page, or half a page. */
export function readAnswer<T>(
  schema: z.ZodType<T>,
  { status, headers, text }: ServiceAnswer,
): { readonly ok: true; readonly value: T } | ProviderFailure {
  if (status < 200 || status > 299) return failureOfStatus(status, headers);
  const parsed = schema.safeParse(parsedJson(text));
  return parsed.success ? { ok: true, value: parsed.data } : unavailable;
}
