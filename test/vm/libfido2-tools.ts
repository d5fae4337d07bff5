import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto';
import type { OperatorCredential } from '../../main/exchange/operator-assertion.ts';
import type { RegistrationLike } from '../../main/exchange/operator-registration.ts';
import { type CborValue, decodeCbor, encodeCbor } from '../../native/ctap/canonical-cbor.ts';
import type { OperatorAssertion } from '../../preload/contract/models/staff.ts';
import type { ToolOutcome, ToolRun } from '../rigs/vm/guest-calls.ts';
import type { KeyGuest } from '../rigs/vm/key-guest.ts';
import { newChallenge, origin, rpId } from './relying-party.ts';

/** fido2-cred(1) and fido2-assert(1), the command-line tools of libfido2, with WebAuthn JSON for input and output. */
export interface Libfido2 {
  makeCredential(wish: CredentialWish): Promise<MadeByTool>;
  getAssertion(wish: AssertionWish): Promise<AssertedByTool>;
  /** Runs fido2-token(1). With answers it gets a terminal, and each waits for its question. */
  token(words: readonly string[], answers?: ToolRun['answers']): Promise<ToolOutcome>;
  /** What fido2-cred -V says of anybody's registration: status 0 if it holds, user verification included. */
  verifyCredential(response: RegistrationLike, type: KeyType, protection?: number): Promise<ToolOutcome>;
  /** What fido2-assert -V says of anybody's assertion, likewise. */
  verifyAssertion(assertion: OperatorAssertion, credential: OperatorCredential): Promise<ToolOutcome>;
}

export type KeyType = 'es256' | 'eddsa';

export interface CredentialWish {
  readonly device: string;
  readonly user: string;
  /** Default: the product's. */
  readonly relyingParty?: string;
  readonly type?: KeyType;
  readonly resident?: boolean;
  /**
   * Default true. Keys of CTAP 2.0 without a sensor of their own refuse to be asked for verification, and demand the PIN
   * by themselves.
   */
  readonly asksVerification?: boolean;
  /** Level of credProtect (CTAP 2.2 §12.1). */
  readonly protection?: number;
  readonly pin: string;
}

export interface MadeByTool {
  readonly response: RegistrationLike;
  readonly challenge: string;
}

export interface AssertionWish {
  readonly device: string;
  readonly credential: OperatorCredential;
  /** Finds the credential on the key without being told its id. */
  readonly resident?: boolean;
  /** Default true. Without it nobody is asked for a PIN. */
  readonly asksVerification?: boolean;
  readonly pin: string;
}

export interface AssertedByTool {
  readonly assertion: OperatorAssertion;
  readonly challenge: string;
}

const coseAlgorithms = { es256: -7, eddsa: -8 } as const;

