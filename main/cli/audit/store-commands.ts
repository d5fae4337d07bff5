import type { AuditFormat, AuditSelection } from '../../../preload/contract/models/audit.ts';
import { searchAudit } from '../../agent/audit/audit-search.ts';
import { exportPartOf, proveExport } from '../../agent/audit/export-audit.ts';
import { readStationIdentity } from '../../agent/enrolment/station-identity.ts';
import { inspectStore, type StoreInspection } from '../../agent/store/encrypted-database.ts';
import { loadStoreKey } from '../../agent/store/store-key.ts';
import { longWork } from '../long-work.ts';
import { writeExport } from './write-export.ts';

interface StoreFiles {
  readonly storePath: string;
  readonly keyPath: string;
}

/** Opens a station's store to look at it, beside an agent that may be running. Exit status 2 where it can't be opened. */
async function withStore(
  files: StoreFiles,
  work: (store: StoreInspection) => Promise<number>,
): Promise<number> {
  const key = loadStoreKey({
    keyPath: files.keyPath,
    credentialsDirectory: process.env.CREDENTIALS_DIRECTORY,
    create: false,
  });
  const opened = key.ok ? inspectStore({ path: files.storePath, key: key.value.bytes }) : key;
  if (!opened.ok) {
    const { code, parameters } = opened.refusal;
    process.stderr.write(`The store could not be opened: ${String(parameters?.reason ?? code)}\n`);
    return 2;
  }
  try {
    return await work(opened.value);
  } finally {
    opened.value.close();
  }
}

/** `madoguchi audit search`: entries of a store, the oldest first, as JSON lines. */
export function searchStore(files: StoreFiles, selection: AuditSelection): Promise<number> {
  return withStore(files, async ({ read }) => {
    for (const { sequence, hash, entry } of searchAudit(read, selection, null, 100_000).toReversed())
      process.stdout.write(`${JSON.stringify({ sequence, hash, entry: JSON.parse(entry) })}\n`);
    return 0;
  });
}

/**
 * `madoguchi audit export`: a file of a store's entries, and beside it the station's signed proof. Says on standard error
 * how far it is; Ctrl-C cancels, writes neither file, and gives exit status 130.
 */
export function exportStore(
  files: StoreFiles,
  wish: { readonly format: AuditFormat; readonly selection: AuditSelection; readonly out: string },
): Promise<number> {
  return withStore(files, async ({ read }) => {
    // Nothing is written to a store that is only looked at: who exported it by this command, its own log says.
    const identity = readStationIdentity({
      read,
      write: () => {
        throw new Error('a store that is looked at is not written to');
      },
      undone: () => 0,
      close: () => undefined,
    });
    const [enrolment, key] = [identity.enrolment(), identity.key()];
    const last = read.get<{ last: number | null }>('SELECT max(sequence) AS last FROM audit_entry')?.last;
    if (enrolment === null || key === null || last === undefined || last === null) {
      process.stderr.write('That store belongs to no enrolled station.\n');
      return 2;
    }
    const span = { format: wish.format, selection: wish.selection, through: last };
    const by = { station: enrolment.station.id, exportedBy: 'command-line', at: new Date(), key };
    return longWork(async ({ signal, progress }) => {
      let rows = 0;
      const status = await writeExport(wish.out, signal, async (append) => {
        for (let after: number | null = 0; after !== null; ) {
          progress('writing', after, last);
          const part: ReturnType<typeof exportPartOf> = exportPartOf(read, { ...span, after });
          await append(part.text);
          after = part.next;
        }
        progress('writing', last, last);
        const proven = await proveExport(read, span, by, {
          signal,
          onProgress: (done) => progress('signing', done, last),
        });
        if (proven === null) throw new Error('the export could not be proven');
        rows = proven.proof.rows;
        return proven.document;
      });
      if (status === 0) process.stdout.write(`${rows} entries in ${wish.out}, signed by key ${key.id}\n`);
      return status;
    });
  });
}
