import { z } from 'zod';
import { identifier, instant, localizedText } from '../../preload/contract/models/base.ts';
import { operatorRole } from '../../preload/contract/models/staff.ts';
import { canonicalJson, sha256Base64url } from './canonical-json.ts';
import { desktopAccount } from './credential-binding.ts';

/**
 * What an operator states about the operators' registry, signed as commands are: the SHA-256 of its canonical JSON is the
 * WebAuthn challenge. Only with the hub, since the hub alone keeps the registry.
 */
const common = {
  v: z.literal(1),
  id: z.uuid(),
  institution: identifier,
  station: identifier,
  /** Who signs. */
  by: identifier,
  /** Whom it is about; the same as `by` only where someone sets up a second way for themselves. */
  operator: identifier,
  issuedAt: instant,
};

/** A new operator may register. */
export const inviteStatement = z.strictObject({
  ...common,
  kind: z.literal('invite'),
  name: localizedText,
  role: operatorRole,
  /** Their own account, on which they may never act (I4). */
  person: identifier.nullable(),
});

/** An operator who lost their keys may register others. */
export const recoverStatement = z.strictObject({
  ...common,
  kind: z.literal('recover'),
  /** Whether the keys that are registered now end when the new ones are. */
  revokeKeys: z.boolean(),
});

/** An operator's registration ends. */
export const revokeStatement = z.strictObject({ ...common, kind: z.literal('revoke') });

/** The signer wants codes of an authenticator app as a second way in. */
export const totpStatement = z.strictObject({ ...common, kind: z.literal('totp') });

/**
 * The signer wants this station's own authenticator (Windows Hello, Touch ID) as a way in, under this desktop account of
 * it. Signed by a key that they carry: who bound what stays on record.
 */
export const platformStatement = z.strictObject({
  ...common,
  kind: z.literal('platform'),
  account: desktopAccount,
});

export const operatorStatement = z.discriminatedUnion('kind', [
  inviteStatement,
  recoverStatement,
  revokeStatement,
  totpStatement,
  platformStatement,
]);
export type OperatorStatement = z.infer<typeof operatorStatement>;
export type InviteStatement = z.infer<typeof inviteStatement>;

/** How far a statement's time may lie from the hub's, in milliseconds: it is made for this moment. */
export const statementToleranceMs = 5 * 60_000;

/** The digest that the signer's key signs, base64url. */
export function statementDigest(statement: OperatorStatement): string {
  return sha256Base64url(canonicalJson(statement));
}
