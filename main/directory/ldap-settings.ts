import { isIP } from 'node:net';
import { z } from 'zod';

const LOGIN = '{login}';

const url = z.string().max(256).refine(isServerAddress, 'expected ldap://host[:port] or ldaps://host[:port]');
const distinguishedName = z.string().min(3).max(1024).includes('=');
const attributeName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]*(;[A-Za-z0-9-]+)*$/);

/** PEM; without it the certificates that Node ships are trusted. */
const certificateAuthority = z.string().max(262_144).includes('-----BEGIN CERTIFICATE-----').optional();

const transport = z.discriminatedUnion('security', [
  z.strictObject({ security: z.literal('ldaps'), certificateAuthority }),
  z.strictObject({ security: z.literal('starttls'), certificateAuthority }),
  z.strictObject({ security: z.literal('none'), allowPlaintextOnLoopback: z.literal(true) }),
]);

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
      .refine(holdsLoginAsValue, 'expected {login} inside a value, without a wildcard')
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
    urls: z.array(url).min(1).max(8),
    transport,
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
    for (const [index, address] of settings.urls.entries()) {
      const secure = address.startsWith('ldaps:');
      if (secure !== (settings.transport.security === 'ldaps')) {
        context.addIssue({ code: 'custom', path: ['urls', index], message: 'scheme and security disagree' });
      }
      if (settings.transport.security === 'none' && !isLoopback(hostOf(address))) {
        context.addIssue({
          code: 'custom',
          path: ['urls', index],
          message: 'plaintext is for loopback only',
        });
      }
    }
  });

export type LdapSettings = z.infer<typeof ldapSettingsSchema>;
export type LdapSettingsInput = z.input<typeof ldapSettingsSchema>;
export type LdapTransport = LdapSettings['transport'];

/** The host of an LDAP URL, without the brackets of an IPv6 address. */
export function hostOf(address: string): string {
  return new URL(address).hostname.replace(/^\[|\]$/g, '');
}

/** Puts a value that is already escaped in the place of `{login}`. */
export function fillLogin(template: string, escapedLogin: string): string {
  return template.replaceAll(LOGIN, () => escapedLogin);
}

function isServerAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const parsed = new URL(address);
  const bare = parsed.username + parsed.password + parsed.search + parsed.hash === '';
  return /^ldaps?:$/.test(parsed.protocol) && parsed.hostname !== '' && bare && /^\/?$/.test(parsed.pathname);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** A `*` beside the login would let a fragment of a login find somebody else's account. */
function holdsLoginAsValue(filter: string): boolean {
  const inPlace = filter.match(/\([A-Za-z][A-Za-z0-9;.-]*=[^()*{}]*\{login\}[^()*{}]*\)/g)?.length ?? 0;
  return inPlace > 0 && filter.split(LOGIN).length - 1 === inPlace;
}

/** The library takes a filter whose parentheses don't match, and sends something else. */
function isOneComponent(filter: string): boolean {
  let depth = 0;
  for (const [index, character] of [...filter].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 1) return depth === 0 && index > 0 && index === filter.length - 1;
  }
  return false;
}
