import { z } from 'zod';
import {
  attributeName,
  distinguishedName,
  holdsAsValue,
  isOneComponent,
  ldapServerAddress,
  ldapTransportSchema,
  transportProblems,
} from '../ldap/ldap-transport.ts';

const LOGIN = '{login}';

const account = z.discriminatedUnion('find', [
  z.strictObject({
    find: z.literal('template'),
    /** `uid={login},ou=people,dc=univ,dc=example`; the login is escaped by RFC 4514. The person reads their own entry. */
    bindName: distinguishedName.regex(/^[A-Za-z][A-Za-z0-9.-]*=\{login\},[^{}]+$/),
  }),
  z.strictObject({
    find: z.literal('search'),
    base: distinguishedName,
    /** `(uid={login})`; the login is escaped by RFC 4515. Has to match exactly one entry. */
    filter: z
      .string()
      .max(1024)
      .refine((filter) => holdsAsValue(filter, LOGIN), 'expected {login} inside a value, without a wildcard')
      .refine(isOneComponent, 'expected one filter in balanced parentheses'),
    serviceName: distinguishedName,
    servicePassword: z.string().min(1).max(1024),
  }),
]);

/**
 * How to reach an LDAP server or Active Directory and how to read its people.
 * Plaintext (`security: 'none'`) is refused unless every host is a loopback address and the flag says so.
 */
export const ldapSettingsSchema = z
  .strictObject({
    /** Tried in order until one answers. */
    urls: z.array(ldapServerAddress).min(1).max(8),
    transport: ldapTransportSchema,
    account,
    attributes: z.strictObject({
      id: attributeName,
      login: attributeName,
      displayName: attributeName,
      kana: attributeName.optional(),
      groups: attributeName.default('memberOf'),
    }),
    /**
     * Looks for groups that name the person, where entries carry no `memberOf` or not all of it; Active Directory's
     * leaves out nested groups and the primary one.
     */
    groupSearch: z
      .strictObject({
        base: distinguishedName,
        /** `member`, `uniqueMember`, `memberUid`. */
        memberAttribute: attributeName,
        /** What stands there: the person's distinguished name, or their `uid` (RFC 2307). */
        memberIs: z.enum(['dn', 'uid']).default('dn'),
        /** Active Directory only: groups of groups too, by the matching rule LDAP_MATCHING_RULE_IN_CHAIN. */
        nested: z.boolean().default(false),
      })
      .refine((search) => !(search.nested && search.memberIs === 'uid'), 'nested groups hold names')
      .optional(),
    /** Group's distinguished name → what its members are. Other groups give no role. */
    rolesByGroup: z.record(distinguishedName, z.enum(['student', 'staff', 'faculty', 'guest'])),
    timeouts: z
      .strictObject({
        /** From connecting to the last answer, at one server. */
        perServerMilliseconds: z.int().min(100).max(30_000).default(3000),
        /** For all servers together. */
        totalMilliseconds: z.int().min(100).max(60_000).default(8000),
      })
      .prefault({}),
  })
  .superRefine((settings, context) => {
    for (const { index, message } of transportProblems(settings.urls, settings.transport)) {
      context.addIssue({ code: 'custom', path: ['urls', index], message });
    }
  });

export type LdapSettings = z.infer<typeof ldapSettingsSchema>;
export type LdapSettingsInput = z.input<typeof ldapSettingsSchema>;

/** Puts a value that is already escaped in the place of `{login}`. */
export function fillLogin(template: string, escapedLogin: string): string {
  return template.replaceAll(LOGIN, () => escapedLogin);
}
