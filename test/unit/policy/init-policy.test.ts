import { expect, test } from 'vitest';
import { initialPolicyText } from '../../../main/cli/policy/init-policy.ts';
import { readPolicyText } from '../../../main/cli/policy/policy-file.ts';
import { profiles } from '../../../main/profile/profiles.ts';

const now = new Date('2026-05-01T00:00:00.000Z');

test.each(profiles.map((profile) => [profile.id, profile] as const))(
  'the starting file of %s is a policy at once, and exempts no role that the institution does not state',
  (id, profile) => {
    const reading = readPolicyText(initialPolicyText(profile, 'policy.yaml', 'schema.json', now), now);
    if (!reading.read) throw new Error(JSON.stringify(reading.problems));
    const { policy, warnings } = reading;
    expect(policy).toMatchObject({
      institution: id,
      version: 1,
      exemption: { roles: profile.policyDefaults.exemptRoles, timeZone: profile.timeZone },
      suspension: profile.suspension,
    });
    expect(warnings.map(({ code }) => code)).toEqual(
      profile.policyDefaults.exemptRoles.length === 0 ? ['nobody-exempt'] : [],
    );
  },
);
