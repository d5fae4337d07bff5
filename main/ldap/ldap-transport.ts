import { z } from 'zod';
import { isLoopback } from '../http/service-origin.ts';

/** `ldap://host[:port]` or `ldaps://host[:port]`, nothing more. */
export const ldapServerAddress = z
  .string()
  .max(256)
  .refine(isServerAddress, 'expected ldap://host[:port] or ldaps://host[:port]');
export const distinguishedName = z.string().min(3).max(1024).includes('=');
export const attributeName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]*(;[A-Za-z0-9-]+)*$/);

/** PEM; without it the certificates that Node ships are trusted. */
const certificateAuthority = z.string().max(262_144).includes('-----BEGIN CERTIFICATE-----').optional();

export const ldapTransportSchema = z.discriminatedUnion('security', [
  z.strictObject({ security: z.literal('ldaps'), certificateAuthority }),
  z.strictObject({ security: z.literal('starttls'), certificateAuthority }),
  z.strictObject({ security: z.literal('none'), allowPlaintextOnLoopback: z.literal(true) }),
]);
export type LdapTransport = z.infer<typeof ldapTransportSchema>;

export interface TransportProblem {
  readonly index: number;
  readonly message: string;
}

/** Addresses whose scheme contradicts the transport, and plaintext to anywhere but loopback. */
export function transportProblems(
  urls: readonly string[],
  transport: LdapTransport,
): readonly TransportProblem[] {
  return urls.flatMap((address, index) => {
    const secure = address.startsWith('ldaps:');
    const disagrees = secure !== (transport.security === 'ldaps');
    const exposed = transport.security === 'none' && !isLoopback(hostOf(address));
    return [
      ...(disagrees ? [{ index, message: 'scheme and security disagree' }] : []),
      ...(exposed ? [{ index, message: 'plaintext is for loopback only' }] : []),
    ];
  });
}

/** The host of an LDAP URL, without the brackets of an IPv6 address. */
export function hostOf(address: string): string {
  return new URL(address).hostname.replace(/^\[|\]$/g, '');
}

/** Whether a placeholder stands inside values only: a `*` beside it would let a fragment find somebody else's entry. */
export function holdsAsValue(filter: string, placeholder: `{${string}}`): boolean {
  const marked = placeholder.replace(/[{}]/g, '\\$&');
  const component = new RegExp(`\\([A-Za-z][A-Za-z0-9;.-]*=[^()*{}]*${marked}[^()*{}]*\\)`, 'g');
  const inPlace = filter.match(component)?.length ?? 0;
  return inPlace > 0 && filter.split(placeholder).length - 1 === inPlace;
}

/** The library takes a filter whose parentheses don't match, and sends something else. */
export function isOneComponent(filter: string): boolean {
  let depth = 0;
  for (const [index, character] of [...filter].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 1) return depth === 0 && index > 0 && index === filter.length - 1;
  }
  return false;
}

function isServerAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const parsed = new URL(address);
  const bare = parsed.username + parsed.password + parsed.search + parsed.hash === '';
  return /^ldaps?:$/.test(parsed.protocol) && parsed.hostname !== '' && bare && /^\/?$/.test(parsed.pathname);
}
