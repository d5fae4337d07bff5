/** What may be wrong with a policy that is to be signed. The sentence for each lies under `policy.problem.<code>`. */
export type PolicyProblemCode =
  | 'file-unreadable'
  | 'file-not-json'
  | 'file-too-large'
  | 'schema'
  | 'key-unreadable'
  | 'key-not-private'
  | 'validity-empty'
  | 'room-twice'
  | 'station-in-two-rooms'
  | 'time-zone-unknown'
  | 'hours-never-open'
  | 'hours-beyond-maximum'
  | 'network-says-no-place';

export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  /** An error keeps the policy from being signed; a warning doesn't. */
  readonly severity: 'error' | 'warning';
  /** Where in the policy, e.g. `rooms.0.networks.1`; empty for the whole. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}
