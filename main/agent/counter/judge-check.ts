import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type {
  CheckedDocument,
  CheckFailure,
  IdentityCheck,
} from '../../../preload/contract/models/identity.ts';
import {
  documentFailures,
  documentsNeeded,
  documentsSuffice,
  isOver,
  isUndated,
} from '../../exchange/identity-evidence.ts';
import { localDate } from '../../exchange/local-moment.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';

/**
 * Judges what the operator saw: passed only when every document is of an accepted type, bears the visitor's face and
 * name, and is still valid on the day, in the institution's time zone. A document that carries no validity date
 * (`null`) passes on that point.
 */
export function judgeCheck(
  documents: readonly CheckedDocument[],
  accepted: readonly CheckedDocument['type'][],
  at: Date,
  timeZone: string,
): IdentityCheck {
  const today = localDate(at.toISOString(), timeZone);
  const passed = documents.every(
    (document) => documentFailures(document, accepted).length === 0 && !isOver(document, today),
  );
  return { documents: [...documents], outcome: passed ? 'passed' : 'failed', checkedAt: at.toISOString() };
}

/** What speaks against the person in any of the documents; nothing where only something is missing or over. */
export function failuresOf(
  documents: readonly CheckedDocument[],
  policy: PolicyDocument,
): readonly CheckFailure[] {
  return [...new Set(documents.flatMap((one) => documentFailures(one, policy.suspension.documents)))];
}

/**
 * Whether documents that nothing else speaks against may be recorded as they are. What is missing, over or not to be noted
 * ends no case: the visitor may have another document. Refuses with `case/document-expired`, `case/document-undated`,
 * `case/my-number` or `case/documents-short`.
 */
export function readyToRecord(
  documents: readonly CheckedDocument[],
  policy: PolicyDocument,
  now: Date,
): Result<null> {
  const today = localDate(now.toISOString(), policy.exemption.timeZone);
  if (documents.some(({ type, lastFour }) => type === 'my-number-card' && lastFour !== ''))
    return refuse('case/my-number');
  const over = documents.find((one) => isOver(one, today));
  if (over !== undefined) return refuse('case/document-expired', { date: over.validUntil ?? '' });
  if (policy.suspension.evidence !== undefined && documents.some(isUndated))
    return refuse('case/document-undated');
  return documentsSuffice(documents, documentsNeeded(policy)) ? ok(null) : refuse('case/documents-short');
}
