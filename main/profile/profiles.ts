import type { Guide } from '../../preload/contract/models/guides.ts';
import type { OperationId, TriageOutcome, TriageQuestion } from '../../preload/contract/models/triage.ts';
import { aueProfile } from './aue/profile.ts';
import { demonstrationProfile } from './demonstration.ts';
import { johoProfile } from './joho/profile.ts';
import { keioProfile } from './keio/profile.ts';
import { kyotoProfile } from './kyoto/profile.ts';
import type { Profile } from './profile.ts';
import type { Operation } from './profile-methods.ts';
import { utokyoProfile } from './utokyo/profile.ts';

/** Every institution that the program knows. */
export const profiles: readonly Profile[] = [
  keioProfile,
  aueProfile,
  utokyoProfile,
  johoProfile,
  kyotoProfile,
  demonstrationProfile,
];

/** The profile of an institution, as the signed enrolment and the policy name it; null for one that nobody knows. */
export function profileOf(institution: string): Profile | null {
  return profiles.find(({ id }) => id === institution) ?? null;
}

/** The guides of a profile with these ids, in their order; an unknown id is left out. */
export function guidesOf(of: Profile, ids: readonly string[]): readonly Guide[] {
  return ids.flatMap((id) => of.guides.filter((guide) => guide.id === id));
}

/** The first question: "which of these happened to you?" */
export function triageOf(of: Profile): TriageQuestion {
  const first = triageQuestion(of, of.triage.start);
  if (first === null) throw new RangeError('a triage tree without its first question');
  return first;
}

/** A question of the tree; null where there is none of that id. */
export function triageQuestion(of: Profile, id: string): TriageQuestion | null {
  return of.triage.questions.find((question) => question.id === id) ?? null;
}

/** An outcome of the tree; null where there is none of that id. */
export function triageOutcome(of: Profile, id: string): TriageOutcome | null {
  return of.triage.outcomes.find((outcome) => outcome.id === id) ?? null;
}

/** What the institution does of this kind; null for what it doesn't do, and must not be offered. */
export function operationOf(of: Profile, id: OperationId): Operation | null {
  return of.operations.find((operation) => operation.id === id) ?? null;
}

/** Whether a path of names and ids (`counters/main/hours`) is, or lies within, something that was assumed. */
export function isAssumed(of: Profile, path: string): boolean {
  return of.assumptions.some(({ at }) => path === at || path.startsWith(`${at}/`));
}
