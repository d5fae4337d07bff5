import { escapeDistinguishedNameValue, escapeFilterValue } from '../../ldap/ldap-escaping.ts';
import type { LdapRow, LdapSession } from '../../ldap/ldap-session.ts';
import { entryIdAttributes, entryIdOf, type LdapEntryId } from './ldap-entry-id.ts';
import { judgeLdapFault, type LdapJudgement, refused, unknownPerson } from './ldap-failure.ts';
import { type LdapProviderSettings, PERSON } from './ldap-settings.ts';

/** A person's entry. */
export interface LdapAccount {
  readonly person: string;
  readonly name: string;
  /** RFC 2307's name of the account; null where the entry has none, or several. */
  readonly uid: string | null;
  /** Null where the server gives entries none. */
  readonly id: LdapEntryId | null;
  readonly enabled: boolean;
}

const NO_SUCH_OBJECT = 32;
const INVALID_NAME = 34;
const ACCOUNT_DISABLED = 0x2;

/** What {@link accountOf} reads. `pwdAccountLockedTime` is operational and has to be asked for by name. */
export function accountAttributes({ people }: LdapProviderSettings): readonly string[] {
  return [...new Set([people.id, 'uid', 'userAccountControl', 'pwdAccountLockedTime', ...entryIdAttributes])];
}

/** Finds the one entry of a person. Several entries for one person are refused: nobody may guess which is meant. */
export async function findAccount(
  session: LdapSession,
  settings: LdapProviderSettings,
  person: string,
): Promise<{ readonly ok: true; readonly account: LdapAccount } | LdapJudgement> {
  if (person === '' || person.length > 256 || /\p{Cc}/u.test(person)) return unknownPerson;
  const { people } = settings;
  const where =
    people.find === 'search'
      ? {
          base: people.base,
          scope: 'sub' as const,
          filter: people.filter.replaceAll(PERSON, () => escapeFilterValue(person)),
        }
      : {
          base: people.name.replaceAll(PERSON, () => escapeDistinguishedNameValue(person)),
          scope: 'base' as const,
          filter: '(objectClass=*)',
        };
  const found = await session.search({ ...where, attributes: accountAttributes(settings) }, 2);
  if (!found.ok) {
    const nobody = people.find === 'template' && found.fault === 'result';
    return nobody && (found.code === NO_SUCH_OBJECT || found.code === INVALID_NAME)
      ? unknownPerson
      : judgeLdapFault(found);
  }
  const [row] = found.rows;
  if (row === undefined) return unknownPerson;
  if (found.rows.length > 1 || row.name === '') return refused;
  const account = accountOf(row, settings);
  if (account === null) return refused;
  // Directories compare without case; the institution's ids don't. Whom the list would call otherwise isn't this person.
  return account.person === person ? { ok: true, account } : unknownPerson;
}

/** Null for an entry that doesn't say whose it is. */
export function accountOf(row: LdapRow, { people }: LdapProviderSettings): LdapAccount | null {
  const ids = row.values.get(people.id.toLowerCase()) ?? [];
  const [person] = ids;
  if (person === undefined || ids.length !== 1) return null;
  const uids = row.values.get('uid') ?? [];
  return {
    person,
    name: row.name,
    uid: uids.length === 1 ? (uids[0] ?? null) : null,
    id: entryIdOf(row),
    enabled: isEnabled(row),
  };
}

/** Active Directory's flag ([MS-ADTS] 2.2.16), or the lock without end of draft-behera-ldap-password-policy (5.3.3). */
function isEnabled({ values }: LdapRow): boolean {
  const control = Number(values.get('useraccountcontrol')?.[0] ?? 0);
  const locked = values.get('pwdaccountlockedtime')?.[0];
  return (control & ACCOUNT_DISABLED) === 0 && locked !== '000001010000Z';
}
