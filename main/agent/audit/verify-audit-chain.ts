import type { AuditCheckpoint } from '../../exchange/station-documents.ts';
import { type AuditEntry, auditEntryHash, chainBeginning, parseAuditEntry } from './audit-entry.ts';
import { commitToPerson, isCommitted } from './sealed-detail.ts';

/** An entry as it lies in the store, with key and id of the persons it names; null where those were erased. */
export interface StoredAuditEntry {
  readonly sequence: number;
  readonly entry: string;
  readonly hash: string;
  readonly actorKey: Uint8Array | null;
  readonly actorId: string | null;
  readonly subjectKey: Uint8Array | null;
  readonly subjectId: string | null;
  readonly subjectDetail: Uint8Array | null;
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
  /** The person or the sealed detail beside it isn't the one that the chain committed to. */
  | 'person-changed'
  /** Persons are gone from entries without a recorded erasure that explains it. The first such entry is named. */
  | 'person-removed'
  /** A checkpoint signed another entry under this number: the chain was rewritten. */
  | 'not-as-signed'
  /** The station's own checkpoint is beyond the end: the end was cut off. This is the first number that is gone. */
  | 'cut-off'
  /** Whole, but the hub has seen more: an older copy of the store was put back, or its end was cut off. */
  | 'older-than-hub'
  /** The hub's checkpoint is of another chain: the store was made anew since. */
  | 'another-chain';

export type ChainVerdict =
  | { readonly whole: true; readonly entries: number; readonly hash: string; readonly erasedMentions: number }
  /** `sequence` is the first entry that is bad, or that should be there. */
  | { readonly whole: false; readonly sequence: number; readonly problem: ChainProblem };

export interface ChainCheckpoint {
  readonly keptBy: 'station' | 'hub';
  /** Its signature verified already. */
  readonly payload: AuditCheckpoint;
}

/**
 * Verifies an audit chain from its beginning (I8): every entry's place, text, hash and link, the persons and the sealed
 * detail beside it where they weren't erased, and the signed checkpoints. Stops at the first bad entry. Memory doesn't grow with the chain.
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
  if (removed !== explained) return bad(Math.max(firstRemoved, 1), 'person-removed');
  return { whole: true, entries: last, hash: previous, erasedMentions: removed };

  function isAsSigned(sequence: number, hash: string): boolean {
    return input.checkpoints.every(({ payload }) => payload.sequence !== sequence || payload.hash === hash);
  }
}

function bad(sequence: number, problem: ChainProblem): ChainVerdict {
  return { whole: false, sequence, problem };
}

type JudgedEntry = {
  readonly hash: string;
  /** Persons that are gone from it. */
  readonly removed: number;
  /** How many of those this entry accounts for. */
  readonly explains: number;
};

function judgeEntry(stored: StoredAuditEntry, chain: string, previous: string): JudgedEntry | ChainProblem {
  const hash = auditEntryHash(stored.entry);
  if (stored.hash !== hash) return 'changed';
  const entry = parseAuditEntry(stored.entry);
  if (entry === null || entry.chain !== chain) return 'changed';
  if (entry.sequence !== stored.sequence) return 'out-of-order';
  if (entry.previous !== previous) return 'not-linked';
  const removed = judgePersons(stored, entry);
  if (removed === null) return 'person-changed';
  const mentions = entry.kind === 'person-erased' ? entry.facts.mentions : 0;
  const explains = typeof mentions === 'number' ? mentions : 0;
  return { hash, removed, explains };
}

/** How many persons are gone from an entry; null when one, or the detail, isn't what the chain committed to. */
function judgePersons(stored: StoredAuditEntry, entry: AuditEntry): number | null {
  const { actorKey, actorId, subjectKey, subjectId, subjectDetail } = stored;
  const actor = judgePerson(entry, 'actor', entry.actor.commitment, actorKey, actorId);
  const subject = judgePerson(entry, 'subject', entry.subject, subjectKey, subjectId);
  if (actor === null || subject === null) return null;
  // With its person a detail goes, too.
  if (subjectKey === null || entry.detail === null) return subjectDetail === null ? actor + subject : null;
  if (subjectDetail === null || !isCommitted(subjectKey, subjectDetail, entry.detail)) return null;
  return actor + subject;
}

function judgePerson(
  { chain, sequence }: AuditEntry,
  role: 'actor' | 'subject',
  commitment: string | null,
  key: Uint8Array | null,
  id: string | null,
): 0 | 1 | null {
  if (commitment === null) return key === null ? 0 : null;
  if (key === null || id === null) return 1;
  return commitToPerson(key, { chain, sequence, role }, id) === commitment ? 0 : null;
}
