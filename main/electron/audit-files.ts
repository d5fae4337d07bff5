import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type { AuditExport, AuditExportPart, AuditPage } from '../../preload/contract/models/audit.ts';
import type { FaceAnswers } from './call-channel.ts';
import { writeDocument } from './written-documents.ts';

/**
 * Writes an export of the audit trail, part by part as the agent gives it, and beside it the agent's signed proof. The
 * agent gives either to a supervisor at a counter and to nobody else, and hashes the trail itself: what this face writes
 * otherwise does not verify.
 */
export function createAuditFiles(options: {
  /** Where files go; null for nowhere. */
  readonly documents: string | null;
  /** Asks the agent. */
  readonly ask: (name: string, input: unknown) => Promise<Result<unknown>>;
}): { readonly answers: FaceAnswers } {
  const { ask, documents } = options;
  let busy = false;

  const write = async (folder: string, format: string, selection: unknown): Promise<Result<unknown>> => {
    // As an export begins, it is a look at the trail: on record, and what came until then is what it covers.
    const looked = await ask('audit.search', { selection, before: null });
    if (!looked.ok) return looked;
    const through = (looked.value as AuditPage).entries;
    const proof = await ask('audit.exportProof', { format, selection, through });
    if (!proof.ok) return proof;
    const { document, station, rows } = proof.value as {
      document: string;
      station: string;
      rows: number;
    };
    const name = `audit-${station}-${through}.${format}`;
    let failed: Result<never> | null = null;
    try {
      await writeDocument(folder, name, async (append) => {
        for (let after: number | null = 0; after !== null; ) {
          const part: Result<unknown> = await ask('audit.exportPart', { format, selection, after, through });
          if (!part.ok) {
            failed = part;
            throw new Error('the agent gave no part');
          }
          const { text, next }: AuditExportPart = part.value as AuditExportPart;
          await append(text);
          after = next;
        }
      });
      await writeDocument(folder, `${name}.proof`, (append) => append(`${document}\n`));
    } catch {
      return failed ?? refuse('receipt/not-written');
    }
    const written: AuditExport = { file: name, proof: `${name}.proof`, rows };
    return ok(written);
  };

  return {
    answers(name, input) {
      if (name !== 'audit.export') return null;
      const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
      const { format, selection } = given;
      // The agent says what is wrong with it, and first of all whether it is offered here.
      if (format !== 'jsonl' && format !== 'csv') return ask(name, input);
      if (documents === null) return Promise.resolve(refuse('receipt/no-folder'));
      if (busy) return Promise.resolve(refuse('call/flood'));
      busy = true;
      return write(documents, format, selection).finally(() => {
        busy = false;
      });
    },
  };
}
