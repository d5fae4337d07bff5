/** What may be wrong with a policy file. The sentence for each is `problem.<code>` in `messages/policy-{ja,en}.json`. */
export type PolicyProblemCode =
  | 'file-unreadable'
  | 'file-too-large'
  | 'file-not-readable-text'
  | 'file-key-twice'
  | 'file-not-policy'
  | 'field-unknown'
  | 'field-missing'
  | 'wrong-kind'
  | 'not-allowed-value'
  | 'wrong-form'
  | 'too-small'
  | 'too-large'
  | 'schema'
  | 'said-twice'
  | 'duration-not-whole'
  | 'date-unknown'
  | 'hours-unclear'
  | 'dates-unclear'
  | 'stations-unclear'
  | 'key-unreadable'
  | 'key-not-private'
  | 'validity-empty'
  | 'validity-over'
  | 'room-twice'
  | 'station-twice'
  | 'station-in-two-rooms'
  | 'time-zone-unknown'
  | 'hours-never-open'
  | 'hours-beyond-maximum'
  | 'network-says-no-place'
  | 'group-both-ways'
  | 'person-both-ways'
  | 'nobody-exempt'
  | 'rooms-none'
  | 'hours-none'
  | 'offline-nobody'
  | 'folder-not-wipable'
  | 'folder-twice'
  | 'tile-twice'
  | 'site-start-outside'
  | 'idle-beyond-session'
  | 'warning-beyond-session';

/** A place in a policy: names of fields and indexes of lists; empty for the whole. */
export type PolicyPath = readonly (string | number)[];

export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  /** An error keeps the policy from being signed; a warning doesn't. */
  readonly severity: 'error' | 'warning';
  readonly path: PolicyPath;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Where in the file, counted from 1; absent where no file says it. */
  readonly position?: { readonly line: number; readonly column: number };
}

/** What keeps a policy from being signed, and where. */
export function policyError(
  code: PolicyProblemCode,
  path: PolicyPath,
  parameters: PolicyProblem['parameters'] = {},
): PolicyProblem {
  return { code, severity: 'error', path, parameters };
}

/** What can be signed but is hardly meant, and where. */
export function policyWarning(
  code: PolicyProblemCode,
  path: PolicyPath,
  parameters: PolicyProblem['parameters'] = {},
): PolicyProblem {
  return { code, severity: 'warning', path, parameters };
}
