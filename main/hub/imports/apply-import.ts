import { appendHubAudit } from '../audit/hub-audit.ts';
import { removeFromReplica, storeInReplica } from '../people-replica.ts';
import type { ImportContext } from './import-context.ts';
import { changedPeople, missingPeople, type StageComparison } from './import-stage.ts';

/** Most people in one transaction and one item of the feed. */
const batchSize = 500;

/** Counts as they grow, so that a cancelled run can tell how far it came. */
export interface Applied {
  added: number;
  changed: number;
  removed: number;
}

/**
 * Stores what differs and takes out who is gone, a transaction per batch with its entry in the audit chain (I8). Throws
 * when `gone` is aborted, between two batches: each is there as a whole or not at all.
 */
export async function applyStage(
  { actor, database, key, now }: ImportContext,
  stage: {
    readonly run: string;
    readonly source: string;
    readonly found: StageComparison;
    readonly remove: boolean;
    readonly progress: (phase: 'applying' | 'removing', done: number, total: number) => void;
    readonly gone: AbortSignal;
  },
  applied: Applied,
): Promise<void> {
  const { found, gone, run, source } = stage;
  const differing = found.added + found.changed;
  const about = { import: run, source };
  for (let after = ''; ; ) {
    gone.throwIfAborted();
    const batch = await changedPeople(database.kysely, { run, source, after }, batchSize);
    const last = batch.at(-1);
    if (last === undefined) break;
    const people = batch.map(({ person }) => person);
    const digests = new Map(batch.map(({ person, digest }) => [person.id, digest]));
    const added = await database.kysely.transaction().execute(async (transaction) => {
      const known = await transaction
        .selectFrom('person')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('id', 'in', [...digests.keys()])
        .executeTakeFirstOrThrow();
      const told = await storeInReplica(transaction, people, key, now(), { source, digests });
      const facts = { ...about, people: people.length, changed: told };
      await appendHubAudit(transaction, key, { kind: 'people-imported', actor, facts }, now());
      return people.length - Number(known.count);
    });
    applied.added += added;
    applied.changed += people.length - added;
    stage.progress('applying', applied.added + applied.changed, differing);
    after = last.person.id;
  }
  while (stage.remove) {
    gone.throwIfAborted();
    const ids = await missingPeople(database.kysely, { run, source }, batchSize);
    if (ids.length === 0) break;
    applied.removed += await database.kysely.transaction().execute(async (transaction) => {
      const removed = await removeFromReplica(transaction, ids, key, now());
      await appendHubAudit(
        transaction,
        key,
        { kind: 'people-removed', actor, facts: { ...about, removed } },
        now(),
      );
      return removed;
    });
    stage.progress('removing', applied.removed, found.missing);
  }
}
