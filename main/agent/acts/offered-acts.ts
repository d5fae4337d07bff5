import type { ActKind, OfferedAct } from '../../../preload/contract/models/acts.ts';
import type { OperationId, TriageOutcome } from '../../../preload/contract/models/triage.ts';
import type { Profile } from '../../profile/profile.ts';
import { operationOf } from '../../profile/profiles.ts';
import { checkedOperations } from '../counter/triage-path.ts';

/** What the provider carries out at once for each operation. */
const kinds: Readonly<Partial<Record<OperationId, ActKind>>> = {
  suspend: 'suspend',
  reset: 'reset-factors',
  'initialise-totp': 'new-totp',
  'temporary-code': 'temporary-code',
};

/** What is offered where nobody knows the institution's own operations. */
const onlySuspension: OfferedAct = {
  kind: 'suspend',
  operation: 'suspend',
  label: { ja: '多要素認証の一時停止', en: 'Suspend multi-factor authentication' },
  note: null,
  days: null,
  online: false,
};

/**
 * What a case may lead to, in the order of its triage's outcome: what the provider does at once by its own kind of command,
 * what the centre does by hand as a request. What the institution does not do is not among it.
 */
export function offeredActs(profile: Profile | null, outcome: TriageOutcome | null): readonly OfferedAct[] {
  if (profile === null) return [onlySuspension];
  if (outcome === null) return [];
  return checkedOperations(profile, outcome).flatMap((id): OfferedAct[] => {
    const operation = operationOf(profile, id);
    if (operation === null) return [];
    const kind = operation.by === 'centre' ? 'request' : kinds[id];
    if (kind === undefined) return [];
    const { label, note, days } = operation;
    const online = kind === 'new-totp' || kind === 'temporary-code';
    return [{ kind, operation: id, label, note, days, online }];
  });
}
