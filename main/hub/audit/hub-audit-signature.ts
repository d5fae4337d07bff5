import { sign, verify } from 'node:crypto';
import type { SigningKey, VerificationKey } from '../../exchange/signing-key.ts';

/** The chain's last entry, signed by the hub with each new one; the signature of the one before is not kept. */
export interface HubAuditHead {
  readonly sequence: number;
  readonly hash: string;
  /** base64url; {@link notVouchedFor} once it was found changed. */
  readonly signature: string;
}

/** Every so many entries one keeps a signature of its own, so that a change is narrowed down to the entries between two. */
export const checkpointEvery = 1000;

/** In place of a signature: no key makes it, so a chain that was once found changed is never vouched for again. */
export const notVouchedFor = 'not-vouched-for';

/**
 * What is signed says what it is for (RFC 8725 §3.11): a checkpoint, which stays in the database, can't stand for the head and
 * so hide a cut. `entry` is how hubs signed every entry before there was a head.
 */
type Purpose = 'head' | 'checkpoint' | 'entry';

const words: Readonly<Record<Purpose, string>> = {
  head: 'madoguchi-hub-audit-head',
  checkpoint: 'madoguchi-hub-audit-checkpoint',
  entry: 'madoguchi-hub-audit',
};

/** Signs the chain up to the entry with this hash: every one before it is named through the next. base64url. */
export function signHubAudit(purpose: 'head' | 'checkpoint', hash: string, key: SigningKey): string {
  return sign(null, signedBytes(purpose, hash), key.privateKey).toString('base64url');
}

export function isCheckpoint(signature: string, hash: string, key: VerificationKey): boolean {
  return holds('checkpoint', signature, hash, key);
}

/** The head of a chain that was last written by a hub of an older version has its entry's own signature. */
export function isHead({ signature, hash }: HubAuditHead, key: VerificationKey): boolean {
  return holds('head', signature, hash, key) || holds('entry', signature, hash, key);
}

function holds(purpose: Purpose, signature: string, hash: string, key: VerificationKey): boolean {
  return verify(null, signedBytes(purpose, hash), key.publicKey, Buffer.from(signature, 'base64url'));
}

function signedBytes(purpose: Purpose, hash: string): Buffer {
  return Buffer.from(`${words[purpose]} ${hash}`);
}
