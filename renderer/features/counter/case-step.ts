import type { CounterCase } from '../../../preload/contract/models/counter.ts';

export const caseSteps = ['triage', 'check', 'decide', 'read', 'approve', 'receipt'] as const;
export type CaseStep = (typeof caseSteps)[number];

/** All steps in order, with those before a case exists. */
export const deskSteps = ['find', 'reason', ...caseSteps] as const;
export type DeskStep = (typeof deskSteps)[number];

/** The steps that this case takes, with those before it: some institutions ask nothing, few cases need two signatures. */
export function stepsOf(open: CounterCase | null): readonly DeskStep[] {
  return deskSteps.filter((step) => {
    if (step === 'triage') return open === null || open.triage !== null;
    return step !== 'approve' || (open !== null && open.approval !== null);
  });
}

/** The step that a case has reached. A check that failed leads nowhere but to another check (I1). */
export function stepOf(open: CounterCase): CaseStep {
  if (open.state === 'signed') return 'receipt';
  if (open.state === 'approving') return 'approve';
  if (open.triage?.mayContinue === false) return 'triage';
  if (open.check === null || open.check.outcome === 'failed') return 'check';
  if (open.state === 'decided' && open.decision !== null) return 'read';
  return open.state === 'opened' ? 'check' : 'decide';
}

/** Earlier steps may be looked at and done again until the command is signed. */
export function canGoBackTo(wanted: CaseStep, reached: CaseStep): boolean {
  return (
    reached !== 'receipt' && reached !== 'approve' && caseSteps.indexOf(wanted) <= caseSteps.indexOf(reached)
  );
}
