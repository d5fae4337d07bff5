import type { DirectoryPerson, RefusedOutcome, UnavailableCause } from './directory-person.ts';

/**
 * - `totp`: a code of an app.
 * - `token`: a code of a hardware token or a printed list.
 * - `sms`, `email`, `call`: a code that is sent first.
 * - `push`: approved on a phone; no code is typed.
 */
export type FactorKind = 'totp' | 'token' | 'sms' | 'email' | 'call' | 'push';

/** One way in which a person may prove themselves now. Holds no secret, and nothing whole of a number or an address. */
export interface OfferedFactor {
  readonly id: string;
  readonly kind: FactorKind;
  /** The last characters of a number, a device's name: enough to be recognised by its owner; null for none. */
  readonly hint: string | null;
}

/** A password was right, and a second factor is wanted. Plain data, so that it may travel. */
export interface FactorChallenge {
  /** The verifier's own; opaque, and as good as the password was: never shown, stored or logged. */
  readonly state: string;
  readonly factors: readonly OfferedFactor[];
  /** From its making. */
  readonly expiresInSeconds: number;
}

/**
 * - `verified`: with the person where the verifier is what knows them, otherwise null.
 * - `waiting`: something was sent, or is not yet approved; go on with this challenge. `show` is a number to be pressed
 *   on the phone.
 * - `wrong`: not this code. `rejected`: the person turned it down on the phone: somebody else may be trying.
 * - `locked`: too many wrong codes. `over`: the challenge is too old or unknown.
 * - `refused`: the factor was right and the account still may not come in.
 */
export type FactorAnswer =
  | { readonly answer: 'verified'; readonly person: DirectoryPerson | null }
  | { readonly answer: 'waiting'; readonly challenge: FactorChallenge; readonly show: string | null }
  | { readonly answer: 'wrong' | 'rejected' | 'locked' | 'over' }
  | { readonly answer: 'refused'; readonly outcome: RefusedOutcome }
  | { readonly answer: 'unavailable'; readonly cause: UnavailableCause };

export interface FactorRequest {
  readonly challenge: FactorChallenge;
  readonly factorId: string;
  readonly signal?: AbortSignal;
}

/** Judges second factors. Never rejects, persists nothing and logs nothing. */
export interface FactorVerifier {
  /** Sends a code or a prompt, again if it was sent before. */
  send(request: FactorRequest): Promise<FactorAnswer>;
  /** Judges a code; without one asks whether a prompt was approved. */
  verify(request: FactorRequest & { readonly code?: string }): Promise<FactorAnswer>;
}

/** A second factor beside a directory that knows passwords only. */
export interface SecondFactor extends FactorVerifier {
  /** Which connector this is, for logs and `doctor`. */
  readonly kind: string;
  /** What this person may be asked for; `none` where they have registered nothing. */
  begin(
    person: DirectoryPerson,
    signal?: AbortSignal,
  ): Promise<
    | { readonly answer: 'challenge'; readonly challenge: FactorChallenge }
    | { readonly answer: 'none' }
    | { readonly answer: 'unavailable'; readonly cause: UnavailableCause }
  >;
}

export const MAXIMUM_CODE_LENGTH = 64;

/** What was typed as a code, in half width and without spaces; undefined for what can be none. */
export function readCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').replaceAll(/\s/g, '');
  return code !== '' && code.length <= MAXIMUM_CODE_LENGTH && /^[\x21-\x7e]+$/.test(code) ? code : undefined;
}

/** The last four digits of a number, so that its owner knows it and nobody else learns it. */
export function maskedNumber(number: string): string | null {
  const digits = number.replaceAll(/[^0-9]/g, '');
  return digits.length < 4 ? null : `••••${digits.slice(-4)}`;
}
