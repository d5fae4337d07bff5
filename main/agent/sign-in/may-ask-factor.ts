import type { ExemptionDecision } from '../../../preload/contract/models/lab.ts';

/** The conditions that a second factor can't make up for: a signed policy, this very station, and the time. */
const indispensable = new Set(['policy-valid', 'station-enrolled', 'clock-trusted']);

/** Whether a second factor may stand in for what else speaks against the exemption: room, hours, role, person (I6). */
export function mayAskFactor({ reasons }: ExemptionDecision): boolean {
  const held = reasons.filter(({ code, holds }) => holds && indispensable.has(code));
  return held.length === indispensable.size;
}
