import type { RefusedOutcome, UnavailableCause } from './directory-person.ts';

export type EntraVerdict =
  | { readonly verdict: 'refused'; readonly outcome: RefusedOutcome }
  | { readonly verdict: 'unavailable'; readonly cause: UnavailableCause };

const refusals: Readonly<Record<RefusedOutcome, readonly number[]>> = {
  // 50034 and 51004: no such user; 50064, 80007: the password by way of the campus's own agents; 50054: an old password
  wrong: [50126, 50034, 51004, 50064, 50054, 80007, 50020],
  locked: [50053],
  expired: [50055, 50144],
  'must-change': [50142],
  disabled: [50057],
  // Conditional Access, assignment, device and guest rules; 50056: the account has no password here
  'not-allowed': [
    53000, 53001, 53002, 53003, 53004, 530031, 530032, 50105, 50056, 50097, 50129, 50131, 50187,
  ],
  // 50072 and 50079 ask for registration first, 50158 for a challenge of somebody else's
  'mfa-required': [50072, 50074, 50076, 50079, 50158, 500121],
};

/** Transient trouble on Microsoft's side, or on that of the campus's own authentication agents. */
const busy = [50087, 50196, 90006, 90023, 90033, 90036, 80001, 80002, 80005, 80010, 50089];

/**
 * What the numbers of a refused password grant mean (learn.microsoft.com, "Microsoft Entra authentication error codes").
 * Of several the first known counts. An `invalid_grant` with an unknown number is a refusal: the account was looked at;
 * any other error is the settings' fault (application, tenant, consent).
 */
export function verdictOfEntraError(error: string, codes: readonly number[]): EntraVerdict {
  for (const code of codes) {
    for (const [outcome, numbers] of Object.entries(refusals) as [RefusedOutcome, readonly number[]][]) {
      if (numbers.includes(code)) return { verdict: 'refused', outcome };
    }
    if (busy.includes(code)) return { verdict: 'unavailable', cause: 'busy' };
  }
  if (error === 'temporarily_unavailable' || error === 'server_error') {
    return { verdict: 'unavailable', cause: 'busy' };
  }
  if (error === 'interaction_required') return { verdict: 'refused', outcome: 'mfa-required' };
  return error === 'invalid_grant'
    ? { verdict: 'refused', outcome: 'not-allowed' }
    : { verdict: 'unavailable', cause: 'configuration' };
}
