import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { readSecretFile, secretPath } from '../provider/secret-file.ts';
import type { PeopleSource, SourceEnd, SourceItem } from './people-source.ts';
import { personFields, personFromFields } from './person-fields.ts';
import { valuesAt } from './scim-path.ts';
import { isLoopbackUrl, type PageAnswer, requestPage } from './scim-request.ts';

const maximumFileBytes = 256 * 1024 ** 2;
const maximumPeople = 1_000_000;
/** How far back an increment looks beyond the newest change: changes may become visible out of order. */
const overlapMs = 10 * 60_000;

export const scimSourceSettings = z.strictObject({
  kind: z.literal('scim'),
  from: z.union([
    z.strictObject({ path: z.string().max(1000).refine(isAbsolute, 'expected an absolute path') }),
    z.strictObject({
      /** The `/Users` endpoint, over TLS except on this machine itself. */
      url: z.url({ protocol: /^https?$/ }).refine((url) => url.startsWith('https:') || isLoopbackUrl(url), {
        message: 'people travel over TLS only',
      }),
      /** An owner-only file with the bearer token (RFC 6750) and nothing else. */
      tokenFile: secretPath,
      pageSize: z.number().int().min(1).max(1000).default(200),
      /** A filter of RFC 7644, 3.4.2.2, that every request bears. */
      filter: z.string().min(1).max(1000).optional(),
      /** Ask only for what changed (`meta.lastModified`) between two whole readings. */
      increments: z.boolean().default(false),
    }),
  ]),
  /** By attribute: `userName`, `name.familyName`, `emails` (the primary one), `urn:…:User:employeeNumber`. */
  fields: personFields,
});
export type ScimSourceSettings = z.infer<typeof scimSourceSettings>;
type ByUrl = Extract<ScimSourceSettings['from'], { readonly url: string }>;

/** A page of people (RFC 7644, 3.4.2). */
const listResponse = z.looseObject({
  totalResults: z.int().min(0),
  startIndex: z.int().min(1).optional(),
  itemsPerPage: z.int().min(0).optional(),
  Resources: z.array(z.looseObject({})).optional(),
});
type Page = z.infer<typeof listResponse>;

/** Reads people as SCIM resources (RFC 7643) from a file with one list, or page by page from a service. */
export function createScimSource(settings: ScimSourceSettings): PeopleSource {
  const { from } = settings;
  return {
    read: (cursor, signal) =>
      'url' in from ? byUrl(settings, from, cursor, signal) : byFile(settings, from.path),
  };
}

async function* byFile(settings: ScimSourceSettings, path: string): AsyncGenerator<SourceItem, SourceEnd> {
  const text = await readBounded(path);
  if (typeof text !== 'string') return text;
  const page = pageOf(text);
  if (page === null) return { ok: false, code: 'unreadable' };
  const people = page.Resources ?? [];
  for (const [index, resource] of people.entries()) yield itemOf(settings, resource, index + 1);
  return people.length === page.totalResults
    ? { ok: true, mode: 'full', cursor: null }
    : { ok: false, code: 'incomplete', detail: `${people.length} of ${page.totalResults}` };
}

async function readBounded(path: string): Promise<string | Extract<SourceEnd, { ok: false }>> {
  const file = await open(path).catch(() => null);
  if (file === null) return { ok: false, code: 'unreachable' };
  try {
    const { size } = await file.stat();
    if (size > maximumFileBytes) return { ok: false, code: 'too-large' };
    return (await file.readFile('utf8')).replace(/^\ufeff/, '');
  } catch {
    return { ok: false, code: 'unreachable' };
  } finally {
    await file.close();
  }
}

async function* byUrl(
  settings: ScimSourceSettings,
  from: ByUrl,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<SourceItem, SourceEnd> {
  const token = readSecretFile(from.tokenFile);
  const since = from.increments && cursor !== null && !Number.isNaN(Date.parse(cursor)) ? cursor : null;
  const filter = filterOf(from, since);
  let newest = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since) + overlapMs;
  let read = 0;
  for (;;) {
    const url = new URL(from.url);
    url.searchParams.set('startIndex', String(read + 1));
    url.searchParams.set('count', String(from.pageSize));
    if (filter !== null) url.searchParams.set('filter', filter);
    const answer: PageAnswer = await requestPage(url, token, signal);
    if (!answer.ok) return answer;
    const page = pageOf(answer.text);
    if (page === null || (page.startIndex ?? read + 1) !== read + 1) return { ok: false, code: 'unreadable' };
    if (page.totalResults > maximumPeople) return { ok: false, code: 'too-large' };
    const people = page.Resources ?? [];
    for (const resource of people) {
      read += 1;
      const at = Date.parse(valuesAt(resource, 'meta.lastModified')[0] ?? '');
      if (!Number.isNaN(at)) newest = Math.max(newest, at);
      yield itemOf(settings, resource, read);
    }
    yield { kind: 'progress', done: read, total: page.totalResults };
    if (read === page.totalResults) break;
    // A page that says "more" and brings nothing would never end; one that brings too much counts nobody surely.
    if (people.length === 0 || read > page.totalResults)
      return { ok: false, code: 'incomplete', detail: `${read} of ${page.totalResults}` };
  }
  const next = from.increments && Number.isFinite(newest) ? new Date(newest - overlapMs).toISOString() : null;
  return { ok: true, mode: since === null ? 'full' : 'changes', cursor: next };
}

function filterOf({ filter }: ByUrl, since: string | null): string | null {
  const changed = since === null ? null : `meta.lastModified ge ${JSON.stringify(since)}`;
  if (filter === undefined) return changed;
  return changed === null ? filter : `(${filter}) and ${changed}`;
}

function pageOf(text: string): Page | null {
  try {
    const parsed = listResponse.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function itemOf({ fields }: ScimSourceSettings, resource: object, index: number): SourceItem {
  const place = `resource ${index}`;
  const found = personFromFields(fields, (name) => valuesAt(resource, name));
  return found.ok
    ? { kind: 'person', place, person: found.person }
    : { kind: 'bad', place, code: found.code, field: found.field, id: found.id };
}
