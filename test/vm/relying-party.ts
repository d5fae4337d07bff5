import { randomBytes, randomUUID } from 'node:crypto';
import { commandDigest, type SuspendCommand } from '../../main/exchange/command.ts';
import { type OperatorCredential, verifyOperatorAssertion } from '../../main/exchange/operator-assertion.ts';
import { readRegisteredCredential } from '../../main/exchange/operator-registration.ts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../../native/client/webauthn-json.ts';

export const rpId = 'madoguchi.example.ac.jp';
export const origin = `https://${rpId}`;

/** 32 random bytes, base64url. */
export function newChallenge(): string {
  return randomBytes(32).toString('base64url');
}

/** What a relying party asks of a new credential. */
export function creationOptions(
  user: string,
  more: Partial<PublicKeyCredentialCreationOptionsJSON> = {},
): PublicKeyCredentialCreationOptionsJSON {
  return {
    rp: { id: rpId, name: 'Madoguchi' },
    user: { id: Buffer.from(user).toString('base64url'), name: user, displayName: user },
    challenge: newChallenge(),
    pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
    attestation: 'direct',
    ...more,
  };
}

/** What it asks to have signed with a credential. */
export function requestFor(
  credential: OperatorCredential,
  challenge: string,
): PublicKeyCredentialRequestOptionsJSON {
  return { challenge, rpId, allowCredentials: [{ type: 'public-key', id: credential.id }] };
}

/** The command of a counter whose digest an operator signs. */
export function sampleCommand(): SuspendCommand {
  const now = Date.now();
  return {
    v: 1,
    id: randomUUID(),
    institution: 'sample-university',
    station: 'library-counter-1',
    operator: 'operator-1',
    person: 'person-1',
    issuedAt: new Date(now).toISOString(),
    policyVersion: 7,
    kind: 'suspend',
    reason: 'lost-or-stolen',
    caseId: randomUUID(),
    check: {
      documents: [
        {
          type: 'student-card',
          photoMatches: true,
          nameMatches: true,
          validUntil: '2028-03-31',
          lastFour: '1234',
        },
      ],
      outcome: 'passed',
      checkedAt: new Date(now - 60_000).toISOString(),
    },
    until: new Date(now + 24 * 3_600_000).toISOString(),
  };
}

/** The digest of `sampleCommand`, as it is signed. */
export function digestOf(command: SuspendCommand): string {
  return commandDigest(command).digest;
}

/** Registers a response with the product's own verifier; throws if it refuses. */
export async function registeredCredential(
  response: Parameters<typeof readRegisteredCredential>[0]['response'],
  challenge: string,
): Promise<OperatorCredential> {
  const read = await readRegisteredCredential({ response, challenge, rpId });
  if (!read.ok) throw new Error('registration refused');
  return { ...read.value, label: 'key' };
}

/** The signature counter of an assertion that the product's own verifier accepts; null if it refuses. */
export async function acceptedCounter(
  assertion: Parameters<typeof verifyOperatorAssertion>[0]['assertion'],
  challenge: string,
  credential: OperatorCredential,
): Promise<number | null> {
  const verified = await verifyOperatorAssertion({ assertion, challenge, rpId, credential });
  return verified.ok ? verified.value.counter : null;
}
