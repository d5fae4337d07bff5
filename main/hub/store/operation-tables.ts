import type { ColumnType, Generated } from 'kysely';

/** Tables of the hub's operation: what {@link HubSchema} has beside commands, registry and feed. */
type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export type ReviewReason =
  | 'superseded'
  | 'station-revoked'
  | 'operator-revoked'
  | 'tries-exhausted'
  | 'objection'
  | 'account-lost';
export type ReviewDecision = 'approve' | 'refuse' | 'retry';

/** Something about a command that a person has to decide. At most one is open for a reason. */
export interface ReviewTable {
  id: string;
  command: string;
  reason: ReviewReason;
  opened_at: Instant;
  closed_at: NullableInstant;
  /** `settled`: the command ended before anybody decided. */
  decision: ReviewDecision | 'settled' | null;
  decided_by: string | null;
}

/** How the last sweep of any hub ended. One row. */
export interface SweepRunTable {
  only: Generated<boolean>;
  at: Instant;
  outcome: 'swept' | 'too-many' | 'failed';
  /** People whom no command explains and who are exempt still. */
  unexplained: number;
  resumed: number;
  strangers: number;
}

/** The hub's own audit chain. */
export interface HubAuditTable {
  sequence: number;
  /** Canonical JSON (RFC 8785) of the entry. */
  entry: string;
  /** SHA-256 of `entry`, base64url. */
  hash: string;
  /** Every so many entries: the hub's signature on the chain up to here; base64url. */
  checkpoint: string | null;
}

/** The last entry of the hub's chain, signed by the hub's key, which is not in the database. One row. */
export interface HubAuditHeadTable {
  only: Generated<boolean>;
  sequence: number;
  hash: string;
  /** base64url. */
  signature: string;
}

/** The key of a person's commitments in the chain; erasing it makes them nobody's. */
export interface HubAuditPersonTable {
  person: string;
  key: string;
}

export type NoticeKind = 'suspended' | 'ended' | 'refused' | 're-enrolled' | 'factors-changed';

/** A mail to a person about a command; one per kind. */
export interface NoticeTable {
  id: string;
  command: string;
  kind: NoticeKind;
  person: string;
  queued_at: Instant;
  /** `sending` is written before the mail server is called; `uncertain`: it was, and nobody knows how that ended. */
  state: ColumnType<NoticeState, NoticeState | undefined, NoticeState>;
  state_at: Instant;
  next_run: NullableInstant;
  attempts: Generated<number>;
}
export type NoticeState = 'queued' | 'sending' | 'sent' | 'failed' | 'uncertain';

/** The link in a notice by which its reader objects. */
export interface ObjectionTable {
  /** SHA-256 of the token, base64url: the token itself is only in the mail. */
  token_hash: string;
  notice: string;
  expires_at: Instant;
  used_at: NullableInstant;
}
