import type { AuditSelection } from '../../../preload/contract/models/audit.ts';
import { japanInstant } from '../../app/japan-time.ts';

/** What was typed into the search. */
export interface AuditWish {
  readonly personId: string | null;
  readonly operator: string;
  readonly reference: string;
  /** Calendar days, `YYYY-MM-DD`, or nothing. */
  readonly from: string;
  readonly to: string;
}

/** A reference as people write it: any case, with or without its hyphen, letters that base 32 leaves out. Null for none. */
export function readReference(typed: string): string | null {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0');
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(plain) ? `${plain.slice(0, 4)}-${plain.slice(4)}` : null;
}

/** What is looked for; null while the reference, the operator's id or a day is not written as one. */
export function readWish({ personId, operator, reference, from, to }: AuditWish): AuditSelection | null {
  const named = operator.trim();
  const read = reference.trim() === '' ? null : readReference(reference);
  if (reference.trim() !== '' && read === null) return null;
  if (named !== '' && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(named)) return null;
  const [begin, end] = [from, to].map((day) => (day === '' ? null : japanInstant(day, 0, 0)));
  if (Number.isNaN(begin) || Number.isNaN(end)) return null;
  const dayMs = 24 * 3_600_000;
  return {
    person: personId,
    operator: named === '' ? null : named,
    reference: read,
    from: begin === null || begin === undefined ? null : new Date(begin).toISOString(),
    // The day itself is meant, too.
    to: end === null || end === undefined ? null : new Date(end + dayMs).toISOString(),
  };
}
