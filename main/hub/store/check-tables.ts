import type { ColumnType } from 'kysely';
import type { CheckFailure, CheckMethod } from '../../../preload/contract/models/identity.ts';

type Instant = ColumnType<Date, Date | string, Date | string>;

/** A check that failed at a counter. */
export interface FailedCheckTable {
  id: string;
  person: string;
  station: string;
  at: Instant;
  method: CheckMethod;
  reasons: ColumnType<CheckFailure[], string, string>;
  received_at: Instant;
}

/** What the directory supplies for checks alone. */
export interface PersonParticularsTable {
  person: string;
  telephone: string | null;
  portrait_type: 'image/jpeg' | 'image/png' | null;
  portrait: ColumnType<Buffer | Uint8Array | null, Buffer | null, Buffer | null>;
  updated_at: Instant;
}

export interface CheckTables {
  failed_check: FailedCheckTable;
  person_particulars: PersonParticularsTable;
}
