import type { Result } from '../../preload/contract/errors.ts';
import type { EventName, EventOf } from '../../preload/contract/events.ts';
import type { ClockStatus, HubStatus } from '../../preload/contract/models/station.ts';
import type { PolicyDocument } from '../exchange/policy-document.ts';
import type { SigningKey } from '../exchange/signing-key.ts';
import type { AuditCheckpoint, EnrolmentDocument } from '../exchange/station-documents.ts';
import type { ConnectionId } from './calling-connection.ts';

/** What the agent's services need from each other: interfaces only, implemented one room each, tied in `kernel.ts`. */

export type SqlValue = string | number | bigint | Uint8Array | null;

/** A database that can only be read. */
export interface ReadableDatabase {
  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[];
}

/** A database inside a write transaction: the only way to change anything. */
export interface WritableDatabase extends ReadableDatabase {
  /** `row`: the rowid of what was inserted last; says nothing after a statement that inserts nothing. */
  run(sql: string, ...values: readonly SqlValue[]): { readonly changes: number; readonly row: number };
}

/** The encrypted store. */
export interface Store {
  readonly read: ReadableDatabase;
  /**
   * Runs `work` in one immediate transaction that is durable (`synchronous=FULL`) when this returns; rolls back when
   * `work` throws. Never nests.
   */
  write<T>(work: (database: WritableDatabase) => T): T;
  /** How many transactions were rolled back so far: what was remembered from inside one is void once it has grown. */
  undone(): number;
  close(): void;
}

export type AuditKind =
  | 'agent-started'
  | 'agent-stopped'
  | 'station-enrolled'
  | 'policy-accepted'
  | 'policy-refused'
  | 'clock-confirmed'
  | 'clock-lost'
  | 'lab-signed-in'
  | 'second-factor-verified'
  | 'second-factor-failed'
  | 'lab-sign-in-failed'
  | 'lab-signed-out'
  | 'lab-session-extended'
  | 'lab-session-locked'
  | 'lab-session-unlocked'
  | 'lab-unlock-failed'
  | 'lab-tile-opened'
  | 'lab-message-shown'
  | 'lab-hook-failed'
  | 'lab-wiped'
  | 'staff-signed-in'
  | 'staff-sign-in-failed'
  | 'staff-signed-out'
  | 'person-opened'
  | 'check-recorded'
  | 'triage-answered'
  | 'urgent-step-acknowledged'
  | 'document-refused'
  | 'portrait-shown'
  | 'called-back'
  | 'case-parked'
  | 'waiting-page-joined'
  | 'conflict-seen'
  | 'factors-asked'
  | 'case-advised'
  | 'case-decided'
  | 'case-signed-once'
  | 'case-set-aside'
  | 'case-taken-up'
  | 'case-closed'
  | 'case-reopened'
  | 'case-taken-back'
  | 'command-queued'
  | 'command-sent'
  | 'command-cancelled'
  | 'totp-proved'
  | 'totp-proof-failed'
  | 'command-state'
  | 'operators-updated'
  | 'operator-invited'
  | 'operator-recovery-issued'
  | 'operator-revoked'
  | 'operator-key-registered'
  | 'operator-enrolled'
  | 'operator-platform-registered'
  | 'totp-set-up'
  | 'key-counter-regress'
  | 'key-pin-set'
  | 'key-pin-changed'
  | 'key-credential-deleted'
  | 'key-reset'
  | 'key-care-failed'
  | 'kiosk-left'
  | 'kiosk-returned'
  | 'kiosk-leave-refused'
  | 'lab-wipe-again'
  | 'lab-wipe-again-refused'
  | 'failures-cleared'
  | 'people-listed-much'
  | 'openings-many'
  | 'shift-given'
  | 'shift-withdrawn'
  | 'shift-taken'
  | 'supervision-viewed'
  | 'alert-seen'
  | 'audit-searched'
  | 'audit-exported'
  | 'person-erased'
  | 'hub-restored'
  | 'update-handed-over'
  | 'update-installed'
  | 'update-taken-back';

export interface AuditEntryInput {
  readonly kind: AuditKind;
  readonly actor: { readonly type: 'operator' | 'visitor' | 'station'; readonly id: string | null };
  /** The person it is about. Never in the chain in the clear: committed to with a salt, detail under their own key. */
  readonly subject: string | null;
  /** Facts without personal data, part of the chain in the clear. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Personal detail about `subject`, erasable; null for none. Never secrets (I7). */
  readonly detail: Readonly<Record<string, string | number | boolean | null>> | null;
}

/** The audit trail (I8). */
export interface AuditTrail {
  /** Appends inside the transaction of the decision it records. */
  append(database: WritableDatabase, entry: AuditEntryInput): void;
  /** The chain's head, signed by the station, to be kept by the hub; null while the station is not enrolled. */
  checkpoint(): { readonly document: string; readonly payload: AuditCheckpoint } | null;
}

/** The trusted clock: the only clock that policy, exemption, limits and expiry may use. */
export interface TrustedClock {
  /** Best known time, trusted or not. For display and for stamping facts. */
  now(): Date;
  status(): ClockStatus;
  /** The time, or `clock/untrusted`. */
  trusted(): Result<Date>;
  /** Takes the hub's signed word. `roundTripMs` is how long the answer took. */
  confirm(hubNow: Date, roundTripMs: number): void;
  /** A stored event happened at `at`; the clock may never be before it. */
  noteEvent(database: WritableDatabase, at: Date): void;
}

/** The station's enrolment, verified, and its key. Null until enrolled. */
export interface StationIdentity {
  enrolment(): EnrolmentDocument | null;
  key(): SigningKey | null;
}

/** Why there is no valid policy at this moment (I6). */
export type PolicyFailure =
  | 'policy-missing'
  | 'policy-signature'
  | 'policy-expired'
  | 'policy-not-yet-valid'
  | 'policy-rolled-back'
  | 'policy-other-institution';

export type PolicyState =
  | { readonly state: 'valid'; readonly policy: PolicyDocument }
  | { readonly state: 'invalid'; readonly reason: PolicyFailure; readonly policy: PolicyDocument | null };

export interface PolicySource {
  /** Judged anew at each call against the trusted clock. */
  current(): PolicyState;
}

/** Who stands behind a connection, as its face says: never trusted to grant, only to refuse and to tell apart. */
export interface Caller {
  /** The desktop account, a Windows SID or `uid:` and a number; null where the face did not say. */
  readonly account: string | null;
  /** This station's desktop account is used by several people. */
  readonly shared: boolean;
}

/** Tells every connected face, or one of its connections only. */
export interface EventSink {
  emit<Name extends EventName>(name: Name, event: EventOf<Name>, only?: ConnectionId): void;
}

/** The hub as a station sees it. */
export interface HubLink {
  status(): HubStatus;
  /** Asks for a push and a feed round now. */
  wake(): void;
}
