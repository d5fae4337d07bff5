import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';

/**
 * What is shown once, sealed by the hub for the one agent whose operator signed the command: no proxy, log or other
 * station between them can read it. HPKE's pattern (RFC 9180) from its parts: an ephemeral X25519 key (RFC 7748), HKDF
 * with SHA-256 (RFC 5869) and AES-256-GCM; the command's id is bound to it.
 */
export const issuedSecret = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('new-totp'),
    /** `otpauth:` address (Key URI format). */
    uri: z.string().min(1).max(2000),
  }),
  z.strictObject({
    kind: z.literal('temporary-code'),
    code: z.string().min(1).max(200),
    /** ISO 8601. */
    validUntil: z.string().max(40),
  }),
]);
export type IssuedSecret = z.infer<typeof issuedSecret>;

/** `ephemeral public key . ciphertext with tag`, each base64url. */
export const sealedAnswer = z.string().regex(/^[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{22,8000}$/);

/** The agent's half: `publicKey` goes into the command, `open` works as long as this process lives. */
export interface AnswerOpener {
  readonly publicKey: string;
  /** Null for what was not sealed to this key for this command, or was changed. */
  open(sealed: string, commandId: string): IssuedSecret | null;
}

/** A new key for one command. It is never written anywhere. */
export function createAnswerOpener(): AnswerOpener {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const own = rawPublic(publicKey);
  return {
    publicKey: own,
    open(sealed, commandId) {
      try {
        const [ephemeral = '', text = ''] = sealedAnswer.parse(sealed).split('.');
        const bytes = Buffer.from(text, 'base64url');
        const key = sharedKey(privateKey, ephemeral, { ephemeral, own, commandId });
        const decipher = createDecipheriv('aes-256-gcm', key, zeroNonce);
        decipher.setAuthTag(bytes.subarray(-16));
        const plain = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
        return issuedSecret.parse(JSON.parse(plain.toString('utf8')));
      } catch {
        return null;
      }
    },
  };
}

/** The hub's half. Throws for a key that is none. */
export function sealAnswer(secret: IssuedSecret, answerKey: string, commandId: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const ephemeral = rawPublic(publicKey);
  const key = sharedKey(privateKey, answerKey, { ephemeral, own: answerKey, commandId });
  const cipher = createCipheriv('aes-256-gcm', key, zeroNonce);
  const text = Buffer.concat([cipher.update(canonicalJson(secret), 'utf8'), cipher.final()]);
  return `${ephemeral}.${Buffer.concat([text, cipher.getAuthTag()]).toString('base64url')}`;
}

/** Each key seals one message only. */
const zeroNonce = Buffer.alloc(12);

function sharedKey(
  privateKey: KeyObject,
  other: string,
  bound: { readonly ephemeral: string; readonly own: string; readonly commandId: string },
): Buffer {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: other }, format: 'jwk' });
  const secret = diffieHellman({ privateKey, publicKey });
  const info = `madoguchi-issued ${bound.commandId} ${bound.ephemeral} ${bound.own}`;
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, 32));
}

function rawPublic(key: KeyObject): string {
  const { x } = key.export({ format: 'jwk' });
  if (x === undefined) throw new Error('an X25519 key without its bytes');
  return x;
}
