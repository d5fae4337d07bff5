import type { LabTileView } from '../../../preload/contract/models/lab.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';

/** What the launcher shows of the policy's tiles: nothing of what they start. */
export function tileViews(policy: PolicyDocument): LabTileView[] {
  return (policy.lab?.tiles ?? []).map(({ id, kind, label, icon }) => ({ id, kind, label, icon }));
}
