import type { CheckView } from '../../../preload/contract/models/check.ts';
import type { FactorKind } from '../../../preload/contract/models/factors.ts';
import type { Profile } from '../../profile/profile.ts';
import type { MethodKind } from '../../profile/profile-methods.ts';

/** As which factors a provider tells of a method; none for what it does not tell of. */
const factorKinds: Readonly<Record<MethodKind, readonly FactorKind[]>> = {
  // One app gives both; some providers tell of it as the one, some as the other.
  'app-push': ['push', 'totp'],
  'app-code': ['totp'],
  passkey: ['passkey', 'platform'],
  sms: ['sms'],
  voice: ['voice'],
  'mail-code': [],
  'notification-mail': [],
  'mail-address': [],
  'app-password': [],
};

/**
 * The institution's limits that can be counted from a person's factors: those that take in every method of their kinds. Which of
 * three telephones is the office's, no provider tells.
 */
export function factorLimits(profile: Profile): CheckView['limits'] {
  return profile.methodLimits.flatMap(({ id, label, methods, maximum }) => {
    const kinds = kindsOf(profile, (method) => methods.includes(method));
    const others = kindsOf(profile, (method) => !methods.includes(method));
    const countable = kinds.length > 0 && !kinds.some((kind) => others.includes(kind));
    return countable && !narrower(profile, id, methods) ? [{ id, label, kinds, maximum }] : [];
  });
}

/** Whether another limit of the profile takes in all of these methods and more. */
function narrower(profile: Profile, id: string, methods: readonly string[]): boolean {
  return profile.methodLimits.some(
    (other) =>
      other.id !== id &&
      other.methods.length > methods.length &&
      methods.every((method) => other.methods.includes(method)),
  );
}

function kindsOf(profile: Profile, counts: (methodId: string) => boolean): FactorKind[] {
  const kinds = profile.methods.filter(({ id }) => counts(id)).flatMap(({ kind }) => factorKinds[kind]);
  return [...new Set(kinds)];
}
