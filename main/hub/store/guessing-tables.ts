import type { ColumnType, Generated } from 'kysely';

type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** Consecutive failures of a login's tag at one station, as it last said. No login is ever told to the hub. */
export interface SignInFailureTable {
  tag: string;
  station: string;
  failures: number;
  failed_at: Instant;
  reported_at: Instant;
}

/** Tags that lab stations were told of, and when the counter last cleared one. */
interface SignInToldTable {
  tag: string;
  cleared_at: NullableInstant;
}

/** Failed passwords that the hub saw while it asked the directory for a station; an empty login stands for the whole station. */
interface DirectorySignInTable {
  /** Keyed digest; no login is kept. */
  login: string;
  station: string;
  tag: string;
  failures: number;
  failed_at: Instant;
  /** When the directory last took a password there. */
  verified_at: NullableInstant;
}

/** Who cleared a person's failures, and why. */
interface FailureClearingTable {
  id: Generated<number>;
  person: string;
  operator: string;
  station: string;
  reason: string;
  failures: number;
  cleared_at: Instant;
  /** The operator's signature of it, as it came; null for what is older than such proofs. */
  proof: string | null;
}

/** Sign-ins by a station's own verifier, told afterwards. */
export interface OfflineSignInTable {
  id: string;
  station: string;
  person: string;
  verified_at: Instant;
  signed_in_at: Instant;
  received_at: Instant;
  /** What the directory's import already said against it when it was made; null for nothing. */
  against: 'unknown' | 'disabled' | 'credential-changed' | null;
}

/** Passwords that were guessed or typed wrong, who cleared that, and sign-ins while the directory was away. */
export interface GuessingTables {
  sign_in_failure: SignInFailureTable;
  sign_in_told: SignInToldTable;
  directory_sign_in: DirectorySignInTable;
  failure_clearing: FailureClearingTable;
  offline_sign_in: OfflineSignInTable;
}
