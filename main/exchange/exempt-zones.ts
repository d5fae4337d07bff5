import type { PolicyDocument } from './policy-document.ts';

/** What a room is called at the provider: `madoguchi example-u lab-101`; of all rooms together `madoguchi example-u`. */
export function zoneName(policy: Pick<PolicyDocument, 'institution'>, room: string | null): string {
  return ['madoguchi', policy.institution, ...(room === null ? [] : [room])].join(' ');
}

/** Whether a name at the provider is one that this policy's export gives. */
export function isOwnZone(policy: Pick<PolicyDocument, 'institution'>, name: string): boolean {
  const own = zoneName(policy, null);
  return name === own || name.startsWith(`${own} `);
}
