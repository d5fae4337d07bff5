import type { CheckView } from '../../../preload/contract/models/check.ts';
import type { CheckedDocument, DocumentType } from '../../../preload/contract/models/identity.ts';
import { readCardNumber } from '../check/card-number.ts';
import { readTypedDate } from '../check/typed-date.ts';

/** One document while it is being looked at; nothing of it is kept anywhere else (I7). */
export interface DocumentDraft {
  readonly key: string;
  readonly type: DocumentType | null;
  readonly photo: 'yes' | 'no' | null;
  readonly name: 'yes' | 'no' | null;
  /** The date as it was typed; see `readTypedDate`. */
  readonly validUntil: string;
  readonly noDate: boolean;
  readonly lastFour: string;
}

/** A document's type as the institution asks for it. */
export type AcceptedDocument = CheckView['documents'][number];

export const maximumDocuments = 4;

/** A document that nobody has looked at yet. */
export function blankDocument(key: string): DocumentDraft {
  return { key, type: null, photo: null, name: null, validUntil: '', noDate: false, lastFour: '' };
}

/** Brings a recorded document back for another look. */
export function draftFrom(document: CheckedDocument, key: string): DocumentDraft {
  return {
    key,
    type: document.type,
    photo: document.photoMatches ? 'yes' : 'no',
    name: document.nameMatches ? 'yes' : 'no',
    validUntil: document.validUntil ?? '',
    noDate: document.validUntil === null,
    lastFour: document.lastFour,
  };
}

/** The draft with another type: what that type does not have is not kept from the one before. */
export function withType(draft: DocumentDraft, accepted: AcceptedDocument): DocumentDraft {
  const noDate = accepted.dated ? false : draft.noDate;
  const lastFour = accepted.type === 'my-number-card' ? '' : draft.lastFour;
  return { ...draft, type: accepted.type, photo: accepted.photo ? draft.photo : null, noDate, lastFour };
}

/** What is recorded of the draft, or null while a question is still open. A type without a photograph asks none of it. */
export function checkedDocumentOf(
  draft: DocumentDraft,
  accepted: readonly AcceptedDocument[],
): CheckedDocument | null {
  const type = accepted.find((one) => one.type === draft.type);
  if (type === undefined || draft.name === null || (type.photo && draft.photo === null)) return null;
  const validUntil = draft.noDate ? null : typedDate(draft.validUntil);
  if (validUntil === null && (!draft.noDate || type.dated)) return null;
  const number = readCardNumber(draft.lastFour);
  if (!number.ok || (type.type === 'my-number-card' && number.lastFour !== '')) return null;
  return {
    type: type.type,
    photoMatches: type.photo && draft.photo === 'yes',
    nameMatches: draft.name === 'yes',
    validUntil,
    lastFour: number.lastFour,
  };
}

/** True when the document ended before the given date in Japan. */
export function isExpired(draft: DocumentDraft, today: string): boolean {
  const date = draft.noDate ? null : typedDate(draft.validUntil);
  return date !== null && date < today;
}

/** Whether so many documents, of so many kinds, are what the institution asks for. */
export function areEnough(
  documents: readonly CheckedDocument[],
  { documents: accepted, needed }: Pick<CheckView, 'documents' | 'needed'>,
): boolean {
  const types = [...new Set(documents.map(({ type }) => type))];
  const withPhoto = types.filter((type) => accepted.some((one) => one.type === type && one.photo)).length;
  return (
    withPhoto >= needed.withPhoto || (needed.withoutPhoto !== null && types.length >= needed.withoutPhoto)
  );
}

/** The date that was typed, `YYYY-MM-DD`; null while it is none. */
export function typedDate(typed: string): string | null {
  const read = readTypedDate(typed);
  return read.ok ? read.date : null;
}
