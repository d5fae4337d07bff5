import type { FidoClient } from '../../../native/client/fido-client.ts';
import type { FidoResult } from '../../../native/client/fido-error.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import { type OperatorAssertion, operatorAssertion } from '../../../preload/contract/models/staff.ts';
import { acceptedAlgorithms } from '../../exchange/operator-assertion.ts';
import type { EnrolmentProgress } from '../../exchange/operator-interface.ts';
import type { RegistrationLike } from '../../exchange/operator-registration.ts';
import type { StationIdentity } from '../ports.ts';
import type { KeyOperation, KeyPrompts } from '../staff/key-prompts.ts';

/** A security key that is not in the registry yet: makes a credential in it, and has it sign a test. */
export interface KeyRegistration {
  register(progress: EnrolmentProgress): Promise<Result<RegistrationLike>>;
  test(challenge: string, credentialId: string): Promise<Result<OperatorAssertion>>;
}

export function createKeyRegistration(ports: {
  readonly identity: StationIdentity;
  readonly prompts: KeyPrompts;
  readonly client: FidoClient;
}): KeyRegistration {
  /** One ceremony with its prompt, which is gone whatever happens. */
  async function withKey<T>(
    purpose: KeyPrompt['purpose'],
    use: (rpId: string, operation: KeyOperation) => Promise<FidoResult<T>>,
  ): Promise<Result<T>> {
    const enrolment = ports.identity.enrolment();
    if (enrolment === null) return refuse('station/not-enrolled');
    const operation = ports.prompts.begin(purpose);
    if (!operation.ok) return operation;
    try {
      const done = await use(enrolment.rpId, operation.value);
      if (done.ok) return ok(done.value);
      const { code, retriesLeft } = done.error;
      return retriesLeft === undefined ? refuse(code) : refuse(code, { retriesLeft });
    } finally {
      operation.value.finish();
    }
  }

  return {
    register: ({ operator, challenge, exclude, attestation }) =>
      withKey('register-key', (rpId, { interaction, signal }) =>
        ports.client.makeCredential(
          {
            rp: { id: rpId, name: 'Madoguchi' },
            user: {
              id: Buffer.from(operator.id).toString('base64url'),
              name: operator.id,
              displayName: operator.name.ja,
            },
            challenge,
            pubKeyCredParams: acceptedAlgorithms.map((alg) => ({ alg, type: 'public-key' })),
            excludeCredentials: exclude.map((id) => ({ id, type: 'public-key' })),
            authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
            attestation,
          },
          { origin: `https://${rpId}`, interaction, signal },
        ),
      ),

    async test(challenge, credentialId) {
      const signed = await withKey('test-key', (rpId, { interaction, signal }) =>
        ports.client.getAssertion(
          {
            challenge,
            rpId,
            userVerification: 'required',
            allowCredentials: [{ id: credentialId, type: 'public-key' }],
          },
          { origin: `https://${rpId}`, interaction, signal },
        ),
      );
      if (!signed.ok) return signed;
      const parsed = operatorAssertion.safeParse(signed.value);
      return parsed.success ? ok(parsed.data) : refuse('key/protocol');
    },
  };
}
