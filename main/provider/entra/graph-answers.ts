import { z } from 'zod';
import { maskedMail, maskedNumber, shortLabel } from '../masked-label.ts';
import type { ExemptNetwork, ProviderFactor } from '../provider.ts';

// Microsoft Graph v1.0: only what is used, and nothing that isn't needed has to be there.

export interface GraphPage<T> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: string | undefined;
}

export function graphPage<T>(item: z.ZodType<T>): z.ZodType<GraphPage<T>> {
  return z.object({ value: z.array(item), '@odata.nextLink': z.string().max(8000).optional() });
}

export const graphUser = z.looseObject({ id: z.uuid(), accountEnabled: z.boolean().nullish() });

export const graphObject = z.object({ id: z.string().max(64) });

export const memberGroups = z.object({ value: z.array(z.string()) });

export const sessionsRevoked = z.object({ value: z.literal(true) });

export const temporaryAccessPass = z.object({
  temporaryAccessPass: z.string().min(4).max(256),
  lifetimeInMinutes: z.int().min(1).max(43_200),
  startDateTime: z.iso.datetime({ offset: true }),
});

export const graphError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export const authenticationMethod = z.object({
  '@odata.type': z.string().max(120),
  id: z.string().min(1).max(300),
  createdDateTime: z.iso.datetime({ offset: true }).nullish(),
  displayName: z.string().max(300).nullish(),
  model: z.string().max(300).nullish(),
  phoneNumber: z.string().max(64).nullish(),
  phoneType: z.string().max(40).nullish(),
  emailAddress: z.string().max(320).nullish(),
});
type AuthenticationMethod = z.infer<typeof authenticationMethod>;

/**
 * The kinds of methods: where each is deleted, and whether it is a second factor. The password is none and is left
 * out. Mail serves for a new password only; a Temporary Access Pass is nothing that a person registered, and counting it
 * would end their suspension. What nobody knows doesn't count.
 */
const kinds: Readonly<
  Record<string, { readonly kind: ProviderFactor['kind']; readonly counts: boolean; readonly place: string }>
> = {
  '#microsoft.graph.phoneAuthenticationMethod': { kind: 'sms', counts: true, place: 'phoneMethods' },
  '#microsoft.graph.microsoftAuthenticatorAuthenticationMethod': {
    kind: 'push',
    counts: true,
    place: 'microsoftAuthenticatorMethods',
  },
  '#microsoft.graph.softwareOathAuthenticationMethod': {
    kind: 'totp',
    counts: true,
    place: 'softwareOathMethods',
  },
  '#microsoft.graph.fido2AuthenticationMethod': { kind: 'passkey', counts: true, place: 'fido2Methods' },
  '#microsoft.graph.windowsHelloForBusinessAuthenticationMethod': {
    kind: 'platform',
    counts: true,
    place: 'windowsHelloForBusinessMethods',
  },
  '#microsoft.graph.emailAuthenticationMethod': { kind: 'mail', counts: false, place: 'emailMethods' },
  '#microsoft.graph.temporaryAccessPassAuthenticationMethod': {
    kind: 'other',
    counts: false,
    place: 'temporaryAccessPassMethods',
  },
};

/** Null for the password. Its id says where it lies, since Graph deletes each kind at another address. */
export function factorOf(method: AuthenticationMethod): ProviderFactor | null {
  const type = method['@odata.type'];
  if (type === '#microsoft.graph.passwordAuthenticationMethod') return null;
  const known = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const { phoneNumber, phoneType, emailAddress, displayName, model } = method;
  return {
    id: `${known?.place ?? 'unknown'}/${method.id}`,
    // A mobile takes messages and calls, the others only calls.
    kind:
      known === undefined ? 'other' : known.kind === 'sms' && phoneType !== 'mobile' ? 'voice' : known.kind,
    label: phoneNumber
      ? maskedNumber(phoneNumber)
      : emailAddress
        ? maskedMail(emailAddress)
        : shortLabel(displayName ?? model),
    counts: known?.counts ?? false,
    registeredAt: method.createdDateTime ?? null,
  };
}

/** The address below the person's `authentication/`, or null for an id that is none of ours. */
export function placeOfFactor(factorId: string): string | null {
  const [place = '', id = '', ...more] = factorId.split('/');
  const known = Object.values(kinds).some((kind) => kind.place === place);
  return known && more.length === 0 && /^[A-Za-z0-9_=.-]{1,300}$/.test(id) && !/^\.+$/.test(id)
    ? `${place}/${encodeURIComponent(id)}`
    : null;
}

export const namedLocation = z.object({
  displayName: z.string().max(300),
  isTrusted: z.boolean().nullish(),
  ipRanges: z.array(z.object({ cidrAddress: z.string().max(100).nullish() })).nullish(),
});

/** A location of countries has no addresses, and is never a trusted one. */
export function networkOf(location: z.infer<typeof namedLocation>): ExemptNetwork {
  const ranges = (location.ipRanges ?? []).flatMap(({ cidrAddress }) => cidrAddress ?? []);
  return { name: location.displayName, ranges, trusted: location.isTrusted === true };
}

/** A literal of OData (URL Conventions 4.01, 5.1.1.14.1): quotes are doubled. */
export function searchLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
