import { sql } from 'kysely';
import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { HubQuery } from '../store/hub-database.ts';
import type { InstitutionSettings } from '../store/schema.ts';
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

/** Looks up for the batches of several requests at once, by one statement. */
export function createBatchLookUp(query: HubQuery): LookUpBatch {
  return createSharedQuery(async (questions) => {
    const unique = (names: (question: BatchQuestion) => readonly string[]) => [
      ...new Set(questions.flatMap(names)),
    ];
    const { rows } = await sql<KnowledgeRow>`
      select (select settings from institution) as settings,
        (select coalesce(jsonb_agg(record), '[]') from operator
          where id = any((select ${unique(({ operators }) => operators)}::text[])::text[])) as operators,
        (select coalesce(jsonb_agg(jsonb_build_array(id, digest, answer, answer_code)), '[]') from command
          where id = any((select ${unique(({ ids }) => ids)}::uuid[])::uuid[])) as stored`.execute(query);
    const [row] = rows;
    if (row === undefined) throw new Error('a look-up has one row');
    const knowledge: BatchKnowledge = {
      stored: new Map(
        row.stored.map(([id, digest, answer, answer_code]) => [id, { digest, answer, answer_code }]),
      ),
      authority:
        row.settings === null
          ? null
          : {
              settings: row.settings,
              operators: new Map(row.operators.map((record) => [record.id, record])),
            },
    };
    return questions.map(() => knowledge);
  });
}

interface KnowledgeRow {
  readonly settings: InstitutionSettings | null;
  readonly operators: readonly OperatorRecord[];
  readonly stored: readonly (readonly [
    string,
    StoredRow['digest'],
    StoredRow['answer'],
    StoredRow['answer_code'],
  ])[];
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
