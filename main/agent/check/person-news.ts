import { type CaseConflict, type PersonNews, personNews } from '../../../preload/contract/models/check.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

/** How long news of a person is kept. */
const keptMs = 30 * 86_400_000;
const mostShown = 20;

interface Row {
  readonly position: number;
  readonly news: string;
}

/** Takes down what came about for a person elsewhere. The same news again changes nothing; of a command, told at whatever time. */
export function noteNews(database: WritableDatabase, personId: string, news: PersonNews): void {
  const text = JSON.stringify(personNews.parse(news));
  database.run(
    `INSERT INTO person_news (person_id, at, news) SELECT ?, ?, ?
     WHERE NOT EXISTS (SELECT 1 FROM person_news WHERE person_id = ? AND
       ((at = ? AND news = ?) OR (news ->> '$.reference' = ? AND news ->> '$.cause' = ?)))`,
    ...[personId, news.at, text, personId, news.at, text, news.reference, news.cause],
  );
  database.run('DELETE FROM person_news WHERE at < ?', new Date(Date.parse(news.at) - keptMs).toISOString());
}

/** What came about for the person since the case was opened and its operator has not said to go on with. */
export function conflictsOf(
  database: ReadableDatabase,
  record: { readonly id: string; readonly personId: string; readonly openedAt: string },
): CaseConflict[] {
  return database
    .all<Row>(
      `SELECT position, news FROM person_news WHERE person_id = ? AND at >= ?
         AND position NOT IN (SELECT position FROM case_conflict_seen WHERE case_id = ?)
       ORDER BY position DESC LIMIT ?`,
      record.personId,
      record.openedAt,
      record.id,
      mostShown,
    )
    .map((row) => ({ ...personNews.parse(JSON.parse(row.news)), position: row.position }));
}

/** The operator goes on with the case in spite of these. */
export function conflictsSeen(
  database: WritableDatabase,
  caseId: string,
  positions: readonly number[],
): void {
  database.run(
    'INSERT OR IGNORE INTO case_conflict_seen (case_id, position) SELECT ?, value FROM json_each(?)',
    caseId,
    JSON.stringify(positions),
  );
}

/** Suspensions of other counters that run at `now`, unless they were resumed since. */
export function suspendedElsewhere(database: ReadableDatabase, personId: string, now: Date): PersonNews[] {
  const news = database
    .all<Row>(
      'SELECT position, news FROM person_news WHERE person_id = ? ORDER BY at DESC, position DESC LIMIT 100',
      personId,
    )
    .map((row) => personNews.parse(JSON.parse(row.news)));
  const ended = news.find(({ cause }) => cause === 'resumed' || cause === 're-enrolled');
  return news
    .filter(
      ({ cause, until, at }) =>
        cause === 'suspended' &&
        until !== null &&
        Date.parse(until) > now.getTime() &&
        (ended === undefined || at > ended.at),
    )
    .slice(0, mostShown);
}

/** What a check rests on changed in the directory: the name, the number, the role, the place. */
export function directoryChanged(before: PersonSummary, after: PersonSummary): boolean {
  return (
    before.name !== after.name ||
    before.kana !== after.kana ||
    before.romaji !== after.romaji ||
    before.number !== after.number ||
    before.role !== after.role ||
    before.affiliation.ja !== after.affiliation.ja
  );
}
