import { z } from 'zod';
import { type LdapFault, type LdapRow, readLdapPages, withLdapSession } from '../ldap/ldap-session.ts';
import {
  attributeName,
  distinguishedName,
  isOneComponent,
  ldapServerAddress,
  ldapTransportSchema,
  transportProblems,
} from '../ldap/ldap-transport.ts';
import { readSecretFile, secretPath } from '../provider/secret-file.ts';
import { changesFilter, type DirectoryStanding, ldapIncrements, nextCursor } from './ldap-increment.ts';
import type { PeopleSource, SourceEnd, SourceItem } from './people-source.ts';
import { namesOf, personFields, personFromFields } from './person-fields.ts';

const maximumPeople = 1_000_000;
/** Longest that a server may let us wait for one page. */
const pageMs = 60_000;

export const ldapSourceSettings = z
  .strictObject({
    kind: z.literal('ldap'),
    /** Tried in order until one answers. Active Directory counts changes per controller: name the same one first. */
    urls: z.array(ldapServerAddress).min(1).max(8),
    transport: ldapTransportSchema,
    serviceName: distinguishedName,
    /** An owner-only file with the service account's password and nothing else. */
    servicePasswordFile: secretPath,
    base: distinguishedName,
    filter: z.string().max(2000).refine(isOneComponent, 'expected one filter in balanced parentheses'),
    pageSize: z.number().int().min(1).max(5000).default(500),
    increments: ldapIncrements.default('modifyTimestamp'),
    /** By attribute. */
    fields: personFields,
  })
  .superRefine((settings, context) => {
    for (const { index, message } of transportProblems(settings.urls, settings.transport))
      context.addIssue({ code: 'custom', path: ['urls', index], message });
    for (const name of namesOf(settings.fields))
      if (!attributeName.safeParse(name).success)
        context.addIssue({ code: 'custom', path: ['fields'], message: `${name} is no attribute` });
  });
export type LdapSourceSettings = z.infer<typeof ldapSourceSettings>;

/** One server, as far as reading people needs it. */
export interface LdapReader {
  standing(signal: AbortSignal): Promise<DirectoryStanding | LdapFault>;
  /** All entries page by page (RFC 2696); nothing is kept. */
  pages(
    filter: string,
    attributes: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<readonly LdapRow[], { readonly ok: true } | LdapFault>;
}

/** Reads people from OpenLDAP or Active Directory. */
export function createLdapSource(
  settings: LdapSourceSettings,
  readers: readonly LdapReader[] = settings.urls.map((url) => readerOf(settings, url)),
): PeopleSource {
  return {
    async *read(cursor, signal) {
      for (const reader of readers) {
        const standing = await reader.standing(signal);
        signal.throwIfAborted();
        if ('ok' in standing) {
          if (standing.fault === 'broken') continue;
          return { ok: false, code: 'refused', detail: `LDAP result ${standing.code}` };
        }
        return yield* readFrom(settings, reader, { cursor, standing, signal });
      }
      return { ok: false, code: 'unreachable' };
    },
  };
}

async function* readFrom(
  settings: LdapSourceSettings,
  reader: LdapReader,
  given: {
    readonly cursor: string | null;
    readonly standing: DirectoryStanding;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<SourceItem, SourceEnd> {
  const { increments, fields } = settings;
  const { cursor, signal, standing } = given;
  const changes = changesFilter(increments, cursor, standing);
  const filter = changes === null ? settings.filter : `(&${settings.filter}${changes})`;
  const counter = increments === 'none' || increments === 'uSNChanged' ? [] : [increments];
  const attributes = [...namesOf(fields), ...counter];
  const pages = reader.pages(filter, attributes, signal);
  let newest: string | null = null;
  let done = 0;
  for (;;) {
    const page = await pages.next();
    signal.throwIfAborted();
    if (page.done === true) {
      if (page.value.ok) break;
      return page.value.fault === 'result'
        ? { ok: false, code: 'refused', detail: `LDAP result ${page.value.code}` }
        : { ok: false, code: 'unreachable' };
    }
    for (const row of page.value) {
      const at = row.values.get(increments.toLowerCase())?.[0];
      if (at !== undefined && (newest === null || at > newest)) newest = at;
      yield itemOf(settings, row);
    }
    done += page.value.length;
    if (done > maximumPeople) return { ok: false, code: 'too-large' };
    yield { kind: 'progress', done, total: null };
  }
  const next = nextCursor(increments, { newest, before: changes === null ? null : cursor, standing });
  return { ok: true, mode: changes === null ? 'full' : 'changes', cursor: next };
}

function itemOf({ fields }: LdapSourceSettings, row: LdapRow): SourceItem {
  const found = personFromFields(fields, (name) => row.values.get(name.toLowerCase()) ?? []);
  // An entry's name holds somebody's login: its place is told by that, to the administrator alone.
  if (found.ok) return { kind: 'person', place: row.name, person: found.person };
  return { kind: 'bad', place: row.name, code: found.code, field: found.field, id: found.id };
}

function readerOf(settings: LdapSourceSettings, url: string): LdapReader {
  const { base, pageSize, serviceName: name, servicePasswordFile, transport } = settings;
  const connection = (signal: AbortSignal) => ({
    url,
    transport,
    name,
    password: readSecretFile(servicePasswordFile),
    signal,
  });
  return {
    async standing(signal) {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(pageMs)]);
      const attributes = ['dsServiceName', 'highestCommittedUSN'];
      const found = await withLdapSession(connection(limited), (session) =>
        session.search({ base: '', scope: 'base', filter: '(objectClass=*)', attributes }, 1),
      );
      if (!found.ok) return found;
      const of = (attribute: string) => found.rows[0]?.values.get(attribute.toLowerCase())?.[0] ?? null;
      return { dsServiceName: of('dsServiceName'), highestCommittedUSN: of('highestCommittedUSN') };
    },
    pages: (filter, attributes, signal) =>
      readLdapPages(connection(signal), { base, scope: 'sub', filter, attributes }, { pageSize, pageMs }),
  };
}
