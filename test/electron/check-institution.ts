import { institutionPolicy } from '../../main/cli/demonstration/institution-policy.ts';
import type { PolicyDocument } from '../../main/exchange/policy-document.ts';
import type { Profile } from '../../main/profile/profile.ts';
import type { PersonSummary } from '../../preload/contract/models/people.ts';
import { askingSecondApproval } from '../rigs/second-approval.ts';
import { type Institution, type OpenWindow, pin, startInstitution } from './institution.ts';

/** A counter of an institution with its own profile and a policy that starts from it, and an operator who is signed in. */
export async function startCounterOf(
  profile: Profile,
  more: {
    readonly people?: readonly PersonSummary[];
    readonly byPhone?: NonNullable<PolicyDocument['suspension']['evidence']>['callHours'];
    /** Whoever needs a second operator's touch. */
    readonly secondApproval?: readonly string[];
  } = {},
): Promise<{ readonly institution: Institution; readonly counter: OpenWindow }> {
  const institution = await startInstitution(['counter'], {
    profile: profile.id,
    ...(more.people === undefined ? {} : { people: more.people }),
    policy: askingSecondApproval(
      institutionPolicy(profile, new Date(), more.byPhone),
      more.secondApproval ?? [],
    ),
  });
  const counter = await institution.open('counter');
  await counter.hands.plugInKey(0);
  await counter.hands.signInAtCounter(pin);
  return { institution, counter };
}
