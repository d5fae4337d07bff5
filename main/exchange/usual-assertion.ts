import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { OperatorAssertion } from '../../preload/contract/models/staff.ts';
import { isStrictEcdsaSignature } from './ecdsa-signature.ts';
import { webAuthnLibrary } from './webauthn-library.ts';

const verifyAside = promisify(verify);

/** Flags of authenticator data (WebAuthn Level 3 §6.1): present and verified, and nothing else. */
const presentAndVerified = 0x05;
/** RP id hash, flags and counter, without attested data or extensions. */
const plainLength = 37;

/** What browsers and our own client write; `topOrigin` and `tokenBinding` are not usual. */
const usualClientData = z.strictObject({
  type: z.literal('webauthn.get'),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.literal(false).optional(),
});

/** Most keys that are remembered. */
const maximumKeys = 1000;
const keys = new Map<string, Promise<KeyObject | null>>();

/**
 * The counter of an assertion that verifies in every point of WebAuthn Level 3 §7.2 and has the shape that nearly all
 * have: ES256, user present and verified, not copied elsewhere, no extensions. Null for every other one, good or bad: those are for the
 * library to judge, which takes several times as long. Nothing is accepted here that the library would refuse.
 */
export async function verifyUsualAssertion(input: {
  readonly assertion: OperatorAssertion;
  /** base64url. */
  readonly challenge: string;
  readonly rpId: string;
  /** COSE_Key (RFC 9052 §7), base64url. */
  readonly publicKey: string;
}): Promise<number | null> {
  const { clientDataJSON, authenticatorData, signature } = input.assertion.response;
  const clientData = decode(clientDataJSON);
  const data = decode(authenticatorData);
  const signed = decode(signature);
  if (clientData === null || data === null || signed === null) return null;
  if (data.length !== plainLength || data[32] !== presentAndVerified) return null;
  if (!sha256(input.rpId).equals(data.subarray(0, 32)) || !isStrictEcdsaSignature(signed)) return null;
  const said = readClientData(clientData);
  if (said?.challenge !== input.challenge || said.origin !== `https://${input.rpId}`) return null;
  const key = await keyOf(input.publicKey);
  if (key === null) return null;
  const bytes = Buffer.concat([data, sha256(clientData)]);
  const holds = await verifyAside('sha256', bytes, { key, dsaEncoding: 'der' }, signed);
  return holds ? data.readUInt32BE(33) : null;
}

/** The bytes of base64url in its one spelling; null for any other. */
function decode(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

function readClientData(bytes: Buffer): z.output<typeof usualClientData> | null {
  try {
    return usualClientData.safeParse(JSON.parse(bytes.toString())).data ?? null;
  } catch {
    return null;
  }
}

function sha256(value: string | Uint8Array): Buffer {
  return createHash('sha256').update(value).digest();
}

/** A registered key ready to verify with; null for anything but ES256. */
function keyOf(publicKey: string): Promise<KeyObject | null> {
  const known = keys.get(publicKey);
  if (known !== undefined) return known;
  const oldest = keys.size >= maximumKeys ? keys.keys().next().value : undefined;
  if (oldest !== undefined) keys.delete(oldest);
  const read = readKey(publicKey);
  keys.set(publicKey, read);
  return read;
}

async function readKey(publicKey: string): Promise<KeyObject | null> {
  const { cose, decodeCredentialPublicKey } = await webAuthnLibrary();
  try {
    const decoded = decodeCredentialPublicKey(new Uint8Array(Buffer.from(publicKey, 'base64url')));
    if (!cose.isCOSEPublicKeyEC2(decoded)) return null;
    const [x, y] = [decoded.get(cose.COSEKEYS.x), decoded.get(cose.COSEKEYS.y)];
    const isEs256 =
      decoded.get(cose.COSEKEYS.alg) === cose.COSEALG.ES256 &&
      decoded.get(cose.COSEKEYS.crv) === cose.COSECRV.P256;
    if (!isEs256 || x === undefined || y === undefined) return null;
    const coordinate = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
    return createPublicKey({
      key: { kty: 'EC', crv: 'P-256', x: coordinate(x), y: coordinate(y) },
      format: 'jwk',
    });
  } catch {
    return null;
  }
}
