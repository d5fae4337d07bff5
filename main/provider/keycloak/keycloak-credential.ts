import { z } from 'zod';
import { shortLabel } from '../masked-label.ts';
import type { ProviderFactor } from '../provider.ts';
import { parsedJson } from '../service-request.ts';

/** CredentialRepresentation of the Admin REST API; of its secret data the API gives nothing. */
export const credentialsSchema = z
  .array(
    z.object({
      id: z.string().min(1).max(100),
      type: z.string().max(100),
      userLabel: z.string().nullish(),
      createdDate: z.number().nullish(),
      credentialData: z.string().max(20_000).nullish(),
    }),
  )
  .max(500);
export type KeycloakCredential = z.infer<typeof credentialsSchema>[number];

/** Null for the password, which is no second factor and never removed here. */
export function factorOfCredential(credential: KeycloakCredential): ProviderFactor | null {
  const { kind, counts } = kindOf(credential);
  if (credential.type === 'password' || credential.type === 'password-history') return null;
  const created = credential.createdDate;
  return {
    id: credential.id,
    kind,
    label: shortLabel(credential.userLabel) || credential.type,
    counts,
    registeredAt:
      typeof created === 'number' && created > 0 && created < 8.64e15
        ? new Date(created).toISOString()
        : null,
  };
}

/** A type that is not known here (an extension's) is not counted on. */
function kindOf({ type, credentialData }: KeycloakCredential): Pick<ProviderFactor, 'kind' | 'counts'> {
  switch (type) {
    case 'otp': {
      const data = z.object({ subType: z.string() }).safeParse(parsedJson(credentialData ?? ''));
      return { kind: data.success && data.data.subType === 'hotp' ? 'other' : 'totp', counts: true };
    }
    case 'webauthn':
    case 'webauthn-passwordless':
      return { kind: 'passkey', counts: true };
    case 'recovery-authn-codes':
      return { kind: 'other', counts: true };
    default:
      return { kind: 'other', counts: false };
  }
}
