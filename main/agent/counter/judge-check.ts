import type { CheckedDocument, IdentityCheck } from '../../../preload/contract/models/counter.ts';
import { localDate } from '../../exchange/suspension-limits.ts';

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
    (document) =>
      accepted.includes(document.type) &&
      document.photoMatches &&
      document.nameMatches &&
      (document.validUntil === null || document.validUntil >= today),
  );
  return { documents: [...documents], outcome: passed ? 'passed' : 'failed', checkedAt: at.toISOString() };
}
