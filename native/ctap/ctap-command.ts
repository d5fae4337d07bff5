import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import type { CborExchange, ExchangeOptions } from '../hid/ctap-hid-channel.ts';
import { type CborMap, decodeCbor, encodeCbor } from './canonical-cbor.ts';
import { ctapStatus, errorOfStatus } from './status-codes.ts';

/** Command bytes of CTAP 2.2 §6, and the one prototype command that shipped keys still have. */
export const ctapCommand = {
  makeCredential: 0x01,
  getAssertion: 0x02,
  getInfo: 0x04,
  clientPin: 0x06,
  reset: 0x07,
  getNextAssertion: 0x08,
  credentialManagement: 0x0a,
  selection: 0x0b,
  config: 0x0d,
  /** Credential management as keys of FIDO_2_1_PRE know it. */
  credentialManagementPreview: 0x41,
} as const;

export type CtapCommandByte = (typeof ctapCommand)[keyof typeof ctapCommand];

/**
 * Sends one command with its parameters and returns the map it answers (empty where the answer has none). A status
 * other than success becomes an error that keeps the status byte; an answer that is no canonical map fails with
 * `key/protocol`.
 */
export async function sendCtapCommand(
  authenticator: CborExchange,
  command: CtapCommandByte,
  parameters: CborMap | null,
  options: ExchangeOptions,
): Promise<FidoResult<CborMap>> {
  const encoded = parameters === null ? new Uint8Array(0) : encodeCbor(parameters);
  const answer = await authenticator.exchange(Uint8Array.of(command, ...encoded), options);
  if (!answer.ok) return answer;
  const [status] = answer.value;
  if (status === undefined) return fail('key/protocol', 'answer without a status');
  if (status !== ctapStatus.ok) return { ok: false, error: errorOfStatus(status) };
  if (answer.value.length === 1) return succeed(new Map());
  const value = decodeCbor(answer.value.subarray(1));
  if (!value.ok) return value;
  return value.value instanceof Map ? succeed(value.value) : fail('key/protocol', 'answer is no map');
}