/** The tools in a guest. A tool that refuses to make something is an error that carries its words. */
export function libfido2In(guest: KeyGuest): Libfido2 {
  return {
    async makeCredential(wish) {
      const { device, user, relyingParty = rpId, type = 'es256', protection, pin } = wish;
      const flags = [
        ...(wish.resident ? ['-r'] : []),
        ...(wish.asksVerification === false ? [] : ['-v']),
        ...(protection === undefined ? [] : ['-c', String(protection)]),
      ];
      const { challenge, clientDataJson, hash } = newClientData('webauthn.create');
      const made = await guest.ask('run', {
        command: ['fido2-cred', '-M', ...flags, '-i', 'in', '-o', 'out', device, type],
        files: { in: lines(hash, relyingParty, user, Buffer.from(user)) },
        collect: ['out'],
        answers: [['PIN', pin]],
      });
      const [, , format = '', data = '', id = '', signature = ''] = outputLines(made);
      const statement = new Map<string, CborValue>([
        ['alg', coseAlgorithms[type]],
        ['sig', Buffer.from(signature, 'base64')],
      ]);
      const attestationObject = encodeCbor(
        new Map<string, CborValue>([
          ['fmt', format],
          ['attStmt', statement],
          ['authData', byteString(data)],
        ]),
      );
      const credentialId = Buffer.from(id, 'base64').toString('base64url');
      const response = {
        clientDataJSON: toBase64url(clientDataJson),
        attestationObject: toBase64url(attestationObject),
      };
      return { response: { id: credentialId, rawId: credentialId, type: 'public-key', response }, challenge };
    },

    async getAssertion({ device, credential, resident = false, asksVerification = true, pin }) {
      const { challenge, clientDataJson, hash } = newClientData('webauthn.get');
      const id = Buffer.from(credential.id, 'base64url');
      const flags = [...(resident ? ['-r'] : []), ...(asksVerification ? ['-v'] : [])];
      const asserted = await guest.ask('run', {
        command: ['fido2-assert', '-G', ...flags, '-i', 'in', '-o', 'out', device],
        files: { in: resident ? lines(hash, rpId) : lines(hash, rpId, id) },
        collect: ['out'],
        answers: [['PIN', pin]],
      });
      const [, , data = '', signature = ''] = outputLines(asserted);
      const response = {
        clientDataJSON: toBase64url(clientDataJson),
        authenticatorData: toBase64url(byteString(data)),
        signature: toBase64url(Buffer.from(signature, 'base64')),
      };
      const { id: rawId } = credential;
      const assertion: OperatorAssertion = {
        id: rawId,
        rawId,
        type: 'public-key',
        clientExtensionResults: {},
        response,
      };
      return { assertion, challenge };
    },

    token: (words, answers) =>
      guest.ask('run', {
        command: ['fido2-token', ...words],
        ...(answers === undefined ? {} : { answers }),
      }),

    async verifyCredential({ id, response }, type, protection) {
      const decoded = decodeCbor(Buffer.from(response.attestationObject, 'base64url'));
      const object = decoded.ok && decoded.value instanceof Map ? decoded.value : new Map();
      const data = Buffer.from(encodeCbor(object.get('authData')));
      const signature = Buffer.from(object.get('attStmt').get('sig'));
      const hash = clientDataHash(response.clientDataJSON);
      const protects = protection === undefined ? [] : ['-c', String(protection)];
      return guest.ask('run', {
        command: ['fido2-cred', '-V', '-v', ...protects, '-i', 'in', '-o', 'out', type],
        files: {
          in: lines(hash, rpId, object.get('fmt'), data, Buffer.from(id, 'base64url'), signature),
        },
      });
    },

    async verifyAssertion({ response }, credential) {
      const { pem, type } = publicKeyOf(credential);
      const data = Buffer.from(encodeCbor(Buffer.from(response.authenticatorData, 'base64url')));
      const signature = Buffer.from(response.signature, 'base64url');
      return guest.ask('run', {
        command: ['fido2-assert', '-V', '-p', '-v', '-i', 'in', 'key', type],
        files: { in: lines(clientDataHash(response.clientDataJSON), rpId, data, signature), key: pem },
      });
    },
  };
}

function newClientData(type: 'webauthn.create' | 'webauthn.get') {
  const challenge = newChallenge();
  const clientDataJson = Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  return { challenge, clientDataJson, hash: clientDataHash(toBase64url(clientDataJson)) };
}

function clientDataHash(clientDataJson: string): Buffer {
  return createHash('sha256').update(Buffer.from(clientDataJson, 'base64url')).digest();
}

function toBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/** One value a line; bytes as base64. */
function lines(...values: readonly (string | Buffer)[]): string {
  return `${values.map((value) => (typeof value === 'string' ? value : value.toString('base64'))).join('\n')}\n`;
}

function outputLines({ status, output, files }: ToolOutcome): readonly string[] {
  if (status !== 0) throw new Error(`libfido2 says: ${output}`);
  return (files.out ?? '').split('\n');
}

/** The tools write authenticator data as a CBOR byte string. */
function byteString(base64: string): Uint8Array {
  const decoded = decodeCbor(Buffer.from(base64, 'base64'));
  if (!decoded.ok || !(decoded.value instanceof Uint8Array)) throw new Error('no authenticator data');
  return decoded.value;
}

/** A COSE_Key (RFC 9052 §7) as the PEM that fido2-assert -V reads. */
export function publicKeyOf({ publicKey }: OperatorCredential): {
  readonly pem: string;
  readonly type: KeyType;
} {
  const decoded = decodeCbor(Buffer.from(publicKey, 'base64url'));
  if (!decoded.ok || !(decoded.value instanceof Map)) throw new Error('no COSE key');
  const cose = decoded.value;
  const type = cose.get(3) === coseAlgorithms.es256 ? 'es256' : 'eddsa';
  const key: JsonWebKey =
    type === 'es256'
      ? { kty: 'EC', crv: 'P-256', x: toBase64url(cose.get(-2)), y: toBase64url(cose.get(-3)) }
      : { kty: 'OKP', crv: 'Ed25519', x: toBase64url(cose.get(-2)) };
  const pem = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
  return { pem, type };
}
