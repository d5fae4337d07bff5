import { parse } from 'csv-parse/sync';
import { auditEntryHash, chainBeginning } from '../../agent/audit/audit-entry.ts';
import { sha256Base64url } from '../../exchange/canonical-json.ts';
import { type ExportProof, exportProof } from '../../exchange/export-proof.ts';
import { type ExportedEntry, exportColumns, plainCell } from '../../exchange/export-rows.ts';
import { verifyDocument } from '../../exchange/signed-document.ts';
import { verificationKey } from '../../exchange/signing-key.ts';
import { hubChainBeginning } from '../../hub/audit/hub-audit-entry.ts';

export type ExportProblem =
  /** The proof is none, or nobody's signature on it holds. */
  | 'proof-not-signed'
  /** Somebody else signed it than was asked for. */
  | 'other-signer'
  /** The file is not the one that was signed for. */
  | 'file-changed'
  /** It cannot be read as what the proof says it is. */
  | 'unreadable'
  /** An entry is not the one that was hashed. */
  | 'entry-changed'
  /** An entry is missing, twice there, or in another place. */
  | 'not-complete'
  /** The chain was known to be longer, or other, than what was exported. */
  | 'not-as-known';

export interface ExportVerdict {
  readonly verified: boolean;
  readonly problem: ExportProblem | null;
  /** The first entry that is bad, where one is. */
  readonly sequence: number | null;
  /** What the proof says; null where it is none. */
  readonly proof: Omit<ExportProof, 'publicKey'> | null;
  /** Thumbprint of the key that signed. */
  readonly signedBy: string | null;
  /** Whether that key, and the chain's length, were compared with what somebody else knows. */
  readonly compared: { readonly key: boolean; readonly chain: boolean };
}

/** What is known of the source from elsewhere: its key, and how far its chain had come. */
export interface KnownSource {
  readonly key?: string;
  readonly head?: { readonly chain: string; readonly sequence: number; readonly hash: string };
}

/**
 * Judges an exported file by its proof. Of a whole trail, every entry's text, hash and link are followed from the chain's
 * beginning to the signed end, so that nothing can be missing; of a selection, the signature vouches for its completeness.
 */
export function judgeExport(
  file: Uint8Array,
  document: string,
  known: (proof: ExportProof) => KnownSource,
): ExportVerdict {
  const proof = readProof(document);
  const base = { proof: null, signedBy: null, compared: { key: false, chain: false } };
  if (proof === null) return { verified: false, problem: 'proof-not-signed', sequence: null, ...base };
  const { publicKey, ...said } = proof;
  const signedBy = verificationKey(publicKey).id;
  const source = known(proof);
  const compared = { key: source.key !== undefined, chain: source.head !== undefined };
  const verdict = (problem: ExportProblem | null, sequence: number | null = null): ExportVerdict => ({
    verified: problem === null,
    problem,
    sequence,
    proof: said,
    signedBy,
    compared,
  });
  if (source.key !== undefined && source.key !== signedBy) return verdict('other-signer');
  if (file.byteLength !== proof.bytes || sha256Base64url(file) !== proof.file) return verdict('file-changed');
  const rows = readRows(Buffer.from(file).toString('utf8'), proof);
  if (rows === null) return verdict('unreadable');
  if (rows.length !== proof.rows) return verdict('not-complete');
  const bad = proof.selection === null ? firstBrokenLink(rows, proof, signedBy) : firstMisplaced(rows, proof);
  if (bad !== null) return verdict(bad.problem, bad.sequence);
  const { head } = source;
  if (head !== undefined && !agrees(rows, proof, head)) return verdict('not-as-known', head.sequence);
  return verdict(null);
}

function readProof(document: string): ExportProof | null {
  try {
    const payload: unknown = JSON.parse(
      Buffer.from(document.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    const claimed = exportProof.safeParse(payload);
    if (!claimed.success) return null;
    const key = verificationKey(claimed.data.publicKey);
    const kind = 'madoguchi-audit-export+jws';
    const verified = verifyDocument(kind, document, key, exportProof, 'call/bad-input');
    return verified.ok ? verified.value : null;
  } catch {
    return null;
  }
}

/** The file's entries; null where it is not what the proof says. */
function readRows(text: string, { format }: ExportProof): ExportedEntry[] | null {
  try {
    if (format === 'csv') {
      const table: string[][] = parse(text, { relax_column_count: false });
      const [head, ...lines] = table;
      if (head?.join() !== exportColumns.join()) return null;
      const [sequenceAt, hashAt, entryAt] = ['sequence', 'hash', 'entry'].map((name) => head.indexOf(name));
      return lines.map((cells) => ({
        sequence: Number(plainCell(cells[sequenceAt ?? -1] ?? '')),
        hash: plainCell(cells[hashAt ?? -1] ?? ''),
        entry: plainCell(cells[entryAt ?? -1] ?? ''),
      }));
    }
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const { sequence, hash } = JSON.parse(line) as { sequence: number; hash: string };
        // The text that was hashed lies between the line's own words, unchanged.
        const entry = line.slice('{"entry":'.length, line.lastIndexOf(',"hash":'));
        return { sequence, hash, entry };
      });
  } catch {
    return null;
  }
}

interface Broken {
  readonly problem: ExportProblem;
  readonly sequence: number;
}

function linkOf(row: ExportedEntry): { readonly sequence: unknown; readonly previous: unknown } | null {
  try {
    const { sequence, previous } = JSON.parse(row.entry) as { sequence: unknown; previous: unknown };
    return { sequence, previous };
  } catch {
    return null;
  }
}

function firstBrokenLink(rows: readonly ExportedEntry[], proof: ExportProof, keyId: string): Broken | null {
  const { after, through, chain, source } = proof;
  const beginning = source === 'hub' ? hubChainBeginning(keyId) : chainBeginning(chain);
  if (after.sequence === 0 && after.hash !== beginning) return { problem: 'not-complete', sequence: 1 };
  let [sequence, previous] = [after.sequence, after.hash];
  for (const row of rows) {
    sequence += 1;
    const link = linkOf(row);
    if (row.sequence !== sequence) return { problem: 'not-complete', sequence };
    if (link === null || link.sequence !== sequence || auditEntryHash(row.entry) !== row.hash)
      return { problem: 'entry-changed', sequence };
    if (link.previous !== previous) return { problem: 'entry-changed', sequence };
    previous = row.hash;
  }
  const whole = sequence === through.sequence && previous === through.hash;
  return whole ? null : { problem: 'not-complete', sequence: sequence + 1 };
}

function firstMisplaced(rows: readonly ExportedEntry[], { after, through }: ExportProof): Broken | null {
  let last = after.sequence;
  for (const row of rows) {
    const { sequence } = row;
    if (sequence <= last || sequence > through.sequence) return { problem: 'not-complete', sequence };
    if (linkOf(row)?.sequence !== sequence || auditEntryHash(row.entry) !== row.hash)
      return { problem: 'entry-changed', sequence };
    last = sequence;
  }
  return null;
}

/** Whether what was exported is the chain that somebody else knows, and no shorter. */
function agrees(
  rows: readonly ExportedEntry[],
  { chain, through }: ExportProof,
  head: NonNullable<KnownSource['head']>,
): boolean {
  if (chain !== head.chain || through.sequence < head.sequence) return false;
  if (through.sequence === head.sequence) return through.hash === head.hash;
  const row = rows.find(({ sequence }) => sequence === head.sequence);
  return row === undefined || row.hash === head.hash;
}
