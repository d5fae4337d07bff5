import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import { type CborMap, type CborValue, decodeCborItems } from './canonical-cbor.ts';

/** Bits of the flags byte (WebAuthn Level 3 §6.1). */
export const authenticatorFlag = {
  userPresent: 0x01,
  userVerified: 0x04,
  attestedCredential: 0x40,
  extensions: 0x80,
} as const;

export interface AttestedCredential {
  /** 16 bytes. */
  readonly aaguid: Uint8Array;
  readonly credentialId: Uint8Array;
  /** COSE_Key. */
  readonly publicKey: CborMap;
}

export interface AuthenticatorData {
  /** SHA-256 of the RP id. */
  readonly rpIdHash: Uint8Array;
  readonly flags: number;
  readonly signatureCounter: number;
  readonly attestedCredential: AttestedCredential | null;
  /** What the authenticator answered to extensions, by their identifiers; null if it says nothing. */
  readonly extensions: CborMap | null;
}

const headerLength = 37;
const longestCredentialId = 1023;

/** Reads authenticator data (WebAuthn Level 3 §6.1); fails with `key/protocol` on anything short, long or not canonical. */
export function parseAuthenticatorData(bytes: Uint8Array): FidoResult<AuthenticatorData> {
  if (bytes.length < headerLength) return fail('key/protocol', 'authenticator data too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rpIdHash = bytes.subarray(0, 32);
  const flags = view.getUint8(32);
  const signatureCounter = view.getUint32(33);
  const hasCredential = (flags & authenticatorFlag.attestedCredential) !== 0;
  const hasExtensions = (flags & authenticatorFlag.extensions) !== 0;
  const header = { rpIdHash, flags, signatureCounter };

  if (!hasCredential) {
    const rest = decodeCborItems(bytes.subarray(headerLength), hasExtensions ? 1 : 0);
    if (!rest.ok) return rest;
    const extensions = extensionsIn(rest.value[0]);
    return extensions.ok
      ? succeed({ ...header, attestedCredential: null, extensions: extensions.value })
      : extensions;
  }
  const idStart = headerLength + 18;
  if (bytes.length < idStart) return fail('key/protocol', 'attested credential too short');
  const idEnd = idStart + view.getUint16(headerLength + 16);
  if (idEnd > bytes.length || idEnd === idStart || idEnd - idStart > longestCredentialId)
    return fail('key/protocol', 'credential id of impossible length');
  const items = decodeCborItems(bytes.subarray(idEnd), hasExtensions ? 2 : 1);
  if (!items.ok) return items;
  const [publicKey, answered] = items.value;
  if (!(publicKey instanceof Map)) return fail('key/protocol', 'credential public key is no map');
  const extensions = extensionsIn(answered);
  if (!extensions.ok) return extensions;
  const aaguid = bytes.subarray(headerLength, headerLength + 16);
  const credentialId = bytes.subarray(idStart, idEnd);
  return succeed({
    ...header,
    attestedCredential: { aaguid, credentialId, publicKey },
    extensions: extensions.value,
  });
}

function extensionsIn(item: CborValue | undefined): FidoResult<CborMap | null> {
  if (item === undefined) return succeed(null);
  return item instanceof Map ? succeed(item) : fail('key/protocol', 'extensions are no map');
}
