import type { PolicyDocument } from '../../main/exchange/policy-document.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';

/** The demonstration's policy with a wipe that fails, and locks the station, for as long as there is a file at `flag`. */
export function wipeFailingPolicy(flag: string): PolicyDocument {
  return {
    ...demonstrationPolicy(new Date()),
    lab: {
      tiles: [],
      wipedFolders: [],
      hooks: [
        {
          id: 'check',
          when: 'end',
          path: '/bin/sh',
          arguments: ['-c', 'test ! -e "$0"', flag],
          timeoutSeconds: 5,
          whenFails: 'lock',
        },
      ],
    },
  };
}
