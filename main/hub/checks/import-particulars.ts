import { mostParticulars } from '../../exchange/person-particulars.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import type {
  ListedParticulars,
  ParticularsEnd,
  ParticularsFault,
  ParticularsItem,
} from '../../people-source/particulars-file.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import type { HubDatabase, HubTransaction } from '../store/hub-database.ts';
import { storeParticulars } from './particulars.ts';

/** `unknown-person`: nobody of that id is in the directory; nothing is kept of strangers. */
export interface BadParticulars {
  readonly place: string;
  readonly code: ParticularsFault | 'unknown-person';
  readonly field: string | null;
}

export interface ParticularsReport {
  readonly state: 'done' | 'rehearsed' | 'failed';
  /** Why the list could not be read to its end; nothing was changed then unless it changed between two readings. */
  readonly failure: Extract<ParticularsEnd, { ok: false }>['code'] | null;
  readonly people: number;
  readonly changed: number;
  readonly bad: number;
}

/**
 * Takes a list of particulars: read to its end first, so that a list which can't be read changes nothing, then once more
 * and stored, people by people in transactions of their own with their entry in the audit chain (I8). The same list again
 * changes nothing. Throws when `signal` is aborted, between two transactions.
 */
export async function importParticulars(
  hub: { readonly database: HubDatabase; readonly key: SigningKey; readonly now: () => Date },
  list: () => AsyncGenerator<ParticularsItem, ParticularsEnd>,
  wish: {
    readonly dryRun: boolean;
    readonly signal: AbortSignal;
    readonly onBad: (row: BadParticulars) => void;
    /** Hears how much of the list was read to be judged, and then read again to be stored, in bytes. */
    readonly onProgress?: (phase: 'reading' | 'storing', done: number, total: number) => void;
  },
): Promise<ParticularsReport> {
  const { database, key, now } = hub;
  const { signal } = wish;
  const read = async (
    phase: 'reading' | 'storing',
    onBad: (row: BadParticulars) => void,
    store: (batch: readonly ListedParticulars[]) => Promise<number>,
  ): Promise<ParticularsReport> => {
    const counts = { people: 0, changed: 0, bad: 0 };
    let batch: { readonly place: string; readonly told: ListedParticulars }[] = [];
    const bad = (row: BadParticulars) => {
      counts.bad += 1;
      onBad(row);
    };
    const flush = async () => {
      signal.throwIfAborted();
      if (batch.length === 0) return;
      const ids = batch.map(({ told }) => told.person);
      const known = new Set(
        (await database.kysely.selectFrom('person').select('id').where('id', 'in', ids).execute()).map(
          ({ id }) => id,
        ),
      );
      for (const { place, told } of batch)
        if (!known.has(told.person)) bad({ place, code: 'unknown-person', field: 'person' });
      const taken = batch.map(({ told }) => told).filter(({ person }) => known.has(person));
      counts.people += taken.length;
      counts.changed += await store(taken);
      batch = [];
    };
    const items = list();
    for (;;) {
      const next = await items.next();
      if (next.done === true) {
        if (!next.value.ok) return { state: 'failed', failure: next.value.code, ...counts };
        break;
      }
      const item = next.value;
      if (item.kind === 'progress') {
        wish.onProgress?.(phase, item.done, item.total);
        continue;
      }
      if (item.kind === 'bad') bad({ place: item.place, code: item.code, field: item.field });
      else batch.push(item);
      if (batch.length >= mostParticulars) await flush();
    }
    await flush();
    return { state: wish.dryRun ? 'rehearsed' : 'done', failure: null, ...counts };
  };

  const rehearsed = await read('reading', wish.onBad, async () => 0);
  if (rehearsed.failure !== null || wish.dryRun) return rehearsed;
  return read(
    'storing',
    () => undefined,
    (batch) =>
      database.kysely.transaction().execute(async (transaction) => {
        const changed = await storeParticulars(transaction, await completed(transaction, batch), now());
        const actor = { type: 'administration', id: null } as const;
        const facts = { changed, particulars: true };
        if (changed > 0)
          await appendHubAudit(transaction, key, { kind: 'people-imported', actor, facts }, now());
        return changed;
      }),
  );
}

/** Beside what a list says, what is kept already. */
async function completed(transaction: HubTransaction, batch: readonly ListedParticulars[]) {
  if (batch.length === 0) return [];
  const rows = await transaction
    .selectFrom('person_particulars')
    .selectAll()
    .where(
      'person',
      'in',
      batch.map(({ person }) => person),
    )
    .execute();
  const kept = new Map(rows.map((row) => [row.person, row]));
  return batch.map(({ person, telephone, portrait }) => {
    const row = kept.get(person);
    const type = row?.portrait_type ?? null;
    const bytes = row?.portrait ?? null;
    const before =
      type === null || bytes === null ? null : { type, data: Buffer.from(bytes).toString('base64') };
    return {
      person,
      telephone: telephone === undefined ? (row?.telephone ?? null) : telephone,
      portrait: portrait === undefined ? before : portrait,
    };
  });
}
