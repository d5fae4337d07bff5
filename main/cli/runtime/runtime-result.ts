/** Why an Electron window cannot be brought up on this machine. `detail` is for a person who reads a terminal. */
export type RuntimeFailureCode =
  | 'runtime/unsupported-platform'
  | 'runtime/official-unavailable'
  | 'runtime/download-failed'
  | 'runtime/checksum-mismatch'
  | 'runtime/cache-not-trusted'
  | 'runtime/libraries-missing'
  | 'runtime/display-failed';

export interface RuntimeFailure {
  readonly code: RuntimeFailureCode;
  readonly detail: string;
  readonly cause?: unknown;
}

/** Like the contract's `Result`, with codes that never travel to a window: there is none yet. */
export type RuntimeResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: RuntimeFailure };

/** A success. */
export function ready<T>(value: T): RuntimeResult<T> {
  return { ok: true, value };
}

/** An expected failure, with what a person needs to know and the error underneath where there was one. */
export function failed(code: RuntimeFailureCode, detail: string, cause?: unknown): RuntimeResult<never> {
  return { ok: false, failure: cause === undefined ? { code, detail } : { code, detail, cause } };
}
