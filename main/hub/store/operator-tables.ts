import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import type { OperatorCredential, OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { OperatorStatement } from '../../exchange/operator-statement.ts';

/** Tables of the operators' registry: who they are, how they were enrolled, what their app proves. */
type Json<Value extends object> = JSONColumnType<Value, string, string>;
type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export interface OperatorTable {
  id: string;
  record: Json<OperatorRecord>;
  updated_at: Instant;
}

/** What operators stated about the registry, with the signature: the evidence. */
export interface OperatorStatementTable {
  id: string;
  kind: OperatorStatement['kind'];
  signed_by: string;
  operator: string;
  station: string;
  body: Json<OperatorStatement>;
  assertion: Json<OperatorAssertion>;
  received_at: Instant;
}

/** A one-time code and how far the enrolment that it allows is. */
export interface OperatorInvitationTable {
  /** The part of the code that finds this row; it says nothing about the rest. */
  selector: string;
  /** HMAC of the whole code under a key that is not in the database. */
  code_digest: string;
  statement: string;
  operator: string;
  expires_at: Instant;
  tries_left: number;
  /** Used, superseded or withdrawn. */
  closed_at: NullableInstant;
  challenge: string | null;
  challenge_for: 'register' | 'prove' | null;
  challenge_expires_at: NullableInstant;
  /** Registered, and not yet proved by a test signature. */
  registered: JSONColumnType<OperatorCredential, string | undefined, string> | null;
  proven: JSONColumnType<OperatorCredential[], string | undefined, string>;
}

export interface OperatorTotpTable {
  operator: string;
  /** 160 bits, encrypted by the hub's key. */
  secret: string;
  set_up_at: Instant;
  /** The newest step whose code was accepted: no code of it or of an older one is accepted again. */
  last_step: number;
  failures: Generated<number>;
  wait_until: NullableInstant;
}

/** An app that was set up and has not shown a right code yet. */
export interface OperatorTotpSetUpTable {
  statement: string;
  operator: string;
  secret: string;
  expires_at: Instant;
  tries_left: number;
}

/** Steps to come whose code someone was told about while a wrong clock was explained: never accepted. */
export interface OperatorTotpToldTable {
  operator: string;
  step: number;
}

export interface OperatorTables {
  operator: OperatorTable;
  operator_statement: OperatorStatementTable;
  operator_invitation: OperatorInvitationTable;
  operator_totp: OperatorTotpTable;
  operator_totp_set_up: OperatorTotpSetUpTable;
  operator_totp_told: OperatorTotpToldTable;
}
