import type { CounterCase } from '../../../preload/contract/models/counter.ts';

export const caseSteps = ['check', 'decide', 'read', 'receipt'] as const;
export type CaseStep = (typeof caseSteps)[number];

/** All steps in order, with those before a case exists. */
export const deskSteps = ['find', 'reason', ...caseSteps] as const;
export type DeskStep = (typeof deskSteps)[number];

/** The step that a case has reached. A check that failed leads nowhere but to another check (I1). */
export function stepOf(open: CounterCase): CaseStep {
  if (open.state === 'signed') return 'receipt';
  if (open.check === null || open.check.outcome === 'failed') return 'check';
  if (open.state === 'decided' && open.decision !== null) return 'read';
  return open.state === 'opened' ? 'check' : 'decide';
}

/** Earlier steps may be looked at and done again until the command is signed. */
export function canGoBackTo(wanted: CaseStep, reached: CaseStep): boolean {
  return reached !== 'receipt' && caseSteps.indexOf(wanted) <= caseSteps.indexOf(reached);
}
