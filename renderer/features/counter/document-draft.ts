import type { CheckedDocument, DocumentType } from '../../../preload/contract/models/counter.ts';

/** One document while it is being looked at; nothing of it is kept anywhere else (I7). */
export interface DocumentDraft {
  readonly key: string;
  readonly type: DocumentType | null;
  readonly photo: 'yes' | 'no' | null;
  readonly name: 'yes' | 'no' | null;
  /** The date as it was typed; see `typedDate`. */
  readonly validUntil: string;
  readonly noDate: boolean;
  readonly lastFour: string;
}

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

/** What is recorded of the draft, or null while a question is still open. */
export function checkedDocumentOf(draft: DocumentDraft): CheckedDocument | null {
  if (draft.type === null || draft.photo === null || draft.name === null) return null;
  const validUntil = draft.noDate ? null : typedDate(draft.validUntil);
  if (!draft.noDate && validUntil === null) return null;
  return {
    type: draft.type,
    photoMatches: draft.photo === 'yes',
    nameMatches: draft.name === 'yes',
    validUntil,
    lastFour: draft.lastFour,
  };
}

/** The most that may be typed of a document's number: four letters or digits, never the rest (I7). */
export function lastFourOf(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[^0-9A-Za-z]/g, '')
    .slice(-4);
}

/** True when the document ended before the given date in Japan. */
export function isExpired(draft: DocumentDraft, today: string): boolean {
  const date = draft.noDate ? null : typedDate(draft.validUntil);
  return date !== null && date < today;
}

/**
 * Reads a date as people copy it from a card, `20270331`, `2027-3-31`, `2027/03/31` or `2027年3月31日`, full-width digits
 * included. Gives `YYYY-MM-DD`, or null while it is no date of the calendar. The year always comes first, so that no
 * setting of the machine can turn day and month around.
 */
export function typedDate(typed: string): string | null {
  const plain = typed.normalize('NFKC').trim();
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(plain) ?? /^(\d{4})\D(\d{1,2})\D(\d{1,2})日?$/.exec(plain);
  if (parts === null) return null;
  const date = `${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}`;
  const at = new Date(`${date}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date) ? date : null;
}
