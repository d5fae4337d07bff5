import type { ColumnType } from 'kysely';

type Instant = ColumnType<Date, Date | string, Date | string>;

/** A page that stands open at somebody who telephones. It says nothing of who they are. */
export interface WaitingPageTable {
  reference: string;
  token_hash: string;
  /** The page's public key. */
  page_key: string;
  opened_at: Instant;
  /** When the page last asked. */
  seen_at: Instant;
  expires_at: Instant;
  /** The counter and its case to which the caller read the reference; null before. */
  station: string | null;
  case_id: string | null;
  /** When that counter last asked what was typed here; null before anything was handed over. */
  looked_at: ColumnType<Date | null, Date | null, Date | null>;
  /** What the page alone can read; taken out once it is over. */
  sealed: string | null;
  /** What was typed at the page and is not judged yet. */
  code: string | null;
  code_number: number;
  judged_number: number;
  outcome: 'proved' | 'over' | null;
}
