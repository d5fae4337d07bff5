import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { demonstrationPolicy } from '../../profile/demonstration-policy.ts';
import type { Profile } from '../../profile/profile.ts';

type CallHours = NonNullable<PolicyDocument['suspension']['evidence']>['callHours'];

/**
 * The demonstration's policy with another institution's documents and its rule for callers. `callHours`: when a site calls
 * back; without them nobody is checked by telephone.
 */
export function institutionPolicy(profile: Profile, now: Date, callHours?: CallHours): PolicyDocument {
  const policy = demonstrationPolicy(now);
  return {
    ...policy,
    suspension: {
      ...policy.suspension,
      documents: [...profile.acceptedDocuments],
      evidence: {
        ...profile.documentsNeeded,
        ...(callHours !== undefined && profile.phone !== null
          ? { byPhone: [...profile.phone.operations], callHours }
          : {}),
      },
    },
  };
}

/** Every hour of every day: what is shown can be shown whenever somebody looks. */
export const atAnyHour: CallHours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }];
