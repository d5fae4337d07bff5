import { createHash } from 'node:crypto';
import type { AuditFormat, AuditSelection } from '../../../preload/contract/models/audit.ts';
import type { ExportProof } from '../../exchange/export-proof.ts';
import { exportHead, exportLine } from '../../exchange/export-rows.ts';
import { signDocument } from '../../exchange/signed-document.ts';
import { exportPublicJwk, type SigningKey } from '../../exchange/signing-key.ts';
import type { ReadableDatabase } from '../ports.ts';
import { chainBeginning } from './audit-entry.ts';
import { isEverything, readForExport } from './audit-search.ts';
import { readChainId } from './audit-trail.ts';

/** Entries of one part: some hundred kilobytes. */
const partEntries = 400;

/** One part of an export's file, and after which entry the next begins; null when there is none. */
export function exportPartOf(
  database: ReadableDatabase,
  wish: {
    readonly format: AuditFormat;
    readonly selection: AuditSelection;
    readonly after: number;
    readonly through: number;
  },
): { readonly text: string; readonly rows: number; readonly next: number | null } {
  const rows = readForExport(database, wish.selection, { ...wish, limit: partEntries });
  const text = rows.map((row) => exportLine(wish.format, row)).join('');
  const last = rows.at(-1);
  return {
    text: wish.after === 0 ? exportHead(wish.format) + text : text,
    rows: rows.length,
    next: last === undefined || rows.length < partEntries ? null : last.sequence,
  };
}

/**
 * The station's signed word on the file that the parts make: read anew from the trail, so that it vouches for what the
 * trail holds and for nothing that somebody hands in. Waits between parts, so that nothing else has to wait for it, and
 * tells after each through which entry it has come. Null where the trail has no entry of that number, or it was cancelled.
 */
export async function proveExport(
  database: ReadableDatabase,
  wish: { readonly format: AuditFormat; readonly selection: AuditSelection; readonly through: number },
  by: {
    readonly station: string;
    readonly exportedBy: string;
    readonly at: Date;
    readonly key: SigningKey;
  },
  along: { readonly signal?: AbortSignal; readonly onProgress?: (through: number) => void } = {},
): Promise<{ readonly document: string; readonly proof: ExportProof } | null> {
  const end = database.get<{ hash: string }>('SELECT hash FROM audit_entry WHERE sequence = ?', wish.through);
  if (end === undefined) return null;
  const hash = createHash('sha256');
  let [bytes, rows] = [0, 0];
  for (let after: number | null = 0; after !== null; ) {
    const part: ReturnType<typeof exportPartOf> = exportPartOf(database, { ...wish, after });
    hash.update(part.text);
    bytes += Buffer.byteLength(part.text);
    rows += part.rows;
    after = part.next;
    along.onProgress?.(after ?? wish.through);
    await new Promise((resolve) => setImmediate(resolve));
    if (along.signal?.aborted === true) return null;
  }
  const chain = readChainId(database);
  const proof: ExportProof = {
    v: 1,
    source: 'station',
    by: by.station,
    chain,
    format: wish.format,
    selection: isEverything(wish.selection) ? null : wish.selection,
    after: { sequence: 0, hash: chainBeginning(chain) },
    through: { sequence: wish.through, hash: end.hash },
    rows,
    file: hash.digest('base64url'),
    bytes,
    exportedBy: by.exportedBy,
    at: by.at.toISOString(),
    publicKey: exportPublicJwk(by.key),
  };
  return { document: signDocument('madoguchi-audit-export+jws', proof, by.key), proof };
}
