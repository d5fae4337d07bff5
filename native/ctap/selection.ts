import { type FidoResult, succeed } from '../client/fido-error.ts';
import type { CborExchange } from '../hid/ctap-hid-channel.ts';
import type { AuthenticatorInfo } from './authenticator-info.ts';
import { coseAlgorithm } from './cose-key.ts';
import { ctapCommand, sendCtapCommand } from './ctap-command.ts';
import { makeCredential, type PresenceOptions } from './make-credential.ts';
import { ctapStatus } from './status-codes.ts';

const touchedStatuses: readonly (number | undefined)[] = [
  ctapStatus.pinInvalid,
  ctapStatus.pinAuthInvalid,
  ctapStatus.pinNotSet,
];

/**
 * Succeeds when the person touches this key: authenticatorSelection (CTAP 2.2 §6.9), or on keys of CTAP 2.0 a
 * makeCredential with an empty authentication parameter, which waits for a touch and then refuses (CTAP 2.2 §6.1.2
 * step 1).
 */
export async function waitForSelection(
  authenticator: CborExchange,
  info: AuthenticatorInfo,
  presence: PresenceOptions,
): Promise<FidoResult<null>> {
  if (info.versions.some((version) => /^FIDO_2_[1-9]$/.test(version))) {
    const selected = await sendCtapCommand(authenticator, ctapCommand.selection, null, {
      ...presence,
      limit: 'touch',
    });
    return selected.ok ? succeed(null) : selected;
  }
  const refused = await makeCredential(
    authenticator,
    {
      clientDataHash: new Uint8Array(32),
      relyingParty: { id: 'selection.invalid', name: 'selection' },
      user: { id: Uint8Array.of(0), name: 'selection', displayName: 'selection' },
      algorithms: [coseAlgorithm.es256],
      excludeCredentials: [],
      discoverable: false,
      builtInVerification: false,
      pinUvAuth: { parameter: new Uint8Array(0), protocol: info.pinProtocols[0] ?? 1 },
    },
    presence,
  );
  if (refused.ok || touchedStatuses.includes(refused.error.status)) return succeed(null);
  return refused;
}
