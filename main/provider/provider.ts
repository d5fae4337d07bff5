/**
 * What suspends and resumes a person's MFA: one connector per kind, each importing only this file and its SDK.
 * `person` is always the institution's own id. Nothing here knows about commands, ends or queues.
 */
export interface Provider {
  /** Which connector this is (`okta`, `entra`, `simulated`, …); equals the kind that stations were enrolled with. */
  readonly kind: string;
  /** True for one that changes nothing outside this machine. Refused in production and always shown on screen. */
  readonly simulated: boolean;
  /** Makes the person exempt. Idempotent: someone who is exempt already is a success. */
  suspend(person: string, signal: AbortSignal): Promise<ProviderAnswer>;
  /** Ends the exemption. Idempotent: someone who is not exempt is a success. */
  resume(person: string, signal: AbortSignal): Promise<ProviderAnswer>;
  /**
   * Ends the exemption of an account that {@link suspend} named, whoever's it is by now. Idempotent. For accounts that lost
   * their person's id meanwhile; `provider/unknown-person` says that the account itself is gone.
   */
  resumeAccount(account: string, signal: AbortSignal): Promise<ProviderAnswer>;
  /** Whether the person is exempt now. */
  status(person: string, signal: AbortSignal): Promise<SuspensionStatus | ProviderFailure>;
  /** Everyone who is exempt now, for finding those whom no command explains. */
  listSuspended(signal: AbortSignal): Promise<SuspendedPeople | ProviderFailure>;
  /** Whether it can be reached and lets us in. Changes nothing. */
  health(signal: AbortSignal): Promise<{ readonly ok: boolean }>;
  /** What the provider knows of the person's account; absent where it cannot be asked. */
  readonly lookUp?: (person: string, signal: AbortSignal) => Promise<ProviderPerson | ProviderFailure>;
  /** The person's methods, each with whether it counts as a second factor (mail and app passwords do not). */
  readonly factors?: (person: string, signal: AbortSignal) => Promise<FactorList | ProviderFailure>;
  /** Removes one factor. Idempotent: one that is gone already is a success. */
  readonly resetFactor?: (person: string, factorId: string, signal: AbortSignal) => Promise<ProviderAnswer>;
  /** Issues a code that stands in for a factor for so long. Not idempotent: the caller marks the call beforehand (I3). */
  readonly temporaryCode?: (
    person: string,
    minutes: number,
    signal: AbortSignal,
  ) => Promise<TemporaryCode | ProviderFailure>;
  /** Gives the person a new TOTP in place of any other. Not idempotent. */
  readonly initialiseTotp?: (person: string, signal: AbortSignal) => Promise<NewTotp | ProviderFailure>;
  /** Ends the person's sessions everywhere. Idempotent. */
  readonly endSessions?: (person: string, signal: AbortSignal) => Promise<ProviderAnswer>;
  /** What it exempts by network; absent where it knows nothing of networks or we may not read them. */
  readonly exemptNetworks?: ExemptNetworks;
}

export interface ProviderPerson {
  readonly ok: true;
  /** The provider's own id of the account. */
  readonly account: string;
  readonly enabled: boolean;
}

export interface FactorList {
  readonly ok: true;
  readonly factors: readonly ProviderFactor[];
}

/** One registered method of a person. Nothing of it is a secret; labels are masked as the provider masks them. */
export interface ProviderFactor {
  readonly id: string;
  readonly kind:
    | 'totp'
    | 'push'
    | 'sms'
    | 'voice'
    | 'passkey'
    | 'platform'
    | 'mail'
    | 'app-password'
    | 'question'
    | 'other';
  readonly label: string;
  /** Whether it is accepted as a second factor. */
  readonly counts: boolean;
  /** When it was registered, ISO 8601; null where the provider does not say. */
  readonly registeredAt: string | null;
}

/** Shown once and never stored. */
export interface TemporaryCode {
  readonly ok: true;
  readonly code: string;
  /** ISO 8601. */
  readonly validUntil: string;
}

/** `otpauth:` address of a new secret (Key URI format): shown once and never stored. */
export interface NewTotp {
  readonly ok: true;
  readonly uri: string;
}

/** The networks from which a provider asks nobody for a second factor: zones at Okta, named locations at Entra. */
export interface ExemptNetworks {
  /** All of them, also those that are not ours. Changes nothing. */
  list(signal: AbortSignal): Promise<ExemptNetworkList | ProviderFailure>;
}

export interface ExemptNetworkList {
  readonly ok: true;
  readonly networks: readonly ExemptNetwork[];
}

/** One named set of networks at the provider. */
export interface ExemptNetwork {
  readonly name: string;
  /** CIDR notation or `first-last`, IPv4 or IPv6. */
  readonly ranges: readonly string[];
  /** Whether it takes effect: an active policy zone, a location that is marked as trusted. */
  readonly trusted: boolean;
}

/**
 * - `provider/unknown-person`: it knows no such person.
 * - `provider/refused`: it answered, and will answer the same again (rights, configuration).
 * - `provider/unavailable`: no answer, a limit or a fault; `retryAfterMs` when it said how long to wait. The change may
 *   or may not have happened.
 *
 * What is unavailable names the account that it was tried at, where it came so far.
 */
export interface ProviderFailure {
  readonly ok: false;
  readonly code: 'provider/unknown-person' | 'provider/refused' | 'provider/unavailable';
  readonly retryAfterMs?: number;
  readonly account?: string;
}

/**
 * `ok` means that the provider confirmed it (I5). `propagatingUntil` is when the change has surely reached every
 * service that asks the provider (ISO 8601), null where it holds at once. `account` is the provider's own id of the account
 * that a person was suspended or resumed at: it stays when the account is renamed, and {@link Provider.resumeAccount} takes it.
 */
export type ProviderAnswer =
  | { readonly ok: true; readonly propagatingUntil: string | null; readonly account?: string }
  | ProviderFailure;

export interface SuspensionStatus {
  readonly ok: true;
  readonly suspended: boolean;
}

export interface SuspendedPeople {
  readonly ok: true;
  readonly people: readonly string[];
  /**
   * How many more are exempt of whom it can't be told who they are: accounts that lost their person id or were moved, or what
   * somebody else put there. Nobody ends these. Absent for none.
   */
  readonly strangers?: number;
}
