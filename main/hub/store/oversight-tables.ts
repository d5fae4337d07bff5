import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { DayTally, QueueDepth, VelocityKind } from '../../../preload/contract/models/oversight.ts';

type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** `none`: no mail is set up. `sending` is written before the mail server is called. */
export type AlertMailState = 'none' | 'queued' | 'sending' | 'sent' | 'failed' | 'uncertain';

/** Too many suspensions within one stretch of time. */
export interface VelocityAlertTable {
  id: string;
  kind: VelocityKind;
  /** Id of an operator, a person or a station. */
  subject: string;
  count: number;
  threshold: number;
  hours: number;
  from_at: Instant;
  to_at: Instant;
  raised_at: Instant;
  seen_by: ColumnType<string | null, string | null | undefined, string | null>;
  /** The request as it came, with the supervisor's signature. */
  seen_proof: ColumnType<string | null, string | null | undefined, string | null>;
  seen_at: NullableInstant;
  mail_state: AlertMailState;
  mail_next: NullableInstant;
  mail_attempts: Generated<number>;
}

/** What a counter last said of one of its days. */
export interface CounterDayTable {
  station: string;
  day: string;
  tally: JSONColumnType<DayTally, string, string>;
  depth: JSONColumnType<QueueDepth | null, string | null, string | null>;
  received_at: Instant;
}

export interface OversightTables {
  velocity_alert: VelocityAlertTable;
  counter_day: CounterDayTable;
}
