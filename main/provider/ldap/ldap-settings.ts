import { z } from 'zod';
import {
  attributeName,
  distinguishedName,
  holdsAsValue,
  isOneComponent,
  ldapServerAddress,
  ldapTransportSchema,
  transportProblems,
} from '../../ldap/ldap-transport.ts';
import { propagationSeconds } from '../connector-settings.ts';
import { secretPath } from '../secret-file.ts';

export const PERSON = '{person}';

const people = z.discriminatedUnion('find', [
  z.strictObject({
    find: z.literal('search'),
    base: distinguishedName,
    /** `(employeeNumber={person})`; the person is escaped by RFC 4515. Has to match exactly one entry. */
    filter: z
      .string()
      .max(1024)
      .refine(
        (filter) => holdsAsValue(filter, PERSON),
        'expected {person} inside a value, without a wildcard',
      )
      .refine(isOneComponent, 'expected one filter in balanced parentheses'),
    /** Holds the institution's own id of a person, once. */
    id: attributeName,
  }),
  z.strictObject({
    find: z.literal('template'),
    base: distinguishedName,
    /** `uid={person},ou=people,dc=univ,dc=example`; the person is escaped by RFC 4514. */
    name: distinguishedName.regex(/^[A-Za-z][A-Za-z0-9.-]*=\{person\},[^{}]+$/),
    id: attributeName,
  }),
]);

/**
 * What makes a person exempt for the login flow (Shibboleth, CAS, a RADIUS server, …): membership of a group, or a
 * value among those of an attribute of the person's entry.
 */
const suspension = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('group'),
    group: distinguishedName,
    memberAttribute: attributeName.default('member'),
    /** What stands there: the person's distinguished name, or their `uid` (RFC 2307). */
    memberIs: z.enum(['dn', 'uid']).default('dn'),
    /**
     * A `groupOfNames` may not be empty (RFC 4519, 3.5). This name, which is nobody's, takes the place of the last
     * member. Not needed for Active Directory's groups and `posixGroup`.
     */
    dummyMember: distinguishedName.optional(),
  }),
  z.strictObject({
    by: z.literal('attribute'),
    attribute: attributeName,
    value: z.string().min(1).max(256),
  }),
]);

/**
 * How to reach an LDAP server or Active Directory, how to find its people there and what exempts them. Put the writable
 * server first; others serve while it is away, and one that cannot write passes the change on to the next.
 */
export const ldapProviderSettingsSchema = z
  .strictObject({
    urls: z.array(ldapServerAddress).min(1).max(8),
    transport: ldapTransportSchema,
    /**
     * Distinguished name, or `user@domain` at Active Directory. May read people and change the group or attribute, and
     * nothing else. OpenLDAP gives an account 500 results in all, paged or not, unless `limits … size.prtotal` says
     * otherwise; the list of everyone who is exempt by an attribute is refused beyond that.
     */
    serviceName: z.string().min(3).max(1024),
    servicePasswordFile: secretPath,
    people,
    suspension,
    /** How long the login flow may keep what it read before. */
    propagationSeconds: propagationSeconds.default(0),
    timeouts: z
      .strictObject({
        /** From connecting to the last answer, at one server. */
        perServerMilliseconds: z.int().min(100).max(10_000).default(4000),
        /** For all servers together. */
        totalMilliseconds: z.int().min(100).max(10_000).default(10_000),
        /** For the list of everyone who is exempt, at one server. */
        listMilliseconds: z.int().min(100).max(110_000).default(60_000),
      })
      .prefault({}),
    /** More people than that exempt at once, and something is wrong with the group. */
    maximumSuspended: z.int().min(1).max(10_000).default(5000),
  })
  .superRefine((settings, context) => {
    for (const { index, message } of transportProblems(settings.urls, settings.transport)) {
      context.addIssue({ code: 'custom', path: ['urls', index], message });
    }
  });

export type LdapProviderSettings = z.infer<typeof ldapProviderSettingsSchema>;
export type LdapProviderSettingsInput = z.input<typeof ldapProviderSettingsSchema>;
