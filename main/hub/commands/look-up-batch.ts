import { sql } from 'kysely';
import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { readInstitution } from '../institution.ts';
import type { HubQuery } from '../store/hub-database.ts';
import { createSharedQuery } from '../store/shared-query.ts';
import type { Authority } from './verify-author.ts';

/** What a batch of commands has to be compared with. */
export interface BatchQuestion {
  /** The commands' ids, and who is said to have signed them. */
  readonly ids: readonly string[];
  readonly operators: readonly string[];
}

export interface BatchKnowledge {
  /** Rows of those ids that are stored already. */
  readonly stored: ReadonlyMap<string, StoredRow>;
  /** Null where the hub serves nobody yet. */
  readonly authority: Authority | null;
}

interface StoredRow {
  readonly digest: string;
  readonly answer: 'accepted' | 'refused' | 'review';
  readonly answer_code: CommandAnswer['code'];
}

export type LookUpBatch = (question: BatchQuestion) => Promise<BatchKnowledge>;

/** Looks up for the batches of several requests at once. */
export function createBatchLookUp(query: HubQuery): LookUpBatch {
  return createSharedQuery(async (questions) => {
    const operators = questions.flatMap((question) => question.operators);
    const ids = questions.flatMap((question) => question.ids);
    const [authority, stored] = await Promise.all([authorityOf(query, operators), storedRows(query, ids)]);
    return questions.map(() => ({ stored, authority }));
  });
}

/** The rows of those commands that are stored, by id. */
export async function storedRows(
  query: HubQuery,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredRow>> {
  if (ids.length === 0) return new Map();
  const rows = await query
    .selectFrom('command')
    .select(['id', 'digest', 'answer', 'answer_code'])
    .where(sql<boolean>`id = any(${[...new Set(ids)]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function authorityOf(query: HubQuery, operators: readonly string[]): Promise<Authority | null> {
  const [institution, rows] = await Promise.all([
    readInstitution(query),
    operators.length === 0 ? [] : operatorRows(query, [...new Set(operators)]),
  ]);
  if (institution === null) return null;
  const known = new Map<string, OperatorRecord>(rows.map(({ id, record }) => [id, record]));
  return { settings: institution.settings, operators: known };
}

function operatorRows(query: HubQuery, ids: readonly string[]) {
  return query
    .selectFrom('operator')
    .select(['id', 'record'])
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .execute();
}
