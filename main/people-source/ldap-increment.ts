import { z } from 'zod';

/** How a server says what changed: by time (RFC 4512, 3.4), by change number of OpenLDAP, or of Active Directory. */
export const ldapIncrements = z.enum(['none', 'modifyTimestamp', 'entryCSN', 'uSNChanged']);
export type LdapIncrements = z.infer<typeof ldapIncrements>;

/** What a whole directory says of itself (rootDSE); values that it does not give are null. */
export interface DirectoryStanding {
  /** Which of Active Directory's controllers this is: each counts its own changes. */
  readonly dsServiceName: string | null;
  readonly highestCommittedUSN: string | null;
}

const cursorText = z.strictObject({
  by: ldapIncrements,
  /** The controller whose numbers these are; null where they are everybody's. */
  server: z.string().nullable(),
  at: z.string().max(100),
});

/** How far back an increment looks beyond the newest change: replicas bring changes out of order. */
const overlapMs = 10 * 60_000;

/**
 * The filter for what changed since `cursor`; null where everything has to be read: there is none, it is of another way
 * of counting or another controller, or the controller counts less than it did (it was restored).
 */
export function changesFilter(
  increments: LdapIncrements,
  cursor: string | null,
  standing: DirectoryStanding,
): string | null {
  const known = readCursor(cursor);
  if (known === null || known.by !== increments) return null;
  switch (increments) {
    case 'none':
      return null;
    case 'modifyTimestamp': {
      const from = generalized(known.at, -overlapMs);
      return from === null ? null : `(modifyTimestamp>=${from}Z)`;
    }
    case 'entryCSN': {
      const from = generalized(known.at, -overlapMs);
      return from === null ? null : `(entryCSN>=${from}.000000Z#000000#000#000000)`;
    }
    case 'uSNChanged': {
      const { dsServiceName, highestCommittedUSN } = standing;
      if (dsServiceName === null || dsServiceName !== known.server || !/^\d{1,19}$/.test(known.at))
        return null;
      if (highestCommittedUSN === null || BigInt(highestCommittedUSN) < BigInt(known.at)) return null;
      return `(uSNChanged>=${BigInt(known.at) + 1n})`;
    }
  }
}

/**
 * What the next reading begins with. Active Directory's is what the controller had counted before it was read; the others'
 * the newest change that was seen, or the cursor before where there was none. Null: the server does not say.
 */
export function nextCursor(
  increments: LdapIncrements,
  seen: {
    readonly newest: string | null;
    readonly before: string | null;
    readonly standing: DirectoryStanding;
  },
): string | null {
  if (increments === 'none') return null;
  if (increments === 'uSNChanged') {
    const { dsServiceName: server, highestCommittedUSN: at } = seen.standing;
    return server === null || at === null ? null : JSON.stringify({ by: increments, server, at });
  }
  const known = readCursor(seen.before);
  const before = known?.by === increments ? known.at : null;
  const at = [seen.newest, before]
    .filter((one) => one !== null)
    .sort()
    .at(-1);
  return at === undefined ? null : JSON.stringify({ by: increments, server: null, at });
}

function readCursor(cursor: string | null): z.infer<typeof cursorText> | null {
  try {
    return cursorText.parse(JSON.parse(cursor ?? 'null'));
  } catch {
    return null;
  }
}

/** `YYYYMMDDhhmmss`, moved by so much; null for what is no time in UTC. */
function generalized(text: string, byMs: number): string | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z/.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(at)) return null;
  return new Date(at + byMs).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
}
