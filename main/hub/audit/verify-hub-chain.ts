import type { VerificationKey } from '../../exchange/signing-key.ts';
import {
  hubAuditHash,
  hubChainBeginning,
  isLinked,
  parseHubAuditEntry,
  type StoredHubAuditEntry,
} from './hub-audit-entry.ts';
import { type HubAuditHead, isCheckpoint, isHead } from './hub-audit-signature.ts';

/** `sequence` is the first entry that is bad, that should be there, or for which nobody vouches. */
export type HubChainVerdict =
  | { readonly whole: true; readonly entries: number; readonly hash: string }
  | {
      readonly whole: false;
      readonly sequence: number;
      readonly problem: 'missing' | 'changed' | 'not-linked' | 'not-signed' | 'cut-off';
    };

type Problem = Extract<HubChainVerdict, { whole: false }>['problem'];

/**
 * Verifies the chain from its beginning (I8): every entry's place, text and link, the checkpoints on the way, and the signed
 * head. Since each entry names the hash of the one before, the head's signature vouches for all of them, and for their number:
 * an end that was cut off shows. What shows only beside `known`, an entry that was exported earlier, is a database put back
 * whole as it once was, its head included.
 */
export function createHubChainVerifier(
  key: VerificationKey,
  known: { readonly sequence: number; readonly hash: string } | null,
) {
  let last = 0;
  let previous = hubChainBeginning(key.id);
  /** Up to here a checkpoint vouches. */
  let vouched = 0;
  let bad: Extract<HubChainVerdict, { whole: false }> | null = null;

  function judge(stored: StoredHubAuditEntry, sequence: number): Problem | null {
    const { entry, hash, checkpoint } = stored;
    if (stored.sequence !== sequence) return 'missing';
    if (hubAuditHash(entry) !== hash) return 'changed';
    if (!isLinked(entry, previous, sequence)) return misfit(entry, key, sequence);
    if (known !== null && known.sequence === sequence && known.hash !== hash) return 'changed';
    if (checkpoint === null) return null;
    return isCheckpoint(checkpoint, hash, key) ? null : 'not-signed';
  }

  return {
    /** Takes the next entry; false once the chain is known to be bad. */
    take(stored: StoredHubAuditEntry): boolean {
      if (bad !== null) return false;
      const problem = judge(stored, last + 1);
      if (problem !== null) {
        const sequence = problem === 'not-signed' ? vouched + 1 : last + 1;
        bad = { whole: false, sequence, problem };
        return false;
      }
      last += 1;
      previous = stored.hash;
      if (stored.checkpoint !== null) vouched = last;
      return true;
    },
    /** `head` as it lay beside the entries at the same moment; null where there was none. */
    verdict(head: HubAuditHead | null): HubChainVerdict {
      if (bad !== null) return bad;
      const cut = Math.max(head?.sequence ?? 0, known?.sequence ?? 0);
      if (cut > last) return { whole: false, sequence: last + 1, problem: 'cut-off' };
      const signed =
        head === null ? last === 0 : head.sequence === last && head.hash === previous && isHead(head, key);
      return signed
        ? { whole: true, entries: last, hash: previous }
        : { whole: false, sequence: vouched + 1, problem: 'not-signed' };
    },
  };
}

/** Of a text that was hashed and doesn't fit its place: no entry of this chain here, or one that follows another. */
function misfit(text: string, key: VerificationKey, sequence: number): Problem {
  const entry = parseHubAuditEntry(text);
  return entry === null || entry.chain !== key.id || entry.sequence !== sequence ? 'changed' : 'not-linked';
}
