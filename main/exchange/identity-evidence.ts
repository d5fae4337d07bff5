import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type {
  CheckedDocument,
  CheckFailure,
  DocumentType,
  IdentityCheck,
} from '../../preload/contract/models/identity.ts';
import type { OperationId } from '../../preload/contract/models/triage.ts';
import type { PolicyDocument } from './policy-document.ts';

/** What a type of document bears: a photograph or none, and a date until which it is valid always or sometimes. */
export const documentTraits: Readonly<
  Record<DocumentType, { readonly photo: boolean; readonly date: 'always' | 'sometimes' }>
> = {
  'student-card': { photo: true, date: 'sometimes' },
  'staff-card': { photo: true, date: 'sometimes' },
  'driving-licence': { photo: true, date: 'always' },
  // The front alone: the back bears the number, which nobody at a counter may note.
  'my-number-card': { photo: true, date: 'always' },
  'residence-card': { photo: true, date: 'always' },
  passport: { photo: true, date: 'always' },
  'insurance-certificate': { photo: false, date: 'sometimes' },
  'residence-record': { photo: false, date: 'sometimes' },
  'pension-notice': { photo: false, date: 'sometimes' },
};

/** How many documents prove who somebody is: so many with a photograph, or else so many in all. */
export interface DocumentsNeeded {
  readonly withPhoto: number;
  /** Of different types; null where documents without a photograph never suffice. */
  readonly withoutPhoto: number | null;
}

/** What a policy asks for; one document with a photograph where it says nothing. */
export function documentsNeeded(policy: PolicyDocument): DocumentsNeeded {
  const { withPhoto, withoutPhoto } = policy.suspension.evidence ?? { withPhoto: 1, withoutPhoto: null };
  return { withPhoto, withoutPhoto };
}

/** Whether so many documents, of so many different types, are enough. A type counts once, however often it is shown. */
export function documentsSuffice(
  documents: readonly Pick<CheckedDocument, 'type'>[],
  needed: DocumentsNeeded,
): boolean {
  const types = [...new Set(documents.map(({ type }) => type))];
  const withPhoto = types.filter((type) => documentTraits[type].photo).length;
  if (withPhoto >= needed.withPhoto) return true;
  return needed.withoutPhoto !== null && types.length >= needed.withoutPhoto;
}

/** What speaks against the person in a document, apart from its date; nothing where all agrees. */
export function documentFailures(
  document: CheckedDocument,
  accepted: readonly DocumentType[],
): readonly CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (!accepted.includes(document.type)) failures.push('not-accepted');
  if (documentTraits[document.type].photo && !document.photoMatches) failures.push('photo-differs');
  if (!document.nameMatches) failures.push('name-differs');
  return failures;
}

/** True when the document's last valid day was before `today`, `YYYY-MM-DD`. */
export function isOver({ validUntil }: CheckedDocument, today: string): boolean {
  return validUntil !== null && validUntil < today;
}

/** How long after the call back its answers are recorded at most. */
const maximumCallMs = 60 * 60_000;

/**
 * Whether a recorded check proves who the person is, for this operation and under this policy: the same function at the
 * station before anything is signed and at the hub on arrival (I1, I10). `today` is the day of the check in the institution's
 * calendar. Refuses with `case/check-failed`, `case/documents-short`, `case/document-undated`, `case/my-number`, and for a
 * check by telephone that the policy does not allow for the operation with `case/phone-not-allowed`.
 */
export function judgeEvidence(
  check: IdentityCheck,
  policy: PolicyDocument,
  { operation, today }: { readonly operation: OperationId; readonly today: string },
): Result<null> {
  const { evidence, documents: accepted } = policy.suspension;
  if (check.outcome !== 'passed') return refuse('case/check-failed');
  if (check.phone !== undefined) {
    if (evidence?.byPhone?.includes(operation) !== true) return refuse('case/phone-not-allowed');
    const called = Date.parse(check.phone.calledBackAt);
    const checked = Date.parse(check.checkedAt);
    if (called > checked || checked - called > maximumCallMs) return refuse('case/no-check');
    return Object.values(check.phone.answers).every(Boolean) ? ok(null) : refuse('case/check-failed');
  }
  if (check.documents.some((one) => documentFailures(one, accepted).length > 0 || isOver(one, today)))
    return refuse('case/check-failed');
  // A number of My Number's card is never kept, not even four of its digits.
  if (check.documents.some(({ type, lastFour }) => type === 'my-number-card' && lastFour !== ''))
    return refuse('case/my-number');
  if (evidence !== undefined && check.documents.some(isUndated)) return refuse('case/document-undated');
  const needed = documentsNeeded(policy);
  return documentsSuffice(check.documents, needed) ? ok(null) : refuse('case/documents-short');
}

/** True for a document whose type always bears a date, recorded without one. */
export function isUndated({ type, validUntil }: CheckedDocument): boolean {
  return validUntil === null && documentTraits[type].date === 'always';
}
