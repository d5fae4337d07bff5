import type { FidoClient } from '../../../native/client/fido-client.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { KeyPrompt } from '../../../preload/contract/models.ts';
import { type OperatorAssertion, operatorAssertion } from '../../exchange/command.ts';
import { verifyOperatorAssertion } from '../../exchange/operator-assertion.ts';
import type { StationIdentity, Store } from '../ports.ts';
import type { KeyPrompts } from './key-prompts.ts';
import {
  activeOperators,
  findCredential,
  type RegisteredCredential,
  recordCounter,
} from './operator-registry.ts';

/** An operator's proof over a challenge, verified offline against the registry. */
export interface OperatorProof {
  readonly assertion: OperatorAssertion;
  readonly owner: RegisteredCredential;
}

export interface OperatorKey {
  /**
   * Has a security key sign `challenge` (base64url) with user verification, and verifies the result. `only` narrows to
   * one operator's credentials. A counter that went backwards at this station is refused: a cloned key.
   */
  prove(
    purpose: KeyPrompt['purpose'],
    challenge: string,
    only: string | null,
  ): Promise<Result<OperatorProof>>;
}

export function createOperatorKey(ports: {
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly prompts: KeyPrompts;
  readonly client: FidoClient;
}): OperatorKey {
  return {
    async prove(purpose, challenge, only) {
      const enrolment = ports.identity.enrolment();
      if (enrolment === null) return refuse('station/not-enrolled');
      const operators = activeOperators(ports.store.read).filter((one) => only === null || one.id === only);
      const credentials = operators.flatMap((one) => one.credentials);
      if (credentials.length === 0) return refuse('staff/registry-empty');
      const operation = ports.prompts.begin(purpose);
      if (!operation.ok) return operation;
      const { interaction, signal, finish } = operation.value;
      try {
        const asserted = await ports.client.getAssertion(
          {
            challenge,
            rpId: enrolment.rpId,
            userVerification: 'required',
            allowCredentials: credentials.map((one) => ({ id: one.id, type: 'public-key' as const })),
          },
          { origin: `https://${enrolment.rpId}`, interaction, signal },
        );
        if (!asserted.ok) {
          const { code, retriesLeft } = asserted.error;
          return retriesLeft === undefined ? refuse(code) : refuse(code, { retriesLeft });
        }
        return await verify(asserted.value, challenge, enrolment.rpId, only);
      } finally {
        finish();
      }
    },
  };

  async function verify(
    given: unknown,
    challenge: string,
    rpId: string,
    only: string | null,
  ): Promise<Result<OperatorProof>> {
    const parsed = operatorAssertion.safeParse(given);
    if (!parsed.success) return refuse('staff/assertion-refused');
    const owner = findCredential(ports.store.read, parsed.data.id);
    if (owner === null || (only !== null && owner.operator.id !== only))
      return refuse('staff/unknown-credential');
    const verified = await verifyOperatorAssertion({
      assertion: parsed.data,
      challenge,
      rpId,
      credential: owner.credential,
    });
    if (!verified.ok) return refuse('staff/assertion-refused');
    const { counter } = verified.value;
    // WebAuthn Level 3 §7.2 step 22: a key that never counted may go on so; one that counted goes up.
    if ((counter !== 0 || owner.counter !== 0) && counter <= owner.counter) {
      return refuse('staff/assertion-refused');
    }
    ports.store.write((database) => recordCounter(database, owner.credential.id, counter));
    return ok({ assertion: parsed.data, owner });
  }
}
