import type { WritableDatabase } from '../ports.ts';

/** Forgets what checks left of a person: what failed, what came about, calls of their cases, their photograph and number. */
export function forgetChecks(database: WritableDatabase, personId: string): void {
  database.run('DELETE FROM failed_check WHERE person_id = ?', personId);
  database.run('DELETE FROM person_news WHERE person_id = ?', personId);
  database.run('DELETE FROM person_particulars WHERE person_id = ?', personId);
  database.run(
    `DELETE FROM case_call WHERE case_id NOT IN (SELECT id FROM counter_case WHERE state <> 'closed')`,
  );
}
