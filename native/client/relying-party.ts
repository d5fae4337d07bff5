import { createHash } from 'node:crypto';
import { type FidoResult, fail, succeed } from './fido-error.ts';

export interface RelyingParty {
  readonly id: string;
  /** SHA-256 of the id. */
  readonly idHash: Uint8Array;
  readonly origin: string;
}

const domain = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;
const numericLabel = /\.[0-9]+$/;

/**
 * Checks that an origin may use an RP id (WebAuthn Level 3 §5.1.3 step 8): an https origin (or localhost), and an id
 * equal to its host or a parent domain of at least two labels; without an id the host is it. There is no list of public
 * suffixes here, so that rule is weaker than a browser's; the callers use one fixed RP id. Fails with `key/bad-request`.
 */
export function relyingPartyOf(origin: string, rpId: string | undefined): FidoResult<RelyingParty> {
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (url === null || url.origin !== origin) return fail('key/bad-request', 'origin is no web origin');
  const host = url.hostname;
  const id = rpId ?? host;
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && host === 'localhost');
  if (!secure) return fail('key/bad-request', 'origin is not https');
  const isDomain = (name: string): boolean => domain.test(name) && !numericLabel.test(name);
  const fits = id === host ? id === 'localhost' || isDomain(id) : isDomain(id) && host.endsWith(`.${id}`);
  if (!fits) return fail('key/bad-request', 'RP id does not belong to the origin');
  return succeed({ id, idHash: createHash('sha256').update(id).digest(), origin });
}
