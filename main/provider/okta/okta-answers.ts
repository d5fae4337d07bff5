import { z } from 'zod';
import { maskedMail, maskedNumber, shortLabel } from '../masked-label.ts';
import type { ExemptNetwork, ProviderFactor } from '../provider.ts';

// Okta's management API, 2026.06: only what is used, and nothing that isn't needed has to be there.

export const oktaUser = z.object({
  id: z.string().regex(/^[A-Za-z0-9]{8,64}$/),
  status: z.string().max(40),
  profile: z.record(z.string(), z.unknown()),
});
export type OktaUser = z.infer<typeof oktaUser>;

export const oktaGroup = z.object({ id: z.string().max(64) });

export const oktaFactor = z.object({
  id: z.string().min(1).max(64),
  factorType: z.string().max(40),
  status: z.string().max(40).optional(),
  created: z.iso.datetime({ offset: true }).nullish(),
  profile: z
    .object({
      phoneNumber: z.string().max(64).nullish(),
      email: z.string().max(320).nullish(),
      name: z.string().max(300).nullish(),
      authenticatorName: z.string().max(300).nullish(),
    })
    .nullish(),
});

export const oktaTemporaryCode = z.object({
  profile: z.object({ tac: z.string().min(4).max(128), expiresAt: z.string().max(40) }),
});

export const oktaZone = z.object({
  name: z.string().max(128),
  type: z.string().max(40),
  status: z.string().max(40).optional(),
  usage: z.string().max(40).optional(),
  gateways: z.array(z.object({ type: z.string(), value: z.string().max(100) })).nullish(),
});

/**
 * Which kind each of Okta's factor types is, and whether it is a second factor. Mail, a security question and a
 * temporary code are none: a person who has only these cannot prove a second time who they are. What nobody knows
 * doesn't count either, or it would end a suspension.
 */
const kinds: Readonly<Record<string, readonly [kind: ProviderFactor['kind'], counts: boolean]>> = {
  'token:software:totp': ['totp', true],
  push: ['push', true],
  signed_nonce: ['platform', true],
  sms: ['sms', true],
  call: ['voice', true],
  webauthn: ['passkey', true],
  u2f: ['passkey', true],
  token: ['other', true],
  'token:hardware': ['other', true],
  'token:hotp': ['other', true],
  web: ['other', true],
  email: ['mail', false],
  question: ['question', false],
};

export function factorOf(factor: z.infer<typeof oktaFactor>): ProviderFactor {
  const [kind, counts] = (Object.hasOwn(kinds, factor.factorType) && kinds[factor.factorType]) || [
    'other' as const,
    false,
  ];
  const { phoneNumber, email, name, authenticatorName } = factor.profile ?? {};
  return {
    id: factor.id,
    kind,
    label: phoneNumber
      ? maskedNumber(phoneNumber)
      : email
        ? maskedMail(email)
        : shortLabel(name ?? authenticatorName),
    // One that is not activated yet helps nobody.
    counts: counts && factor.status === 'ACTIVE',
    registeredAt: factor.created ?? null,
  };
}

/** A zone's addresses; a dynamic zone (places, networks' numbers) has none. The blocklist exempts nobody. */
export function networkOf(zone: z.infer<typeof oktaZone>): ExemptNetwork {
  return {
    name: zone.name,
    ranges: (zone.gateways ?? []).map(({ value }) => value),
    trusted: zone.type === 'IP' && zone.status === 'ACTIVE' && zone.usage === 'POLICY',
  };
}

/** Okta writes this one without a zone in places; it is UTC. */
export function instantOf(text: string): string | null {
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** A literal of Okta's search language (SCIM filter, RFC 7644, 3.4.2.2: a JSON string). */
export function searchLiteral(value: string): string {
  return JSON.stringify(value);
}

/** The next page, from `Link: <…>; rel="next"` (RFC 8288); null on the last. */
export function nextPage(headers: Headers): string | null {
  return /<([^<>]+)>\s*;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
}
