import { z } from 'zod';
import type { LdapRow } from '../../ldap/ldap-session.ts';

/** The directory's own id of an entry, which neither a new name nor another place changes (RFC 4530; [MS-ADTS] 3.1.1.1.3). */
export const ldapEntryId = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('entryUUID'), value: z.string().regex(/^[0-9a-fA-F-]{36}$/) }),
  z.strictObject({ by: z.literal('objectGUID'), value: z.string().regex(/^[0-9a-f]{32}$/) }),
]);
export type LdapEntryId = z.infer<typeof ldapEntryId>;

/** What has to be asked for so that {@link entryIdOf} finds something: both are operational or left out of `*`. */
export const entryIdAttributes = ['entryUUID', 'objectGUID'] as const;

export function entryIdOf({ values }: LdapRow): LdapEntryId | null {
  for (const by of entryIdAttributes) {
    const read = ldapEntryId.safeParse({ by, value: values.get(by.toLowerCase())?.[0] });
    if (read.success) return read.data;
  }
  return null;
}
