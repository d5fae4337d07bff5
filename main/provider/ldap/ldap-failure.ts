import type { LdapFault } from '../../ldap/ldap-session.ts';
import type { ProviderFailure } from '../provider.ts';

/** A failure, and whether another server may answer differently. */
export interface LdapJudgement {
  readonly ok: false;
  readonly code: ProviderFailure['code'];
  readonly elsewhere: boolean;
}

/** Nobody, or more than one: the same at every server. */
export const unknownPerson: LdapJudgement = { ok: false, code: 'provider/unknown-person', elsewhere: false };
export const refused: LdapJudgement = { ok: false, code: 'provider/refused', elsewhere: false };

/**
 * What a server's result code means for the call (RFC 4511, appendix A).
 *
 * A referral (10) and unwillingToPerform (53) come from a server that cannot write: the next one may, and if none can,
 * nobody will later either. An unknown code is a refusal: calling again for it would be a loop.
 */
export function judgeLdapFault(fault: LdapFault): LdapJudgement {
  if (fault.fault === 'broken') return { ok: false, code: 'provider/unavailable', elsewhere: true };
  switch (fault.code) {
    case 1: // operationsError
    case 3: // timeLimitExceeded
    case 11: // adminLimitExceeded
    case 51: // busy
    case 52: // unavailable
    case 80: // other
      return { ok: false, code: 'provider/unavailable', elsewhere: true };
    case 10: // referral
    case 53: // unwillingToPerform
      return { ok: false, code: 'provider/refused', elsewhere: true };
    default: // rights (50), the service's password (49), TLS demanded (8, 13), a wrong group (32), a schema (17, 65), …
      return refused;
  }
}
