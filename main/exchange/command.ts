import { z } from 'zod';
import { commandId, identifier, instant } from '../../preload/contract/models/base.ts';
import { chosenFactor } from '../../preload/contract/models/factors.ts';
import { identityCheck } from '../../preload/contract/models/identity.ts';
import { operatorAssertion } from '../../preload/contract/models/staff.ts';
import { operationId } from '../../preload/contract/models/triage.ts';
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

/** What a command has that was decided in a case: why, in which case, and on which recorded check (I1). */
const decided = { reason: visitReason, caseId: z.uuid(), check: identityCheck };

/** Public key to which the hub seals what it answers once: raw X25519 (RFC 7748), base64url. See `sealed-answer.ts`. */
const answerKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const suspendCommand = z.strictObject({
  ...common,
  kind: z.literal('suspend'),
  ...decided,
  until: instant,
  /** The open suspension of the same person that it goes on from: then it is an extension. */
  extends: commandId.optional(),
});

export const resumeCommand = z.strictObject({
  ...common,
  kind: z.literal('resume'),
  /** The suspensions that it ends. */
  ends: z.array(commandId).min(1).max(20),
});

/** Removes exactly these factors. What is registered otherwise by then is left alone. */
export const resetFactorsCommand = z.strictObject({
  ...common,
  kind: z.literal('reset-factors'),
  ...decided,
  factors: z
    .array(chosenFactor)
    .min(1)
    .max(10)
    .refine((factors) => new Set(factors.map(({ id }) => id)).size === factors.length),
});

/** Gives the person a new TOTP in place of any other. Online only, and never done twice. */
export const newTotpCommand = z.strictObject({
  ...common,
  kind: z.literal('new-totp'),
  ...decided,
  answerKey,
});

/** Gives the person a code that stands in for a factor for so long. Online only, and never done twice. */
export const temporaryCodeCommand = z.strictObject({
  ...common,
  kind: z.literal('temporary-code'),
  ...decided,
  minutes: z
    .number()
    .int()
    .min(5)
    .max(24 * 60),
  answerKey,
});

/** Asks the institution's centre for what it does by hand. */
export const requestCommand = z.strictObject({
  ...common,
  kind: z.literal('request'),
  ...decided,
  operation: operationId,
  /** When the visitor was told that it will be done; null where the institution names no days. */
  dueBy: instant.nullable(),
});

/** What the centre says of a request. */
export const settleRequestCommand = z.strictObject({
  ...common,
  kind: z.literal('settle-request'),
  request: commandId,
  outcome: z.enum(['in-work', 'done', 'declined']),
});

export const command = z.discriminatedUnion('kind', [
  suspendCommand,
  resumeCommand,
  resetFactorsCommand,
  newTotpCommand,
  temporaryCodeCommand,
  requestCommand,
  settleRequestCommand,
]);
export type SuspendCommand = z.infer<typeof suspendCommand>;
export type ResumeCommand = z.infer<typeof resumeCommand>;
export type ResetFactorsCommand = z.infer<typeof resetFactorsCommand>;
export type NewTotpCommand = z.infer<typeof newTotpCommand>;
export type TemporaryCodeCommand = z.infer<typeof temporaryCodeCommand>;
export type RequestCommand = z.infer<typeof requestCommand>;
export type SettleRequestCommand = z.infer<typeof settleRequestCommand>;

/** A command that is decided in a case, on a recorded check. */
export const caseCommand = z.discriminatedUnion('kind', [
  suspendCommand,
  resetFactorsCommand,
  newTotpCommand,
  temporaryCodeCommand,
  requestCommand,
]);
export type CaseCommand = z.infer<typeof caseCommand>;
/** A command whose answer is shown once: it never waits in a queue. */
export type IssuingCommand = NewTotpCommand | TemporaryCodeCommand;

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
