import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type {
  AuditExport,
  AuditExportPart,
  AuditExportProgress,
  AuditPage,
} from '../../preload/contract/models/audit.ts';
import type { StationStatus } from '../../preload/contract/models/station.ts';
import type { FaceAnswers } from './call-channel.ts';
import { writeDocument } from './written-documents.ts';

/** How often the window hears how far it is, in milliseconds. */
const tellEveryMs = 100;

/** Ends the writing of a file without a fault: cancelled, or the agent refused. */
class NoExport extends Error {
  readonly answer: Result<null>;
  constructor(answer: Result<null>) {
    super('no export');
    this.answer = answer;
  }
}

/**
 * Writes an export of the audit trail, part by part as the agent gives it, and beside it the agent's signed proof: both or
 * neither. The agent gives either to a supervisor at a counter and to nobody else, and hashes the trail itself: what this
 * face writes otherwise does not verify.
 */
export function createAuditFiles(options: {
  /** Where files go; null for nowhere. */
  readonly documents: string | null;
  /** Asks the agent. */
  readonly ask: (name: string, input: unknown) => Promise<Result<unknown>>;
  /** Hears how far it is. */
  readonly tell?: (progress: AuditExportProgress) => void;
}): { readonly answers: FaceAnswers } {
  const { documents } = options;
  let cancelling: AbortController | null = null;

  /** What the agent answers; a refusal, or somebody who cancelled meanwhile, ends the writing. */
  const ask = async <Value>(name: string, input: unknown, signal: AbortSignal): Promise<Value> => {
    const answer = await options.ask(name, input);
    if (signal.aborted) throw new NoExport(ok(null));
    if (!answer.ok) throw new NoExport(answer);
    return answer.value as Value;
  };

  const write = async (
    folder: string,
    format: string,
    selection: unknown,
    signal: AbortSignal,
  ): Promise<AuditExport> => {
    // As an export begins, it is a look at the trail: on record, and what came until then is what it covers.
    const looked = await ask<AuditPage>('audit.search', { selection, before: null }, signal);
    const { station } = await ask<StationStatus>('station.status', {}, signal);
    const through = looked.entries;
    const name = `audit-${station?.name ?? 'station'}-${through}.${format}`;
    const tell = tellNowAndThen(options.tell);
    let [document, rows] = ['', 0];
    await writeDocument(folder, name, async (append) => {
      for (let after: number | null = 0; after !== null; ) {
        tell({ part: 'writing', done: after, total: through });
        const wanted = { format, selection, after, through };
        const part: AuditExportPart = await ask<AuditExportPart>('audit.exportPart', wanted, signal);
        await append(part.text);
        after = part.next;
      }
      tell({ part: 'signing', done: 0, total: 0 });
      const wish = { format, selection, through };
      ({ document, rows } = await ask<{ document: string; rows: number }>('audit.exportProof', wish, signal));
    });
    try {
      await writeDocument(folder, `${name}.proof`, (append) => append(`${document}\n`));
    } catch (error) {
      await rm(join(folder, name), { force: true });
      throw error;
    }
    return { file: name, proof: `${name}.proof`, rows };
  };

  const begin = async (folder: string, format: string, selection: unknown): Promise<Result<unknown>> => {
    const mine = new AbortController();
    cancelling = mine;
    try {
      return ok(await write(folder, format, selection, mine.signal));
    } catch (error) {
      return error instanceof NoExport ? error.answer : refuse('receipt/not-written');
    } finally {
      cancelling = null;
    }
  };

  return {
    answers(name, input) {
      if (name === 'audit.cancelExport') {
        // Where none is written the agent answers, which also says whether it is offered here at all (I9).
        if (cancelling === null) return options.ask(name, input);
        cancelling.abort();
        return Promise.resolve(ok({ cancelled: true }));
      }
      if (name !== 'audit.export') return null;
      const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
      const { format, selection } = given;
      // The agent says what is wrong with it, and first of all whether it is offered here.
      if (format !== 'jsonl' && format !== 'csv') return options.ask(name, input);
      if (documents === null) return Promise.resolve(refuse('receipt/no-folder'));
      if (cancelling !== null) return Promise.resolve(refuse('call/flood'));
      return begin(documents, format, selection);
    },
  };
}

/** Tells each part's beginning, and in between not more often than anybody sees. */
function tellNowAndThen(tell: ((progress: AuditExportProgress) => void) | undefined) {
  let part: AuditExportProgress['part'] | null = null;
  let toldMs = Number.NEGATIVE_INFINITY;
  return (progress: AuditExportProgress) => {
    if (progress.part === part && performance.now() - toldMs < tellEveryMs) return;
    part = progress.part;
    toldMs = performance.now();
    tell?.(progress);
  };
}
