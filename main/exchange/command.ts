import { z } from 'zod';
import { commandId, identifier, instant } from '../../preload/contract/models/base.ts';
import { identityCheck } from '../../preload/contract/models/counter.ts';
import { operatorAssertion } from '../../preload/contract/models/staff.ts';
import { visitReason } from '../../preload/contract/models/visit.ts';
import { canonicalJson, sha256Base64url } from './canonical-json.ts';

/**
 * A command is what an operator signs (I1). Its canonical JSON is the text; the SHA-256 of that text is the WebAuthn
 * challenge. Every suspension carries its recorded check and its absolute end.
 */
const common = {
  v: z.literal(1),
  id: commandId,
  institution: identifier,
  station: identifier,
  operator: identifier,
  person: identifier,
  issuedAt: instant,
  policyVersion: z.number().int().positive(),
};

export const suspendCommand = z.strictObject({
  ...common,
  kind: z.literal('suspend'),
  reason: visitReason,
  caseId: z.uuid(),
  check: identityCheck,
  until: instant,
});

export const resumeCommand = z.strictObject({
  ...common,
  kind: z.literal('resume'),
  /** The suspensions that it ends. */
  ends: z.array(commandId).min(1).max(20),
});

export const command = z.discriminatedUnion('kind', [suspendCommand, resumeCommand]);
export type SuspendCommand = z.infer<typeof suspendCommand>;
export type ResumeCommand = z.infer<typeof resumeCommand>;
export type Command = z.infer<typeof command>;

/**
 * Payload of `madoguchi-command+jws`: the station's envelope around a command that its operator signed. `approvals` are
 * other operators' signatures over the same digest, where the policy asks for one.
 */
export const commandEnvelope = z.strictObject({
  command,
  assertion: operatorAssertion,
  approvals: z.array(operatorAssertion).min(1).max(1).optional(),
});
export type CommandEnvelope = z.infer<typeof commandEnvelope>;

/** The exact text that is signed, and its digest (the WebAuthn challenge, base64url). */
export function commandDigest(value: Command): { readonly canonical: string; readonly digest: string } {
  const canonical = canonicalJson(value);
  return { canonical, digest: sha256Base64url(canonical) };
}

const referenceAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Short reference for people: 40 bits of the command id in Crockford base 32, `XXXX-XXXX`. */
export function commandReference(id: string): string {
  let bits = BigInt(`0x${id.replaceAll('-', '').slice(-10)}`);
  let text = '';
  for (let index = 0; index < 8; index += 1) {
    text = `${referenceAlphabet[Number(bits & 31n)]}${text}`;
    bits >>= 5n;
  }
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}
