import { type FidoResult, succeed } from '../client/fido-error.ts';
import type { CborExchange } from '../hid/ctap-hid-channel.ts';
import { type CborMap, encodeCbor } from './canonical-cbor.ts';
import { presentFields } from './cbor-fields.ts';
import type { PinUvAuthToken } from './client-pin.ts';
import { ctapCommand, sendCtapCommand } from './ctap-command.ts';

/** Subcommands of authenticatorConfig (CTAP 2.2 §6.11). */
export const configSubcommand = { toggleAlwaysUv: 2, setMinimumPinLength: 3 } as const;

export interface MinimumPinLengthChange {
  /** In code points; a key never takes a lower one than it has. */
  readonly length?: number | undefined;
  /** RP ids that may read the minimum with the minPinLength extension; replaces those before. */
  readonly readers?: readonly string[] | undefined;
  /** The PIN must be changed before its next use, whatever its length. */
  readonly forceChange?: boolean | undefined;
}

/** toggleAlwaysUv (CTAP 2.2 §6.11.2): whether the key verifies the person for everything. */
export function toggleAlwaysUv(
  authenticator: CborExchange,
  token: PinUvAuthToken | null,
  signal?: AbortSignal,
): Promise<FidoResult<null>> {
  return configure(authenticator, token, configSubcommand.toggleAlwaysUv, null, signal);
}

/** setMinPINLength (CTAP 2.2 §6.11.4). A lower minimum than the present one is `key/pin-not-allowed`. */
export function setMinimumPinLength(
  authenticator: CborExchange,
  token: PinUvAuthToken | null,
  change: MinimumPinLengthChange,
  signal?: AbortSignal,
): Promise<FidoResult<null>> {
  const parameters = presentFields([
    [0x01, change.length],
    [0x02, change.readers],
    [0x03, change.forceChange || undefined],
  ]);
  return configure(authenticator, token, configSubcommand.setMinimumPinLength, parameters, signal);
}

/** What a token signs for a subcommand (CTAP 2.2 §6.11): 32 bytes 0xff, the command, the subcommand, its parameters. */
export function configMessage(subcommand: number, parameters: CborMap | null): Uint8Array {
  const encoded = parameters === null ? new Uint8Array(0) : encodeCbor(parameters);
  return Uint8Array.of(...new Uint8Array(32).fill(0xff), ctapCommand.config, subcommand, ...encoded);
}

/** `token` null only on a key that has neither PIN nor a sensor in use. */
async function configure(
  authenticator: CborExchange,
  token: PinUvAuthToken | null,
  subcommand: number,
  parameters: CborMap | null,
  signal: AbortSignal | undefined,
): Promise<FidoResult<null>> {
  const proof =
    token === null
      ? undefined
      : token.protocol.authenticate(token.bytes, configMessage(subcommand, parameters));
  const request = presentFields([
    [0x01, subcommand],
    [0x02, parameters ?? undefined],
    [0x03, token?.protocol.version],
    [0x04, proof],
  ]);
  const answer = await sendCtapCommand(authenticator, ctapCommand.config, request, {
    limit: 'quick',
    signal,
  });
  return answer.ok ? succeed(null) : answer;
}
