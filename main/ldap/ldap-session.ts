import type { Socket } from 'node:net';
import { Attribute, Change, Client, FilterParser, ResultCodeError } from 'ldapts';
import { openLdapConnection } from './ldap-connection.ts';
import type { LdapTransport } from './ldap-transport.ts';

/** An entry as a search returned it; values as text, names as the server spells them. */
export interface LdapRow {
  readonly name: string;
  /** Attribute in lower case → values; of `objectGUID` its bytes in hexadecimal. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** `result` is the server's own code (RFC 4511, appendix A); `broken` is a connection that ended or never came up. */
export type LdapFault =
  | { readonly ok: false; readonly fault: 'result'; readonly code: number }
  | { readonly ok: false; readonly fault: 'broken' };

export type LdapRows = { readonly ok: true; readonly rows: readonly LdapRow[] } | LdapFault;

export interface LdapSearch {
  readonly base: string;
  readonly scope: 'base' | 'sub';
  /** RFC 4515, with its values escaped already. */
  readonly filter: string;
  readonly attributes: readonly string[];
}

export interface LdapModification {
  readonly operation: 'add' | 'delete';
  readonly attribute: string;
  readonly value: string;
}

/** One connection of a service account. Nothing of it follows referrals or connects again. */
export interface LdapSession {
  /** At most so many rows; one more than wanted shows that there are more. */
  search(search: LdapSearch, sizeLimit: number): Promise<LdapRows>;
  /** Page by page (RFC 2696), until nothing is left or `maximum` rows are passed, which is answered with code 4. */
  searchAll(search: LdapSearch, pageSize: number, maximum: number): Promise<LdapRows>;
  /** All modifications or none (RFC 4511, 4.6). */
  modify(
    name: string,
    modifications: readonly LdapModification[],
  ): Promise<{ readonly ok: true } | LdapFault>;
}

const SIZE_LIMIT_EXCEEDED = 4;

/**
 * Connects, binds a service account (RFC 4513, 5.1.3), does the work and disconnects, whatever happens. When `signal`
 * fires, the connection is destroyed and what is under way answers `broken`.
 */
export async function withLdapSession<T>(
  options: {
    readonly url: string;
    readonly transport: LdapTransport;
    readonly name: string;
    readonly password: string;
    readonly signal: AbortSignal;
  },
  work: (session: LdapSession) => Promise<T>,
): Promise<T | LdapFault> {
  // An empty password would be an unauthenticated bind, which some servers accept (RFC 4513, 5.1.2).
  if (options.password === '') return { ok: false, fault: 'result', code: 49 };
  const opened = await openLdapConnection(options);
  if (!opened.ok) return { ok: false, fault: 'broken' };
  const client = ldapClientOver(opened.socket);
  try {
    const bound = await faultOf(client.bind(options.name, options.password));
    return bound.ok ? await work(sessionOver(client)) : bound;
  } finally {
    await client.unbind().catch(() => undefined);
    opened.socket.destroy();
  }
}

/** All that one reading of everybody may bring. */
const READING_BYTES = 4 * 1024 ** 3;

/**
 * Reads all entries, page by page (RFC 2696), over a connection of its own that ends with the reading. A page that takes
 * longer than `pageMs` breaks it off.
 */
export async function* readLdapPages(
  connection: Parameters<typeof withLdapSession>[0],
  { base, ...search }: LdapSearch,
  limits: { readonly pageSize: number; readonly pageMs: number },
): AsyncGenerator<readonly LdapRow[], { readonly ok: true } | LdapFault> {
  if (connection.password === '') return { ok: false, fault: 'result', code: 49 };
  const opened = await openLdapConnection({ ...connection, maximumReceivedBytes: READING_BYTES });
  if (!opened.ok) return { ok: false, fault: 'broken' };
  const client = ldapClientOver(opened.socket);
  try {
    const bound = await faultOf(client.bind(connection.name, connection.password));
    if (!bound.ok) return bound;
    const pages = client.searchPaginated(base, {
      ...search,
      attributes: [...search.attributes],
      paged: { pageSize: limits.pageSize },
      derefAliases: 'never',
      explicitBufferAttributes,
    });
    for (;;) {
      const impatience = setTimeout(() => opened.socket.destroy(), limits.pageMs);
      const page = await faultOf(pages.next());
      clearTimeout(impatience);
      if (!page.ok) return page;
      if (page.value.done === true) return { ok: true };
      yield page.value.value.searchEntries.map(rowOf);
    }
  } finally {
    if (!opened.socket.destroyed) await client.unbind().catch(() => undefined);
    opened.socket.destroy();
  }
}

/** Whether the library can read the filter. @throws Error when it can't. */
export function checkLdapFilter(filter: string): void {
  FilterParser.parseString(filter);
}

function sessionOver(client: Client): LdapSession {
  return {
    async search({ base, ...search }, sizeLimit) {
      const found = await faultOf(
        client.search(base, {
          ...search,
          attributes: [...search.attributes],
          sizeLimit,
          derefAliases: 'never',
          explicitBufferAttributes,
        }),
      );
      return found.ok ? { ok: true, rows: found.value.searchEntries.map(rowOf) } : found;
    },
    async searchAll({ base, ...search }, pageSize, maximum) {
      const rows: LdapRow[] = [];
      const pages = client.searchPaginated(base, {
        ...search,
        attributes: [...search.attributes],
        paged: { pageSize },
        derefAliases: 'never',
        explicitBufferAttributes,
      });
      for (;;) {
        const page = await faultOf(pages.next());
        if (!page.ok) return page;
        if (page.value.done === true) return { ok: true, rows };
        rows.push(...page.value.value.searchEntries.map(rowOf));
        if (rows.length > maximum) return { ok: false, fault: 'result', code: SIZE_LIMIT_EXCEEDED };
      }
    },
    async modify(name, modifications) {
      const changes = modifications.map(
        ({ operation, attribute, value }) =>
          new Change({ operation, modification: new Attribute({ type: attribute, values: [value] }) }),
      );
      const changed = await faultOf(client.modify(name, changes));
      return changed.ok ? { ok: true } : changed;
    },
  };
}

async function faultOf<T>(work: Promise<T>): Promise<{ readonly ok: true; readonly value: T } | LdapFault> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    return error instanceof ResultCodeError
      ? { ok: false, fault: 'result', code: error.code }
      : { ok: false, fault: 'broken' };
  }
}

/** A client that lives and dies with this one socket: the library would otherwise silently connect again, unprotected. */
export function ldapClientOver(socket: Socket): Client {
  let used = false;
  return new Client({
    url: 'ldap://connected.invalid',
    createConnection: () => {
      if (used || socket.destroyed) throw new Error('The connection is closed.');
      used = true;
      return socket;
    },
  });
}

/** Bytes that are no text ([MS-ADA3] 2.44). */
const explicitBufferAttributes = ['objectGUID'];

function rowOf({ dn, ...attributes }: { readonly dn: string } & Readonly<Record<string, unknown>>): LdapRow {
  const values = Object.entries(attributes).map(
    ([name, value]) =>
      [
        name.toLowerCase(),
        [value]
          .flat()
          .map((one) => (Buffer.isBuffer(one) ? one.toString('hex') : one))
          .filter((one): one is string => typeof one === 'string' && one !== ''),
      ] as const,
  );
  return { name: dn, values: new Map(values) };
}
