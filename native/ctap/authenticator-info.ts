import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import type { CborExchange } from '../hid/ctap-hid-channel.ts';
import type { CborMap, CborValue } from './canonical-cbor.ts';
import { arrayField, bytesField, countField, flagField, mapField } from './cbor-fields.ts';
import { ctapCommand, sendCtapCommand } from './ctap-command.ts';

/** What an authenticator says about itself (CTAP 2.2 §6.4), with the defaults of the standard filled in. */
export interface AuthenticatorInfo {
  readonly versions: readonly string[];
  readonly extensions: readonly string[];
  /** 16 bytes: the model. */
  readonly aaguid: Uint8Array;
  /** `rk`, `clientPin`, `uv`, `pinUvAuthToken` and so on; an absent one means not supported (except `up`). */
  readonly options: ReadonlyMap<string, boolean>;
  /** The longest request that it takes, in bytes. */
  readonly maximumMessageSize: number;
  /** PIN/UV auth protocols, the preferred first. */
  readonly pinProtocols: readonly number[];
  readonly maximumCredentialsInList: number | null;
  readonly maximumCredentialIdLength: number | null;
  readonly transports: readonly string[];
  /** COSE algorithm identifiers; empty where it does not say. */
  readonly algorithms: readonly number[];
  /** The PIN must be changed before the key does anything that needs it. */
  readonly mustChangePin: boolean;
  /** In Unicode code points. */
  readonly minimumPinLength: number;
  /** In Unicode code points (CTAP 2.2); 63 where it does not say. */
  readonly maximumPinLength: number;
  readonly firmwareVersion: number | null;
  /** How often to ask the key's own sensor before falling back to the PIN; null where it does not say. */
  readonly preferredSensorTries: number | null;
  /** How many more discoverable credentials fit, at most; null where it does not say. */
  readonly remainingCredentials: number | null;
  /** A reset wants the key held for some seconds instead of touched (CTAP 2.2). */
  readonly longTouchForReset: boolean;
  /** Transports over which it takes a reset (CTAP 2.2); empty where it does not say. */
  readonly resetTransports: readonly string[];
}

/** authenticatorGetInfo (CTAP 2.2 §6.4). */
export async function getAuthenticatorInfo(
  authenticator: CborExchange,
  signal?: AbortSignal,
): Promise<FidoResult<AuthenticatorInfo>> {
  const answer = await sendCtapCommand(authenticator, ctapCommand.getInfo, null, { limit: 'quick', signal });
  return answer.ok ? parseAuthenticatorInfo(answer.value) : answer;
}

/** Reads the map of authenticatorGetInfo; members that are not known yet are passed over. */
export function parseAuthenticatorInfo(map: CborMap): FidoResult<AuthenticatorInfo> {
  const versions = texts(arrayField(map, 0x01));
  const aaguid = bytesField(map, 0x03);
  if (versions.length === 0 || aaguid?.length !== 16) return fail('key/protocol', 'getInfo: incomplete');
  const options = new Map<string, boolean>();
  for (const [name, value] of mapField(map, 0x04) ?? [])
    if (typeof name === 'string' && typeof value === 'boolean') options.set(name, value);
  return succeed({
    versions,
    extensions: texts(arrayField(map, 0x02)),
    aaguid,
    options,
    maximumMessageSize: countField(map, 0x05) ?? 1024,
    pinProtocols: numbers(arrayField(map, 0x06)),
    maximumCredentialsInList: countField(map, 0x07) ?? null,
    maximumCredentialIdLength: countField(map, 0x08) ?? null,
    transports: texts(arrayField(map, 0x09)),
    algorithms: (arrayField(map, 0x0a) ?? []).flatMap((entry) => {
      const algorithm = entry instanceof Map ? entry.get('alg') : undefined;
      return typeof algorithm === 'number' ? [algorithm] : [];
    }),
    mustChangePin: flagField(map, 0x0c) ?? false,
    minimumPinLength: Math.min(Math.max(countField(map, 0x0d) ?? 4, 4), 63),
    maximumPinLength: Math.min(Math.max(countField(map, 0x1d) ?? 63, 8), 63),
    firmwareVersion: countField(map, 0x0e) ?? null,
    preferredSensorTries: countField(map, 0x11) ?? null,
    remainingCredentials: countField(map, 0x14) ?? null,
    longTouchForReset: flagField(map, 0x18) ?? false,
    resetTransports: texts(arrayField(map, 0x1a)),
  });
}

function texts(values: readonly CborValue[] | undefined): readonly string[] {
  return (values ?? []).filter((value) => typeof value === 'string');
}

function numbers(values: readonly CborValue[] | undefined): readonly number[] {
  return (values ?? []).filter((value) => typeof value === 'number');
}
