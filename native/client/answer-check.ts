import { type AuthenticatorData, authenticatorFlag } from '../ctap/authenticator-data.ts';
import { countField } from '../ctap/cbor-fields.ts';
import { algorithmOf } from '../ctap/cose-key.ts';
import type { Assertion } from '../ctap/get-assertion.ts';
import type { MadeCredential } from '../ctap/make-credential.ts';
import type { CreationPlan, RequestPlan } from './ceremony-plan.ts';
import { type FidoResult, fail, succeed } from './fido-error.ts';
import type { RelyingParty } from './relying-party.ts';

/**
 * Checks that a key did what it was asked: this RP, the person present and verified, an algorithm from the list. Returns
 * the algorithm. The relying party checks again, with the signature.
 */
export function checkCreation(made: MadeCredential, plan: CreationPlan): FidoResult<number> {
  const { parsed } = made;
  const problem = dataProblem(parsed, plan.relyingParty);
  if (problem !== null) return fail('key/protocol', problem);
  const { protection } = plan;
  if (protection?.enforced && protection.level > protectionIn(parsed))
    return fail('key/protocol', 'credential protected less than asked');
  const algorithm = algorithmOf(parsed.attestedCredential.publicKey);
  return algorithm !== null && plan.algorithms.includes(algorithm)
    ? succeed(algorithm)
    : fail('key/protocol', 'answer with an algorithm that was not offered');
}

/**
 * Checks an assertion likewise and returns the credential's id: one of `sent`, which a key may leave out only if exactly
 * one was sent (CTAP 2.2 §6.2).
 */
export function checkAssertion(
  assertion: Assertion,
  plan: RequestPlan,
  sent: readonly Uint8Array[],
): FidoResult<Uint8Array> {
  const problem = dataProblem(assertion.parsed, plan.relyingParty);
  if (problem !== null) return fail('key/protocol', problem);
  const id = assertion.credentialId ?? (sent.length === 1 ? sent[0] : undefined);
  if (id === undefined) return fail('key/protocol', 'answer without a credential');
  const allowed = sent.length === 0 || sent.some((candidate) => Buffer.compare(candidate, id) === 0);
  return allowed ? succeed(id) : fail('key/protocol', 'answer of a credential that was not asked');
}

/** The level that the key says it has set (CTAP 2.2 §12.1); 1, the lowest, where it says nothing. */
function protectionIn({ extensions }: AuthenticatorData): number {
  return (extensions && countField(extensions, 'credProtect')) ?? 1;
}

function dataProblem(data: AuthenticatorData, relyingParty: RelyingParty): string | null {
  if (Buffer.compare(data.rpIdHash, relyingParty.idHash) !== 0) return 'answer for another RP';
  if ((data.flags & authenticatorFlag.userPresent) === 0) return 'answer without a touch';
  return (data.flags & authenticatorFlag.userVerified) === 0 ? 'answer without verification' : null;
}
