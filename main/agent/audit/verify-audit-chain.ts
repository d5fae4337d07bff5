import { timingSafeEqual } from 'node:crypto';
import type { AuditCheckpoint } from '../../exchange/station-documents.ts';
import { type AuditEntry, auditEntryHash, chainBeginning, parseAuditEntry } from './audit-entry.ts';
import { isCommitted } from './sealed-detail.ts';

/** An entry as it lies in the store, with the keys of the persons it is about; null where those were erased. */
export interface StoredAuditEntry {
  readonly sequence: number;
  readonly entry: string;
  readonly hash: Uint8Array;
  readonly actorSealed: Uint8Array | null;
  readonly actorKey: Uint8Array | null;
  readonly subjectSealed: Uint8Array | null;
  readonly subjectKey: Uint8Array | null;
}

export type ChainProblem =
  /** No entry has this number, although later ones are there. */
  | 'missing'
  /** It stands under another number than it was written with. */
  | 'out-of-order'
  /** Its text isn't the one that was hashed, or is no entry of this chain. */
  | 'changed'
  /** It doesn't name the hash of the entry before: one of the two was replaced. */
  | 'not-linked'
  /** What is sealed beside it isn't what the chain committed to. */
  | 'detail-changed'
  /** What was sealed is gone, and no erasure is recorded that explains it. The first such entry is named. */
  | 'detail-removed'
  /** A checkpoint signed another entry under this number: the chain was rewritten. */
  | 'not-as-signed'
  /** The station's own checkpoint is beyond the end: the end was cut off. This is the first number that is gone. */
  | 'cut-off'
  /** Whole, but the hub has seen more: an older copy of the store was put back, or its end was cut off. */
  | 'older-than-hub'
  /** The hub's checkpoint is of another chain: the store was made anew since. */
  | 'another-chain';

export type ChainVerdict =
  | { readonly whole: true; readonly entries: number; readonly hash: string; readonly erasedDetails: number }
  /** `sequence` is the first entry that is bad, or that should be there. */
  | { readonly whole: false; readonly sequence: number; readonly problem: ChainProblem };

export interface ChainCheckpoint {
  readonly keptBy: 'station' | 'hub';
  /** Its signature verified already. */
  readonly payload: AuditCheckpoint;
}

/**
 * Verifies an audit chain from its beginning (I8): every entry's place, text, hash and link, the sealed detail beside it
 * where that wasn't erased, and the signed checkpoints. Stops at the first bad entry. Memory doesn't grow with the chain.
 * What was cut off behind the newest checkpoint can't be known from the chain alone.
 */
export function verifyAuditChain(input: {
  readonly chain: string;
  readonly entries: Iterable<StoredAuditEntry>;
  readonly checkpoints: readonly ChainCheckpoint[];
}): ChainVerdict {
  const { chain } = input;
  const stranger = input.checkpoints.find(({ payload }) => payload.chain !== chain);
  if (stranger !== undefined) return bad(1, 'another-chain');
  let last = 0;
  let previous = chainBeginning(chain);
  let removed = 0;
  let firstRemoved = 0;
  let explained = 0;
  if (!isAsSigned(0, previous)) return bad(1, 'not-as-signed');
  for (const stored of input.entries) {
    const sequence = last + 1;
    if (stored.sequence !== sequence) return bad(sequence, 'missing');
    const judged = judgeEntry(stored, chain, previous);
    if (typeof judged === 'string') return bad(sequence, judged);
    if (!isAsSigned(sequence, judged.hash)) return bad(sequence, 'not-as-signed');
    if (judged.removed > 0 && removed === 0) firstRemoved = sequence;
    removed += judged.removed;
    explained += judged.explains;
    last = sequence;
    previous = judged.hash;
  }
  for (const { keptBy, payload } of input.checkpoints) {
    if (payload.sequence > last) return bad(last + 1, keptBy === 'station' ? 'cut-off' : 'older-than-hub');
  }
  if (removed !== explained) return bad(Math.max(firstRemoved, 1), 'detail-removed');
  return { whole: true, entries: last, hash: previous, erasedDetails: removed };

  function isAsSigned(sequence: number, hash: string): boolean {
    return input.checkpoints.every(({ payload }) => payload.sequence !== sequence || payload.hash === hash);
  }
}

function bad(sequence: number, problem: ChainProblem): ChainVerdict {
  return { whole: false, sequence, problem };
}

type JudgedEntry = {
  readonly hash: string;
  /** Sealed details that are gone. */
  readonly removed: number;
  /** Removed details that this entry accounts for. */
  readonly explains: number;
};

function judgeEntry(stored: StoredAuditEntry, chain: string, previous: string): JudgedEntry | ChainProblem {
  const hash = auditEntryHash(stored.entry);
  if (stored.hash.length !== hash.length || !timingSafeEqual(stored.hash, hash)) return 'changed';
  const entry = parseAuditEntry(stored.entry);
  if (entry === null || entry.chain !== chain) return 'changed';
  if (entry.sequence !== stored.sequence) return 'out-of-order';
  if (entry.previous !== previous) return 'not-linked';
  const removed = judgeDetails(stored, entry);
  if (removed === null) return 'detail-changed';
  const details = entry.kind === 'person-erased' ? entry.facts.details : 0;
  const explains = typeof details === 'number' ? details : 0;
  return { hash: hash.toString('base64url'), removed, explains };
}

/** How many of an entry's sealed details are gone; null when one isn't what the chain committed to. */
function judgeDetails(stored: StoredAuditEntry, entry: AuditEntry): number | null {
  const { actor, subject } = entry;
  // A visitor who acts for themselves bears the subject's commitment, and has one seal.
  const actorAlone = actor.commitment === subject ? null : actor.commitment;
  const actorGone = judgeDetail(entry, 'actor', actorAlone, stored.actorSealed, stored.actorKey);
  const subjectGone = judgeDetail(entry, 'subject', subject, stored.subjectSealed, stored.subjectKey);
  return actorGone === null || subjectGone === null ? null : actorGone + subjectGone;
}

function judgeDetail(
  { chain, sequence }: AuditEntry,
  role: 'actor' | 'subject',
  commitment: string | null,
  sealed: Uint8Array | null,
  key: Uint8Array | null,
): 0 | 1 | null {
  if (commitment === null) return sealed === null ? 0 : null;
  if (sealed === null || key === null) return 1;
  return isCommitted(key, { chain, sequence, role }, sealed, commitment) ? 0 : null;
}
