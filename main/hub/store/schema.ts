import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { z } from 'zod';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { ConflictCause } from '../../../preload/contract/models/check.ts';
import type { CommandKind, commandEnding, commandState } from '../../../preload/contract/models/commands.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import type { Command } from '../../exchange/command.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { PublicJwk } from '../../exchange/signing-key.ts';
import type { WaitingPageTable } from '../waiting/waiting-table.ts';
import type { CheckTables } from './check-tables.ts';
import type { FleetTables } from './fleet-tables.ts';
import type { GuessingTables } from './guessing-tables.ts';
import type { ImportTables } from './import-tables.ts';
import type {
  HubAuditHeadTable,
  HubAuditPersonTable,
  HubAuditTable,
  NoticeTable,
  ObjectionTable,
  ReviewTable,
  SweepRunTable,
} from './operation-tables.ts';
import type { OperatorTables } from './operator-tables.ts';
import type { OversightTables } from './oversight-tables.ts';

/**
 * The hub's tables as Kysely sees them, the same on PostgreSQL 15 and PGlite. Times are `timestamptz` and always come
 * from the hub's own clock, never from SQL's `now()`. JSON is written as text and read parsed.
 */
type Json<Value extends object> = JSONColumnType<Value, string, string>;
type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export type CommandState = z.infer<typeof commandState>;
export type CommandEnding = z.infer<typeof commandEnding>;

/** The institution's settings; one row, absent until the hub is initialised. */
export interface InstitutionTable {
  only: Generated<boolean>;
  id: string;
  settings: Json<InstitutionSettings>;
  /** Thumbprint of the hub's key: a hub with another key does not start on this database. */
  hub_key_id: string;
  initialised_at: Instant;
}

export interface InstitutionSettings {
  readonly institution: { readonly id: string; readonly name: LocalizedText };
  readonly rpId: string;
  readonly profile: string;
  readonly provider: { readonly kind: string; readonly simulated: boolean };
  readonly production: boolean;
  readonly policyKeys: readonly PublicJwk[];
}

export interface StationTable {
  id: string;
  name: string;
  kind: 'lab' | 'counter';
  label: Json<LocalizedText>;
  key_id: string;
  public_key: Json<PublicJwk>;
  enrolled_at: Instant;
  revoked_at: NullableInstant;
  /** When its proof last held, to the minute. */
  last_contact_at: NullableInstant;
}

export interface EnrolmentTokenTable {
  /** SHA-256 of the secret, base64url: the secret itself is never stored. */
  secret_hash: string;
  name: string;
  kind: 'lab' | 'counter';
  label: Json<LocalizedText>;
  minted_at: Instant;
  expires_at: Instant;
  used_at: NullableInstant;
}

export interface RequestNonceTable {
  station: string;
  nonce: string;
  expires_at: Instant;
}

export interface PolicyTable {
  version: number;
  bundle: string;
  document: Json<PolicyDocument>;
  published_at: Instant;
}

export interface PersonTable {
  id: string;
  summary: Json<PersonSummary>;
  disabled: Generated<boolean>;
  /** When the directory last took another password of theirs, as far as the import says. */
  credential_changed_at: NullableInstant;
  /** Where notices go; known to the hub alone. */
  mail: ColumnType<string | null, string | null | undefined, string | null>;
  updated_at: Instant;
  /** The import that answers for them; null for people who were put in by hand. */
  import_source: ColumnType<string | null, string | null | undefined, string | null>;
  /** Digest of what that import last said of them. */
  import_digest: ColumnType<string | null, string | null | undefined, string | null>;
}

/** The queue: idempotency key, state, next run, attempts, last error and end in one row. */
export interface CommandTable {
  id: string;
  /** Commands in the order of their arrival. */
  arrival: Generated<number>;
  /** Digest of the canonical command: the same id with another digest is a conflict. */
  digest: string;
  kind: CommandKind;
  person: string;
  station: string;
  operator: string;
  issued_at: Instant;
  received_at: Instant;
  until: NullableInstant;
  body: Json<Command>;
  /** The signed envelope as it came: the evidence. */
  envelope: string;
  state: CommandState;
  ending: CommandEnding | null;
  refusal: ErrorCode | null;
  /** What the station was told; the same again for the same command. */
  answer: 'accepted' | 'refused' | 'review';
  answer_code: ErrorCode | null;
  state_at: Instant;
  /** The resume that ends this suspension. */
  resumed_by: string | null;
  /** When the provider was first called for it; written before the call, so that no crash can hide an effect. */
  attempted_at: NullableInstant;
  /** When the provider first confirmed it. */
  applied_at: NullableInstant;
  /** When the provider last confirmed it; null when it has to be called (again). */
  confirmed_at: NullableInstant;
  propagating_until: NullableInstant;
  /** The provider's own ids of the accounts that it was tried at, while it is not over; null for none known. */
  provider_accounts: ColumnType<
    readonly string[] | null,
    readonly string[] | null | undefined,
    readonly string[] | null
  >;
  /** When the reconciler has to look again; null when nothing is left to do. */
  next_run: NullableInstant;
  attempts: Generated<number>;
  last_error: ErrorCode | null;
  /** When the provider is called for what it gives only once; committed before it is. */
  called_at: NullableInstant;
  /** When a request's visitor was told that it will be done. */
  due_by: NullableInstant;
  /** A review ended it: no longer to be in force. */
  withdrawn_at: NullableInstant;
  /** When its person was seen to have registered a new factor: no longer to be in force. */
  re_enrolled_at: NullableInstant;
  /** When what is personal was taken out of it; id, digest, times, station and operator stay. */
  erased_at: NullableInstant;
}

