import type { PolicyDocument } from '../../main/exchange/policy-document.ts';
import { demonstrationLab } from '../../main/profile/demonstration-lab.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';

/** The demonstration's policy with programs and sites to be tried on, and a session's limits as given. */
export function labSessionPolicy(limits: Partial<PolicyDocument['session']> = {}): PolicyDocument {
  const policy = demonstrationPolicy(new Date());
  const program = (id: string, path: string, ...words: string[]) => ({
    kind: 'program' as const,
    id,
    label: { ja: id, en: id },
    icon: 'tool' as const,
    path,
    arguments: words,
  });
  const portal = demonstrationLab.tiles.find(({ id }) => id === 'portal');
  if (portal?.kind !== 'site') throw new Error('the demonstration has no portal');
  return {
    ...policy,
    session: { ...policy.session, ...limits },
    lab: {
      ...demonstrationLab,
      tiles: [
        portal,
        { ...portal, id: 'quiet', downloads: false, printing: false },
        program('sleeper', '/bin/sh', '-c', 'env >environment; pwd >folder; sleep 98611 & sleep 98611'),
        program('missing', '/usr/bin/no-such-program'),
        program('failing', '/bin/false'),
      ],
    },
  };
}