/** How far the removal of each chosen factor of a reset has come, by its place in the command. */
export interface FactorResetTable {
  command: string;
  place: number;
  state: 'called' | 'done';
  state_at: Instant;
}

/** The newest position; its row's lock puts those who append in order. */
export interface FeedHeadTable {
  only: Generated<boolean>;
  position: number;
  /** Another after the database was restored: cursors from before count no longer. */
  epoch: Generated<string>;
  epoch_at: NullableInstant;
}

export interface FeedTable {
  /** Becomes visible in order: see `feed/append.ts`. */
  position: number;
  audience: 'all' | 'counter' | 'lab';
  kind: FeedReference['kind'];
  /** What it refers to; items are made from the tables when they are read, so removed people leave no copy here. */
  reference: Json<FeedReference>;
  at: Instant;
}

/** What staff say to lab stations; each station is told only what names it. */
export type LabNotice =
  | { readonly kind: 'lab-message'; readonly text: { readonly ja: string; readonly en: string } }
  | { readonly kind: 'lab-sign-out' };

export type FeedReference =
  | (LabNotice & { readonly stations: readonly string[]; readonly at: string })
  | { readonly kind: 'policy'; readonly version: number }
  | { readonly kind: 'operators' }
  | { readonly kind: 'people'; readonly ids: readonly string[] }
  | { readonly kind: 'person-erased'; readonly person: string; readonly known: boolean }
  | { readonly kind: 'sign-in-failures'; readonly tag: string }
  | { readonly kind: 'failed-check'; readonly id: string }
  | { readonly kind: 'particulars'; readonly ids: readonly string[] }
  | {
      readonly kind: 'person-news';
      readonly person: string;
      readonly station: string | null;
      readonly cause: ConflictCause;
      readonly until: string | null;
      readonly reference: string | null;
      readonly at: string;
    }
  /** People by tag; never by id, since lab stations read it. */
  | { readonly kind: 'verifiers-void'; readonly people: readonly string[]; readonly before: string }
  | {
      readonly kind: 'outcome';
      readonly commandId: string;
      readonly state: CommandState;
      readonly ending: CommandEnding | null;
      readonly refusal: ErrorCode | null;
      readonly at: string;
    };

export interface AuditCheckpointTable {
  station: string;
  chain: string;
  sequence: number;
  hash: string;
  document: string;
  received_at: Instant;
}

/** Checkpoints that contradict the one that is kept: a station's store went back, or was changed. */
export interface AuditAnomalyTable {
  station: string;
  chain: string;
  sequence: number;
  hash: string;
  document: string;
  kept_sequence: number;
  kept_hash: string;
  received_at: Instant;
}

/** People whom the provider held exempt without an open command. */
export interface SweepFindingTable {
  id: Generated<number>;
  person: string;
  found_at: Instant;
  resumed: boolean;
}

export interface HubSchema
  extends CheckTables,
    FleetTables,
    GuessingTables,
    ImportTables,
    OperatorTables,
    OversightTables {
  institution: InstitutionTable;
  station: StationTable;
  enrolment_token: EnrolmentTokenTable;
  request_nonce: RequestNonceTable;
  policy: PolicyTable;
  person: PersonTable;
  command: CommandTable;
  factor_reset: FactorResetTable;
  feed_head: FeedHeadTable;
  feed: FeedTable;
  audit_checkpoint: AuditCheckpointTable;
  audit_anomaly: AuditAnomalyTable;
  sweep_finding: SweepFindingTable;
  sweep_run: SweepRunTable;
  review: ReviewTable;
  hub_audit: HubAuditTable;
  hub_audit_head: HubAuditHeadTable;
  hub_audit_person: HubAuditPersonTable;
  notice: NoticeTable;
  objection: ObjectionTable;
  waiting_page: WaitingPageTable;
}
